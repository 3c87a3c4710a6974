import { PixelisError } from '#errors/index.js';

/** The error of a bucket that cannot hold objects until a day. */
export function cannotKeep(label: string): PixelisError {
  return new PixelisError('remote.cannot-keep', `${label} cannot hold an object until a day`, {
    hint: 'that takes a bucket of S3 with Object Lock; without --lock-days the seal is stored there all the same',
    data: { bucket: label },
  });
}
