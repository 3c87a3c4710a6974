import { createHash } from 'node:crypto';
import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import type { Problem } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { findTreeEntry } from '#store/tree-reader.js';
import type { HistoryEntry } from './log-entries.js';

/**
 * The entries in which one file or folder inside the tracked folder changed. Those whose tree is not in the store stay,
 * with a warning: nobody can tell.
 */
export async function onlyChangesInside(
  store: ObjectStore,
  { inside, entries, warnings }: { inside: TreePath; entries: readonly HistoryEntry[]; warnings: Problem[] },
  options: TaskOptions,
): Promise<readonly HistoryEntry[]> {
  const states = new Map<string, string | undefined>();
  const stateOf = async (version: Pointer | undefined): Promise<string | undefined> => {
    if (version === undefined || version.files === undefined) return 'absent';
    if (!states.has(version.digest)) states.set(version.digest, await stateInside(store, { version, inside }, options));
    return states.get(version.digest);
  };
  const changed: HistoryEntry[] = [];
  const unknown = new Set<string>();
  for (const entry of entries) {
    const [before, after] = [await stateOf(entry.previous), await stateOf(entry.version)];
    if (after === undefined) unknown.add(`${entry.version.artifact}:v${entry.version.version}`);
    if (before === undefined || after === undefined || before !== after) changed.push(entry);
  }
  if (unknown.size > 0) warnings.push(cannotTell(inside, [...unknown]));
  return changed;
}

/** Something that differs where what lies at the path does; undefined where the tree is not here. */
async function stateInside(
  store: ObjectStore,
  { version, inside }: { readonly version: Pointer; readonly inside: TreePath },
  options: TaskOptions,
): Promise<string | undefined> {
  try {
    const found = await findTreeEntry(store, version.digest, { ...options, path: inside });
    if (found === undefined) return 'absent';
    if (found.kind === 'entry') return textOf(found.entry);
    const hash = createHash('sha256');
    for await (const entry of found.entries) hash.update(`${textOf(entry)}\0`);
    return hash.digest('hex');
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}

function textOf(entry: TreeEntry): string {
  return `${entry.kind} ${entry.path}\0${entry.kind === 'folder' ? '' : entry.digest}`;
}

function cannotTell(inside: string, versions: readonly string[]): Problem {
  const error = new PixelisError(
    'object.missing',
    `whether '${inside}' changed cannot be told for ${versions.length} versions, whose list of files is not in the cache`,
    { hint: `pixelis fetch ${versions[0]}`, data: { versions } },
  );
  return problemOf(error);
}
