import { PixelisError } from '#errors/index.js';

/** The error for what cannot be read rightly without the git executable. `reason` completes "the repository …". */
export function unsupported(reason: string): PixelisError {
  return new PixelisError('git.unsupported', `the repository ${reason}, and there is no git on the PATH`, {
    hint: 'install git: the fallback for machines without it would misread this repository',
    data: { reason },
  });
}
