import { PixelisError } from '#errors/index.js';
import { isPlainFileMode } from '#git/file-mode.js';
import type { BlobId, FileChange, TreeDiff, TreeDiffQuery } from '#git/git.js';
import { emptyTreeIdLike, isObjectId, requireObjectId } from '#git/object-id.js';
import { scopeTest } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GitRunner } from './git-runner.js';

/**
 * One `git diff-tree` for all pairs. Git compares whole trees, and the scopes are sorted out here: git takes three times as
 * long where it has to hold every entry against a pattern.
 */
const diffArguments = ['diff-tree', '--stdin', '-r', '--raw', '-z', '--no-abbrev', '--no-renames', '-O/dev/null'];

export async function* diffTrees(
  runner: GitRunner,
  { pairs, scopes }: TreeDiffQuery,
  options: TaskOptions = {},
): AsyncGenerator<TreeDiff, void> {
  if (pairs.length === 0) return;
  const isInScope = scopeTest(scopes);
  const headers = pairs.map(({ before, after }) => {
    return `${requireObjectId(before ?? emptyTreeIdLike(after))} ${requireObjectId(after)}\n`;
  });
  let pair = -1;
  let changes: FileChange[] = [];
  let change: string | undefined;
  for await (const records of runner.records(diffArguments, { ...options, input: headers })) {
    for (const record of records) {
      if (change !== undefined) {
        const blobs = parseBlobs(change);
        if (blobs.before !== blobs.after && isInScope(record)) changes.push({ path: record, ...blobs });
        change = undefined;
        continue;
      }
      // A pair begins with its header, which ends with a line end; a pair without changes has nothing else.
      let at = 0;
      while (at < record.length && record[at] !== ':') {
        if (changes.length > 0) yield { pair, changes };
        changes = [];
        const header = headers[++pair];
        if (header === undefined || !record.startsWith(header, at)) throw treeMissing(header);
        at += header.length;
      }
      if (at < record.length) change = record.slice(at);
    }
  }
  if (changes.length > 0) yield { pair, changes };
  if (pair + 1 < headers.length) throw treeMissing(headers[pair + 1]);
}

/** `:<mode> <mode> <blob> <blob> <kind>`; what is no file is none. */
function parseBlobs(change: string): Pick<FileChange, 'before' | 'after'> {
  const [modeBefore = '', modeAfter = '', before = '', after = ''] = change.slice(1).split(' ');
  const blob = (mode: string, id: string): BlobId | undefined =>
    isPlainFileMode(mode) && isObjectId(id) ? id : undefined;
  return { before: blob(modeBefore, before), after: blob(modeAfter, after) };
}

/** Of trees that git cannot find it says so beside the answers, and goes on. */
function treeMissing(header: string | undefined): PixelisError {
  return new PixelisError('git.failed', `git has not both trees of '${header?.trim() ?? ''}'`, {
    hint: 'git fsck says what is damaged',
  });
}
