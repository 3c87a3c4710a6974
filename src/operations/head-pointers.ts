import { decodePointer } from '#format/pointer.js';
import { pointerLimitBytes } from '#format/yaml-document.js';
import { isPixelisError } from '#errors/index.js';
import type { BlobId, GitStatusEntry } from '#git/git.js';
import type { Pointer } from '#model/pointer.js';
import { type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/** What HEAD has for the pointers that differ from it. One that cannot be read is left out. */
export async function readHeadPointers(
  context: RepositoryContext,
  entries: readonly GitStatusEntry[],
  options: TaskOptions,
): Promise<readonly { readonly path: RepositoryPath; readonly pointer: Pointer }[]> {
  const wanted = entries.flatMap(({ path: pointerPath, headBlob }) => {
    const path = trackedPathOf(pointerPath);
    return path === undefined || headBlob === undefined ? [] : [{ path, pointerPath, headBlob }];
  });
  if (wanted.length === 0) return [];
  const contents = new Map<BlobId, Uint8Array>();
  const blobs = new Set(wanted.map(({ headBlob }) => headBlob));
  for await (const { id, bytes } of context.git.readBlobs(blobs, { ...options, limitBytes: pointerLimitBytes }))
    contents.set(id, bytes);
  return wanted.flatMap(({ path, pointerPath, headBlob }) => {
    try {
      return [{ path, pointer: decodePointer(contents.get(headBlob) ?? new Uint8Array(), pointerPath) }];
    } catch (error) {
      if (isPixelisError(error)) return [];
      throw error;
    }
  });
}
