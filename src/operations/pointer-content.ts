import { type ComparedEntry, changeOf, compareEntries } from '#model/file-change.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { FileChange } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { treeChanges } from './file-changes.js';
import { readTreeEntries } from './read-tree-entries.js';

/** What a pointer says should be there; a file is one entry with path ''. @throws `object.missing`, `object.corrupt` */
export async function entriesOfPointer(
  store: ObjectStore,
  pointer: Pointer | undefined,
  options: TaskOptions,
): Promise<readonly ComparedEntry[]> {
  if (pointer === undefined) return [];
  return pointer.files === undefined ? [fileEntry(pointer)] : readTreeEntries(store, pointer.digest, options);
}

/** What differs between two pointers, reading only pages that differ. @throws `object.missing`, `object.corrupt` */
export async function pointerChanges(
  store: ObjectStore,
  [before, after]: readonly [Pointer | undefined, Pointer | undefined],
  options: TaskOptions,
): Promise<readonly FileChange[]> {
  if (before !== undefined && after !== undefined && isSameContent(before, after)) return [];
  const [file, otherFile] = [before, after].map((pointer) => {
    return pointer === undefined || pointer.files !== undefined ? undefined : fileEntry(pointer);
  });
  if (file !== undefined && otherFile !== undefined) {
    const change = changeOf(file, otherFile);
    return change === undefined ? [] : [change];
  }
  if (file === undefined && otherFile === undefined)
    return treeChanges(store, [before?.digest, after?.digest], options);
  const entries = [
    await entriesOfPointer(store, before, options),
    await entriesOfPointer(store, after, options),
  ] as const;
  return compareEntries(...entries);
}

export function isSameContent(a: Pointer, b: Pointer): boolean {
  const isSameKind = (a.files === undefined) === (b.files === undefined) && a.executable === b.executable;
  return a.digest === b.digest && isSameKind;
}

function fileEntry({ digest, size, executable }: Pointer): ComparedEntry {
  return { path: '', kind: executable === true ? 'executable' : 'file', size, digest };
}
