import { parseCommitHeader } from '#git/commit-header.js';
import type { BlobId, CommitId, FileChange, GitCommit, LogQuery } from '#git/git.js';
import { isPlainFileMode } from '#git/file-mode.js';
import { isObjectId, requireObjectId } from '#git/object-id.js';
import { scopePathspecs, scopeTest } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GitRunner } from './git-runner.js';

/**
 * Every commit is followed into all its parents (`--full-history`): git's own simplification hides a branch whose changes
 * a merge threw away, and a record deleted there would never be seen. The raw format shows the signature without running
 * a program to check it.
 */
const logArguments = [
  'log',
  '--full-history',
  '--pretty=raw',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--diff-merges=first-parent',
  '--encoding=UTF-8',
  '--no-notes',
  '--no-decorate',
  '--no-color',
  '--no-mailmap',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
  '-O/dev/null',
];

/** One `git log` for all scopes. It is stopped when the caller has seen enough. */
export async function* readLog(
  runner: GitRunner,
  query: LogQuery & { readonly head: CommitId | undefined },
  options: TaskOptions = {},
): AsyncGenerator<GitCommit, void> {
  const { scopes, all = false, excluding = [], limit = Number.POSITIVE_INFINITY } = query;
  const from = query.from ?? (query.head === undefined ? [] : [query.head]);
  if (scopes.length === 0 || limit <= 0 || (!all && from.length === 0)) return;
  const start = all ? ['--branches', '--remotes', '--tags', '--stdin'] : ['--stdin'];
  const included = all ? [] : from.map((id) => requireObjectId(id));
  const input = [...included, ...excluding.map((id) => `^${requireObjectId(id)}`)].map((line) => `${line}\n`).join('');
  const args = [...logArguments, ...start, '--', ...scopePathspecs(scopes)];

  const isInScope = scopeTest(scopes);
  let count = 0;
  for await (const commit of parseLog(runner.records(args, { ...options, input }))) {
    const changes = commit.changes.filter((change) => isInScope(change.path));
    if (changes.length === 0) continue;
    yield { ...commit, changes };
    if (++count >= limit) return;
  }
}

/**
 * Reads `git log --raw -z --pretty=raw`: `commit <id>`, the commit object with its message indented, then a change as
 * `:<mode> <mode> <blob> <blob> <kind>` NUL `<path>` NUL. The first change stands in the record of the message.
 */
async function* parseLog(batches: AsyncIterable<readonly string[]>): AsyncGenerator<GitCommit, void> {
  let text: string | undefined;
  let change: string | undefined;
  let changes: FileChange[] = [];
  for await (const records of batches) {
    for (const record of records) {
      if (change !== undefined) {
        const { isFile, ...blobs } = parseChange(change);
        if (isFile) changes.push({ path: record, ...blobs });
        change = undefined;
      } else if (record.startsWith(':')) {
        change = record;
      } else if (record !== '') {
        if (text !== undefined) yield toCommit(text, changes);
        const firstChange = record.indexOf('\n:');
        text = firstChange === -1 ? record : record.slice(0, firstChange);
        change = firstChange === -1 ? undefined : record.slice(firstChange + 1);
        changes = [];
      }
    }
  }
  if (text !== undefined) yield toCommit(text, changes);
}

function parseChange(record: string): Omit<FileChange, 'path'> & { readonly isFile: boolean } {
  const [oldMode = '', mode = '', before = '', after = ''] = record.slice(1).split(' ');
  return {
    before: blobOf(oldMode, before),
    after: blobOf(mode, after),
    isFile: isPlainFileMode(oldMode) || isPlainFileMode(mode),
  };
}

function blobOf(mode: string, id: string): BlobId | undefined {
  return isPlainFileMode(mode) && isObjectId(id) ? id : undefined;
}

function toCommit(text: string, changes: GitCommit['changes']): GitCommit {
  const id = /^commit ([0-9a-f]+)/.exec(text)?.[1] ?? '';
  const { parents, author, committer, subject, signature } = parseCommitHeader(text);
  return { id: requireObjectId(id) as CommitId, parents, author, committer, subject, signature, changes };
}
