import { join } from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ObjectStore } from '#store/object-store.js';
import type { FilesToRead } from '#worktree/ingest.js';

/**
 * Checks the links into the cache among the files of a version to come: of one that the index does not prove, the object
 * is read, since a name alone is not believed.
 * @throws `object.missing` where a link leads to nothing, or to another cache; `object.corrupt`
 */
export async function checkStoreLinks(
  cache: ObjectStore,
  { root, entries }: FilesToRead,
  options: TaskOptions,
): Promise<void> {
  const unproven = new Set<Digest>();
  for (const { path, state, digest, isLostLink } of entries) {
    if (isLostLink === true && digest === undefined) throw lostLink(join(root, path));
    // What the index does not prove has a digest only where it is such a link.
    if (state !== 'unchanged' && digest !== undefined) unproven.add(digest);
  }
  for (const digest of unproven) await readThrough(cache.stream(digest, options));
}

async function readThrough(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

function lostLink(path: string): PixelisError {
  return new PixelisError('object.missing', `'${path}' is a link to an object that the cache has not got`, {
    hint: 'put the file back first: pixelis checkout; where the cache lacks it, pixelis pull',
    data: { path },
  });
}
