import { createHash } from 'node:crypto';
import { PixelisError } from '#errors/index.js';
import type { BlobId, CommitId } from './git.js';

const pattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether `text` is a whole object id, SHA-1 or SHA-256: the only kind of name that commands are given. */
export function isObjectId(text: string): text is CommitId & BlobId {
  return pattern.test(text);
}

/** @throws `git.failed` where `text` is no whole object id, for callers who come by one that this port did not return */
export function requireObjectId(text: string): string {
  if (isObjectId(text)) return text;
  throw new PixelisError('git.failed', `'${text}' is not an object id`, { data: { text } });
}

/** Git's id of the tree without entries, by the hash that `id` was made with. */
export function emptyTreeIdLike(id: string): string {
  return id.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

/** The kinds of object whose bytes this port gives out. */
export type ObjectType = 'blob' | 'commit' | 'tag';

/** Whether `bytes` are the object that `id` names: git's own reckoning, by SHA-1 or SHA-256 as the id is long. */
export function isObjectOf(id: string, type: ObjectType, bytes: Uint8Array): boolean {
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`${type} ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
