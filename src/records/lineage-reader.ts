import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { CommitId, Git } from '#git/git.js';
import type { LineageGraph, Lists } from '#model/lineage-graph.js';
import type { TaskOptions } from '#model/task-options.js';
import { allTexts, type TextColumn, textColumn } from '#model/text-column.js';
import { type Columns, readColumns, removeColumns, writeColumns } from './column-file.js';
import { readCommitLineage } from './commit-lineage.js';
import type { BrokenRecord, KeyedLineage } from './collect-lineage.js';
import { areUnchanged, type ReadOptions, readWorktreeLineage, type WorktreeLineage } from './worktree-lineage.js';

/** Reads the lineage out of records, and remembers it: in memory, and in files that can be thrown away at any time. */
export interface LineageReader {
  /** As the worktree has it, committed or not. */
  worktree(options?: ReadOptions): Promise<ReadLineage>;
  /** As commits have it, all together. What the first has comes first where two records contradict each other. */
  commits(commits: readonly CommitId[], options?: TaskOptions): Promise<ReadLineage>;
}

export interface ReadLineage {
  readonly graph: LineageGraph;
  /** Records that could not be read. */
  readonly broken: readonly BrokenRecord[];
  /** Whether the records of these are as they were read. */
  isCurrent(members: { readonly versions: Iterable<number>; readonly runs: Iterable<number> }): boolean;
}

export interface ReaderPlaces {
  /** Folder of the state of all linked worktrees. */
  readonly sharedState: string;
  /** Folder of this worktree's own. */
  readonly ownState: string;
}

export function openLineageReader(git: Git, { sharedState, ownState }: ReaderPlaces): LineageReader {
  const { root } = git.places;
  const worktreeFile = join(ownState, 'lineage-index');
  const commitFolder = join(sharedState, 'lineage-indexes');
  const inMemory = new Map<string, ReadLineage>();
  let known: WorktreeLineage | undefined;
  return {
    async worktree(options) {
      const before = known ?? worktreeOf(readColumns(worktreeFile, worktreeFormat));
      known = await readWorktreeLineage(root, before, options);
      if (known !== before) writeColumns(worktreeFile, worktreeFormat, columnsOfWorktree(known));
      const { graph, broken } = known;
      const keyed = known;
      const isFresh = before === undefined || options?.everyFile === true;
      return { graph, broken, isCurrent: (members) => isFresh || areUnchanged(root, keyed, members) };
    },
    async commits(commits, options = {}) {
      const name = nameOf(commits);
      const remembered = inMemory.get(name);
      if (remembered !== undefined) return remembered;
      const file = join(commitFolder, name);
      const stored = keyedOf(readColumns(file, commitFormat));
      const read = stored ?? (await readAnew(git, commits, { ...options, commitFolder, file }));
      const lineage = { broken: [], ...read, isCurrent: () => true };
      for (const oldest of [...inMemory.keys()].slice(0, -(maxInMemory - 1))) inMemory.delete(oldest);
      inMemory.set(name, lineage);
      return lineage;
    },
  };
}

/** To be changed with the columns, or with what they mean. */
const worktreeFormat = 'lineage of a worktree, 2';
const commitFormat = 'lineage of commits, 2';
const maxInMemory = 3;
const maxFiles = 8;

async function readAnew(
  git: Git,
  commits: readonly CommitId[],
  { commitFolder, file, ...options }: TaskOptions & { readonly commitFolder: string; readonly file: string },
) {
  const others = filesByAge(commitFolder);
  const known = others[0] === undefined ? undefined : keyedOf(readColumns(others[0], commitFormat));
  const read = await readCommitLineage(git, commits, { ...options, known });
  // What cannot be read is told every time, so it is looked for every time.
  if (read.broken.length === 0) {
    writeColumns(file, commitFormat, columnsOf(read));
    for (const old of others.slice(maxFiles - 1)) removeColumns(old);
  }
  return read;
}

/** Newest first. */
function filesByAge(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .map((file) => ({ file, time: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((left, right) => right.time - left.time)
      .map(({ file }) => file);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, folder);
  }
}

/** The file of a set of commits. What they hold never changes. */
function nameOf(commits: readonly CommitId[]): string {
  return createHash('sha256').update(commits.join('\n')).digest('hex').slice(0, 40);
}

/** With the ways back: to find them costs more than to read them. */
function columnsOf({ graph, versionKeys, runKeys }: KeyedLineage): Columns {
  const columns: Record<string, Columns[string]> = { versionKeys, runKeys };
  for (const [name, column] of Object.entries(graph) as [string, Columns[string] | Lists][]) {
    if (!('start' in column)) columns[name] = column;
    else Object.assign(columns, { [`${name}.start`]: column.start, [`${name}.items`]: column.items });
  }
  return columns;
}

function columnsOfWorktree(lineage: WorktreeLineage): Columns {
  const { paths, stamps } = lineage.folders;
  return { ...columnsOf(lineage), folders: textColumn(paths), folderStamps: stamps };
}

function keyedOf(columns: Columns | undefined): KeyedLineage | undefined {
  if (columns === undefined) return undefined;
  const { versionKeys, runKeys, ...rest } = columns;
  const graph: Record<string, Columns[string] | Lists> = {};
  for (const [name, column] of Object.entries(rest)) {
    const list = /^(.+)\.start$/.exec(name)?.[1];
    if (list !== undefined) graph[list] = { start: column as Uint32Array, items: rest[`${list}.items`] as Uint32Array };
    else if (!name.endsWith('.items')) graph[name] = column;
  }
  return {
    graph: graph as unknown as LineageGraph,
    versionKeys: versionKeys as Uint8Array,
    runKeys: runKeys as Uint8Array,
  };
}

function worktreeOf(columns: Columns | undefined): WorktreeLineage | undefined {
  if (columns === undefined) return undefined;
  const { folders, folderStamps, ...rest } = columns;
  const keyed = keyedOf(rest);
  if (keyed === undefined) return undefined;
  const paths = allTexts(folders as TextColumn);
  return { ...keyed, folders: { paths, stamps: folderStamps as Float64Array }, broken: [] };
}
