import { PixelisError } from '#errors/index.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { ShownEntry } from '#schema/index.js';
import { findTreeEntry, readTree } from '#store/tree-reader.js';
import type { ObjectStore } from '#store/object-store.js';
import type { RepositoryContext } from './repository-context.js';
import type { ResolvedReference } from './resolve-reference.js';
import { treeSource } from './tree-source.js';

/**
 * What is in a version, or at or below a path inside it.
 * @throws `reference.not-found` where nothing is at that path; `object.missing`, `object.corrupt`, `tree.invalid`
 */
export async function shownEntries(
  context: RepositoryContext,
  found: ResolvedReference,
  options: TaskOptions,
): Promise<ShownEntry[]> {
  const { digest, size, files, executable, subpath = '' } = found;
  if (files === undefined) return [{ path: '', kind: executable === true ? 'executable' : 'file', size, digest }];
  const store = await treeSource(context);
  const there = await findTreeEntry(store, digest, { ...options, path: subpath });
  if (there === undefined) throw await nothingInside(store, found, options);
  if (there.kind === 'entry') return [shown(there.entry)];
  const entries: ShownEntry[] = [];
  for await (const entry of there.entries) entries.push(shown(entry));
  return entries;
}

/** Among so many names the closest is looked for. */
const maxCandidates = 100_000;

/** Says what is inside instead. */
export async function nothingInside(
  store: ObjectStore,
  found: Pick<ResolvedReference, 'artifact' | 'version' | 'digest' | 'subpath'>,
  options: TaskOptions,
): Promise<PixelisError> {
  const { artifact, version, digest, subpath = '' } = found;
  const names = new Set<string>();
  for await (const entry of readTree(store, digest, options)) {
    const path: string = entry.path;
    if (names.size > maxCandidates) break;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) names.add(path.slice(0, end));
  }
  const closest = suggestClosest(subpath, names);
  return new PixelisError('reference.not-found', `'${artifact}:v${version}' has nothing at '${subpath}'`, {
    hint: closest.length > 0 ? `did you mean: ${closest.join(', ')}` : `pixelis show ${artifact}:v${version} --files`,
    data: { artifact, version, subpath, candidates: closest },
  });
}

function shown(entry: TreeEntry): ShownEntry {
  const { path, kind } = entry;
  return entry.kind === 'folder' ? { path, kind } : { path, kind, size: entry.size, digest: entry.digest };
}
