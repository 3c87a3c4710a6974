import { type Dirent, type Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { compareByBytes } from '#git/compare-by-bytes.js';
import { isFileMode } from '#git/file-mode.js';
import type { FileScope, GitStatusEntry } from '#git/git.js';
import { selfAndParents } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { type IgnoreRules, readIgnoreRules } from './ignore-rules.js';
import { requirePlainContent } from './plain-content.js';
import { type IndexEntry, readIndex } from './read-index.js';
import { resolveRevision } from './resolve-revision.js';
import { type TreeFilter, treeFilter, walkTree } from './trees.js';

export async function listWorktreeFiles(
  context: Context,
  scope: FileScope,
  options: TaskOptions = {},
): Promise<readonly string[]> {
  const filter = treeFilter([scope]);
  const entries = (await readIndex(context.places)).filter(({ path: name }) => filter.hasFile(name));
  const files = new Set<string>();
  for (const { path: name, mode } of entries) {
    if (isFileMode(mode) && isFile(await lstatIfThere(path.join(context.places.root, name)))) files.add(name);
  }
  for await (const name of walkUntracked(context, filter, options)) files.add(name);
  return [...files].sort(compareByBytes);
}

export async function trackedPaths(context: Context, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = new Set(paths);
  const tracked = new Set<string>();
  for (const entry of await readIndex(context.places)) {
    for (const name of selfAndParents(entry.path)) if (wanted.has(name)) tracked.add(name);
  }
  return tracked;
}

export async function ignoredPaths(context: Context, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const tracked = await trackedPaths(context, paths);
  const rules = await readIgnoreRules(context);
  const ignored = new Map<string, string>();
  for (const asked of paths) {
    const name = asked.replace(/\/+$/, '');
    if (name === '' || tracked.has(asked)) continue;
    const isFolder =
      asked !== name || (await lstatIfThere(path.join(context.places.root, name)))?.isDirectory() === true;
    const rule = await rules.ruleFor(name, isFolder);
    if (rule !== undefined) ignored.set(asked, rule);
  }
  return ignored;
}

export async function readStatus(
  context: Context,
  scope: FileScope,
  options: TaskOptions = {},
): Promise<readonly GitStatusEntry[]> {
  throwIfInterrupted(options.signal);
  const filter = treeFilter([scope]);
  await requirePlainContent(context);
  const head = new Map<string, { readonly blob: IndexEntry['blob']; readonly mode: string }>();
  const commit = await resolveRevision(context, 'HEAD');
  if (commit !== undefined) {
    const { tree } = await context.objects.commit(commit);
    for await (const file of walkTree(context.objects, tree, filter))
      if (isFileMode(file.mode)) head.set(file.path, file);
  }
  const index = new Map<string, IndexEntry[]>();
  for (const entry of await readIndex(context.places)) {
    if (!filter.hasFile(entry.path) || !isFileMode(entry.mode)) continue;
    index.set(entry.path, [...(index.get(entry.path) ?? []), entry]);
  }
  const status: GitStatusEntry[] = [];
  for (const name of new Set([...head.keys(), ...index.keys()])) {
    throwIfInterrupted(options.signal);
    const entries = index.get(name);
    const at = head.get(name);
    const staged = stagedState(at, entries);
    const worktree = entries === undefined ? 'unchanged' : await worktreeState(context, entries);
    if (staged === 'unchanged' && worktree === 'unchanged') continue;
    status.push({ path: name, staged, worktree, ...(at === undefined ? {} : { headBlob: at.blob }) });
  }
  for await (const name of walkUntracked(context, filter, options)) {
    status.push({ path: name, staged: 'unchanged', worktree: 'untracked' });
  }
  return status;
}

function stagedState(
  head: Pick<IndexEntry, 'blob' | 'mode'> | undefined,
  entries: readonly IndexEntry[] | undefined,
): GitStatusEntry['staged'] {
  const entry = entries?.[0];
  if (entry === undefined) return 'deleted';
  if (entry.stage !== 0) return 'conflicted';
  if (entry.isIntent) return 'unchanged';
  if (head === undefined) return 'added';
  return head.blob === entry.blob && head.mode === entry.mode ? 'unchanged' : 'modified';
}

async function worktreeState(context: Context, entries: readonly IndexEntry[]): Promise<GitStatusEntry['worktree']> {
  const entry = entries[0] as IndexEntry;
  const file = path.join(context.places.root, entry.path);
  const stat = await lstatIfThere(file);
  if (!isFile(stat)) return 'deleted';
  if (entry.stage !== 0) return 'modified';
  if (entry.isIntent) return 'untracked';
  return (await isUnchanged(context, entry, stat)) ? 'unchanged' : 'modified';
}

async function isUnchanged({ library, places }: Context, entry: IndexEntry, stat: Stats): Promise<boolean> {
  const mode = stat.isSymbolicLink() ? '120000' : (stat.mode & 0o100) === 0 ? '100644' : '100755';
  if (mode !== entry.mode || stat.size % 2 ** 32 !== entry.size) return false;
  const file = path.join(places.root, entry.path);
  try {
    const object = stat.isSymbolicLink() ? await readlink(file, 'buffer') : await readFile(file);
    return (await library.hashBlob({ object })).oid === entry.blob;
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Files that are neither in the index nor ignored; other repositories are left out with all that is in them. */
async function* walkUntracked(
  context: Context,
  filter: TreeFilter,
  options: TaskOptions,
): AsyncGenerator<string, void> {
  const trackedFiles = new Set((await readIndex(context.places)).map((entry) => entry.path));
  const trackedFolders = new Set<string>();
  for (const file of trackedFiles) for (const name of selfAndParents(file)) if (name !== file) trackedFolders.add(name);
  const rules = await readIgnoreRules(context);
  yield* walkFolder({ context, filter, trackedFiles, trackedFolders, rules, signal: options.signal }, '');
}

interface Walk {
  readonly context: Context;
  readonly filter: TreeFilter;
  /** Files of the index. */
  readonly trackedFiles: ReadonlySet<string>;
  /** The folders that they are in. */
  readonly trackedFolders: ReadonlySet<string>;
  readonly rules: IgnoreRules;
  readonly signal: AbortSignal | undefined;
}

async function* walkFolder(walk: Walk, folder: string): AsyncGenerator<string, void> {
  throwIfInterrupted(walk.signal);
  for (const child of await readFolder(path.join(walk.context.places.root, folder))) {
    const name = folder === '' ? child.name : `${folder}/${child.name}`;
    if (child.name === '.git') continue;
    if (child.isDirectory()) {
      if (!walk.filter.mayReach(name)) continue;
      if (!walk.trackedFolders.has(name)) {
        if ((await walk.rules.ruleFor(name, true)) !== undefined) continue;
        if ((await lstatIfThere(path.join(walk.context.places.root, name, '.git'))) !== undefined) continue;
      }
      yield* walkFolder(walk, name);
    } else if (
      (child.isFile() || child.isSymbolicLink()) &&
      walk.filter.hasFile(name) &&
      !walk.trackedFiles.has(name)
    ) {
      if ((await walk.rules.ruleFor(name, false)) === undefined) yield name;
    }
  }
}

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, folder);
  }
}

/** What stands at a path, links not followed; undefined where there is nothing. */
export async function lstatIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, file);
  }
}

function isFile(stat: Stats | undefined): stat is Stats {
  return stat !== undefined && (stat.isFile() || stat.isSymbolicLink());
}
