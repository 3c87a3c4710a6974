import { PixelisError } from '#errors/index.js';

/** Longest key in bytes; S3 allows 1,024 with the remote's prefix. */
const maxKeyBytes = 512;
const pattern = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;

/** Whether `text` can be a key: `objects/3f/a2…`. No segment starts with a dot, so no key leads out of its bucket. */
export function isKey(text: string): boolean {
  return text.length <= maxKeyBytes && pattern.test(text);
}

/** The key itself. Keys are made by Pixelis, so one that cannot be used is a bug. */
export function checkKey(key: string): string {
  if (isKey(key)) return key;
  throw new PixelisError('bug', `${JSON.stringify(key)} cannot be the key of an object`);
}
