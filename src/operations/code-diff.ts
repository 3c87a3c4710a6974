import { mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobId, GitFile } from '#git/git.js';
import { codePathOf } from '#model/code-path.js';
import type { RunStart } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { isTreePath } from '#model/tree-path.js';
import type { TreeEntry, TreeFile, TreeSymlink } from '#model/tree-entry.js';
import { smallObjectLimit } from '#store/limits.js';
import { bringObjects } from './bring-objects.js';
import { readTreeEntries } from './read-tree-entries.js';
import type { RepositoryContext } from './repository-context.js';

/** How the code of a run differed from its commit. */
export interface CodeDiff {
  /** By path. */
  readonly files: readonly ChangedCode[];
  /**
   * A patch, for people, of what is not too large to be read by them; undefined where git cannot make one, and where the
   * commit is not in this clone.
   */
  readonly patch?: string;
}

export interface ChangedCode {
  readonly path: string;
  /** `changed` where the commit is not in this clone: it may be new. */
  readonly kind: 'added' | 'changed' | 'deleted' | 'withheld';
  /** Bytes that it had. */
  readonly size?: number;
  /** Whether it is too large for the patch. */
  readonly isLarge?: true;
}

/** @throws `object.missing` where what was kept cannot be had */
export async function codeDiff(
  context: RepositoryContext,
  { run, code: { commit, changes } }: Pick<RunStart, 'run' | 'code'>,
  options: TaskOptions = {},
): Promise<CodeDiff> {
  if (changes === undefined) return { files: [] };
  const cache = await context.cache();
  const what = `the changed code of run '${run}'`;
  await bringObjects(context, { what, content: { roots: [changes.digest] } }, options);
  const kept = new Map<string, TreeFile | TreeSymlink>();
  for (const entry of await readTreeEntries(cache, changes.digest, options)) {
    const path = codePathOf(entry.path);
    if (path !== undefined && entry.kind !== 'folder') kept.set(path, entry);
  }
  const before = await filesBefore(context, commit, options);
  const isKnown = before !== undefined || commit === undefined;
  const files: ChangedCode[] = [
    ...[...kept].map(([path, { size }]) => ({
      path,
      kind: isKnown && before?.has(path) !== true ? ('added' as const) : ('changed' as const),
      size,
      ...(size > smallObjectLimit ? { isLarge: true as const } : {}),
    })),
    ...changes.deleted.map((path) => ({ path, kind: 'deleted' as const })),
    ...changes.withheld.map((path) => ({ path, kind: 'withheld' as const })),
  ].sort((one, other) => (one.path < other.path ? -1 : 1));
  const patch = isKnown ? await patchOf(context, { files, kept, before: before ?? new Map() }, options) : undefined;
  return { files, ...(patch === undefined ? {} : { patch }) };
}

/** Undefined where the commit is not in this clone. */
async function filesBefore(
  { git }: RepositoryContext,
  id: string | undefined,
  options: TaskOptions,
): Promise<ReadonlyMap<string, GitFile> | undefined> {
  const commit = id === undefined ? undefined : await git.resolveCommit(id, options);
  if (commit === undefined) return undefined;
  return new Map((await git.listFiles(commit, {}, options)).map((file) => [file.path, file]));
}

interface Sides {
  readonly files: readonly ChangedCode[];
  readonly kept: ReadonlyMap<string, TreeEntry>;
  readonly before: ReadonlyMap<string, GitFile>;
}

/** Both sides are laid out in a folder of git's own, which nobody else reads. */
async function patchOf(context: RepositoryContext, sides: Sides, options: TaskOptions): Promise<string | undefined> {
  if (context.git.adapter !== 'git') return undefined;
  const parent = join(context.ownState, 'tmp');
  mkdirSync(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'diff-'));
  try {
    for (const side of ['a', 'b']) await mkdir(join(folder, side));
    const shown = sides.files.filter(({ kind, isLarge }) => kind !== 'withheld' && isLarge === undefined);
    await layOutBefore(context, { folder: join(folder, 'a'), shown, before: sides.before }, options);
    const cache = await context.cache();
    for (const { path } of shown) {
      const entry = sides.kept.get(path);
      if (entry === undefined || entry.kind === 'folder') continue;
      const bytes = await cache.read(entry.digest, options);
      await layOut(join(folder, 'b', path), { isExecutable: entry.kind === 'executable', bytes });
    }
    return await context.git.diffFolders(folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function layOutBefore(
  { git }: RepositoryContext,
  { folder, shown, before }: Pick<Sides, 'before'> & { readonly folder: string; readonly shown: Sides['files'] },
  options: TaskOptions,
): Promise<void> {
  const wanted = new Map<BlobId, GitFile[]>();
  for (const { path } of shown) {
    const file = before.get(path);
    // git has names that would lead out of the folder on another file system.
    if (file === undefined || !isTreePath(path.replace(/^\.pixelis\//, 'pixelis/'))) continue;
    wanted.set(file.blob, [...(wanted.get(file.blob) ?? []), file]);
  }
  for await (const { id, bytes } of git.readBlobs(wanted.keys(), options)) {
    for (const { path, mode } of wanted.get(id) ?? []) {
      await layOut(join(folder, path), { isExecutable: mode === '100755', bytes });
    }
  }
}

/** Links, too, as files with their target: what is laid out leads nowhere. */
async function layOut(
  file: string,
  { isExecutable, bytes }: { readonly isExecutable: boolean; readonly bytes: Uint8Array },
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await writeFile(file, bytes, { mode: isExecutable ? 0o755 : 0o644 });
}
