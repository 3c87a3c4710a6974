import { isPlainFileMode } from '#git/file-mode.js';
import type { FileChange, Git } from '#git/git.js';
import type { RecordChange } from '#model/record-history.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { type RecordKind, recordKindOf } from '#records/record-kind.js';
import { type ChangesQuery, readChanges } from './read-changes.js';
import type { HistoryCommits } from './read-commits.js';

/** Commits and what they did to records and pointers. */
export interface History extends HistoryCommits {
  /** By path, in the order of the commits. A file of the base begins with that. */
  readonly records: ReadonlyMap<string, readonly RecordChange[]>;
  readonly pointers: ReadonlyMap<string, readonly RecordChange[]>;
  /** Files among the records that are none by their names. */
  readonly foreign: ReadonlyMap<string, readonly RecordChange[]>;
  /** Other files that were asked for, each of them also where nothing changed it. */
  readonly watched: ReadonlyMap<string, readonly RecordChange[]>;
}

const recordScope = { folder: '.pixelis' };

/**
 * Reads what each commit changed against each of its parents, by the trees that the commits themselves name.
 * @throws `git.failed` where a tree is not here
 */
export async function readHistory(
  git: Git,
  { commits, parents, watched }: HistoryCommits & { readonly watched: readonly string[] },
  options: TaskOptions,
): Promise<History> {
  const files = collectFiles(watched);
  const elsewhere = watched.filter((path) => !path.startsWith(`${recordScope.folder}/`)).map((folder) => ({ folder }));
  const scopes = [recordScope, { suffix: pointerSuffix }, ...elsewhere];
  await readAll(git, { commits, parents, scopes, add: (...change) => files.add(...change) }, options);
  return { commits, parents, ...files.finish() };
}

/** What each commit changed of a few files, by path, as {@link History} has it. */
export async function readFileChanges(
  git: Git,
  { commits, parents, paths }: HistoryCommits & { readonly paths: readonly string[] },
  options: TaskOptions,
): Promise<History['watched']> {
  const files = collectFiles(paths);
  const scopes = paths.map((folder) => ({ folder }));
  await readAll(git, { commits, parents, scopes, add: (...change) => files.add(...change) }, options);
  return files.finish().watched;
}

/** What the base has, and what the commits changed of it. */
async function readAll(git: Git, query: ChangesQuery, options: TaskOptions): Promise<void> {
  for (const [number, { id, isBase }] of query.commits.entries()) {
    if (!isBase) continue;
    for (const scope of query.scopes) {
      // The base's own pointers are nobody's question.
      if (scope.folder === undefined) continue;
      for (const { path, blob, mode } of await git.listFiles(id, scope, options)) {
        if (isPlainFileMode(mode)) query.add(number, -1, { path, before: undefined, after: blob });
      }
    }
  }
  await readChanges(git, query, options);
}

function collectFiles(paths: readonly string[]) {
  const records = new Map<string, RecordChange[]>();
  const pointers = new Map<string, RecordChange[]>();
  const foreign = new Map<string, RecordChange[]>();
  const watched = new Map<string, RecordChange[]>(paths.map((path) => [path, []]));
  const push = (map: Map<string, RecordChange[]>, path: string, change: RecordChange): void => {
    const changes = map.get(path);
    if (changes === undefined) map.set(path, [change]);
    else changes.push(change);
  };
  return {
    add(commit: number, parent: number, { path, before, after }: FileChange): void {
      watched.get(path)?.push({ commit, parent, before, after });
      const kind: RecordKind | undefined = recordKindOf(path);
      if (kind === undefined) return;
      const map = kind === 'pointer' ? pointers : kind === 'foreign' ? foreign : records;
      push(map, path, { commit, parent, before, after });
    },
    finish() {
      for (const map of [records, pointers, foreign, watched]) {
        for (const changes of map.values()) {
          if (changes.length > 1)
            changes.sort((left, right) => left.commit - right.commit || left.parent - right.parent);
        }
      }
      return { records, pointers, foreign, watched };
    },
  };
}
