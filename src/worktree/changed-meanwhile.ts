import { PixelisError } from '#errors/index.js';

/** Something else writes to what is being read. */
export function changedMeanwhile(path: string): PixelisError {
  return new PixelisError('worktree.changed-meanwhile', `'${path}' changed while it was read`, {
    hint: 'wait until nothing writes there, then run the command again',
    data: { path },
  });
}
