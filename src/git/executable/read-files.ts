import { compareByBytes } from '#git/compare-by-bytes.js';
import type { CommitId, FileScope, GitFile, GitConflict } from '#git/git.js';
import { type ConflictStage, joinStages } from '#git/conflict-stages.js';
import { isFileMode } from '#git/file-mode.js';
import { isObjectId, requireObjectId } from '#git/object-id.js';
import { scopePathspecs, scopeTest, selfAndParents } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

export async function listFiles(
  runner: GitRunner,
  commit: CommitId,
  scope: FileScope & TaskOptions,
): Promise<readonly GitFile[]> {
  const { folder = '', signal } = scope;
  const isInScope = scopeTest([scope]);
  const files: GitFile[] = [];
  const args = [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    requireObjectId(commit),
    '--',
    ...(folder === '' ? [] : [folder]),
  ];
  for await (const records of runner.records(args, { signal })) {
    for (const record of records) {
      const tab = record.indexOf('\t'); // 100644 blob <id> TAB <path>
      const [mode = '', , blob = ''] = record.slice(0, tab).split(' ');
      const path = record.slice(tab + 1);
      if (isFileMode(mode) && isObjectId(blob) && isInScope(path)) files.push({ path, blob, mode });
    }
  }
  return files;
}

/** One `ls-files`: what is tracked with its mode, what is not with `?`, and again with `R` what is tracked and gone. */
export async function listWorktreeFiles(runner: GitRunner, scope: FileScope & TaskOptions): Promise<readonly string[]> {
  const isInScope = scopeTest([scope]);
  const present = new Set<string>();
  const gone = new Set<string>();
  const flags = ['-z', '-t', '--stage', '--cached', '--others', '--deleted', '--exclude-standard'];
  const args = ['ls-files', ...flags, '--', ...scopePathspecs([scope])];
  for await (const records of runner.records(args, { signal: scope.signal })) {
    for (const record of records) {
      const tag = record[0];
      const tab = record.indexOf('\t');
      const path = tag === '?' ? record.slice(2) : record.slice(tab + 1);
      // A path that ends in `/` is another repository; a skipped one lies outside of a sparse checkout.
      const isFile = tag === '?' ? !path.endsWith('/') : tag !== 'S' && isFileMode(record.slice(2, 8));
      if (!isFile || !isInScope(path)) continue;
      (tag === 'R' ? gone : present).add(path);
    }
  }
  return [...present].filter((path) => !gone.has(path)).sort(compareByBytes);
}

export async function trackedPaths(
  runner: GitRunner,
  paths: readonly string[],
  options: TaskOptions = {},
): Promise<ReadonlySet<string>> {
  const tracked = new Set<string>();
  if (paths.length === 0) return tracked;
  const wanted = new Set(paths);
  const args = ['ls-files', '-z', '--cached', '--', ...scopePathspecs(paths.map((folder) => ({ folder })))];
  for await (const records of runner.records(args, options)) {
    for (const record of records) {
      for (const path of selfAndParents(record)) if (wanted.has(path)) tracked.add(path);
    }
  }
  return tracked;
}

export async function ignoredPaths(
  runner: GitRunner,
  paths: readonly string[],
  options: TaskOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const ignored = new Map<string, string>();
  // A leading './' keeps a name like ':x' from being taken for pathspec magic.
  const input = paths
    .filter((path) => path !== '')
    .map((path) => `./${path}\0`)
    .join('');
  if (input === '') return ignored;
  const args = ['check-ignore', '-z', '--verbose', '--stdin'];
  const result = await runner.run(args, { ...options, input });
  if (result.exitCode !== 0 && result.exitCode !== 1) throw gitFailed(args, result);
  const fields = result.stdout.toString('utf8').split('\0');
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source, line, rule = '', path = ''] = fields.slice(at, at + 4);
    if (!rule.startsWith('!')) ignored.set(path.slice(2), `${source}:${line}:${rule}`);
  }
  return ignored;
}

/** One `ls-files --unmerged`: `<mode> <blob> <stage> TAB <path>`, stage 1 the base, 2 ours, 3 theirs. */
export async function listConflicts(
  runner: GitRunner,
  scope: FileScope,
  options: TaskOptions = {},
): Promise<readonly GitConflict[]> {
  const isInScope = scopeTest([scope]);
  const stages: ConflictStage[] = [];
  const args = ['ls-files', '-z', '--unmerged', '--', ...scopePathspecs([scope])];
  for await (const records of runner.records(args, options)) {
    for (const record of records) {
      const tab = record.indexOf('\t');
      const [mode = '', blob = '', stage] = record.slice(0, tab).split(' ');
      const path = record.slice(tab + 1);
      if (isFileMode(mode) && isObjectId(blob) && isInScope(path)) stages.push({ path, blob, stage: Number(stage) });
    }
  }
  return joinStages(stages);
}
