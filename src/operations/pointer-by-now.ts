import { decodePointer } from '#format/pointer.js';
import { pointerLimitBytes } from '#format/yaml-document.js';
import { pointerPathOf, type RepositoryPath } from '#model/repository-path.js';
import type { PointerAt } from '#records/catalog.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * The pointer at a path: the one that was `present` where its file is as it was, else read anew. Undefined where there is none.
 * @throws `file.*` where it cannot be read
 */
export function pointerByNow(
  { files }: RepositoryContext,
  { path, present }: { readonly path: RepositoryPath; readonly present: PointerAt | undefined },
): PointerAt | undefined {
  const pointerPath = pointerPathOf(path);
  const bytes = files.read(pointerPath, pointerLimitBytes);
  if (bytes === undefined) return undefined;
  if (present !== undefined && Buffer.compare(bytes, present.bytes) === 0) return present;
  return { path, pointerPath, pointer: decodePointer(bytes, pointerPath), bytes };
}
