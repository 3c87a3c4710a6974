import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { isDiskError, PixelisError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { whenIndexIsFree } from '#git/index-lock.js';
import { pathIgnored } from '#git/path-ignored.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner, GitRunOptions } from './git-runner.js';
import { ignoredPaths, trackedPaths } from './read-files.js';
import { resolveCommit } from './read-refs.js';

const pathsFromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];
const literalPaths = { GIT_LITERAL_PATHSPECS: '1' };

export async function stage(runner: GitRunner, paths: readonly string[], options: TaskOptions = {}): Promise<void> {
  const known = await withoutUnknown(runner, paths, options);
  if (known.length === 0) return;
  const input = known.map((name) => `${name}\0`).join('');
  const args = ['add', '--all', ...pathsFromInput];
  try {
    await runLocking(runner, args, { ...options, mode: 'index', input, environment: literalPaths });
  } catch (error) {
    const ignored = await ignoredPaths(runner, known).catch(() => new Map<string, string>());
    throw pathIgnored(ignored) ?? error;
  }
}

/** Leaves out what neither exists nor is tracked: there is nothing to add and no deletion, and git would refuse all. */
async function withoutUnknown(
  runner: GitRunner,
  paths: readonly string[],
  options: TaskOptions,
): Promise<readonly string[]> {
  const absent = new Set<string>();
  for (const name of paths) if (!(await exists(path.join(runner.places.root, name)))) absent.add(name);
  if (absent.size === 0) return paths;
  const tracked = await trackedPaths(runner, [...absent], options);
  return paths.filter((name) => !absent.has(name) || tracked.has(name));
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

export async function commit(
  runner: GitRunner,
  message: string,
  options: TaskOptions & { readonly paths?: readonly string[] } = {},
): Promise<CommitId> {
  const { paths, signal } = options;
  const chosen = paths === undefined ? [] : ['--only', ...pathsFromInput];
  const input = paths?.map((name) => `${name}\0`).join('');
  const args = ['commit', '--quiet', `--message=${message}`, ...chosen];
  await runLocking(runner, args, { signal, mode: 'user', input, environment: literalPaths });
  const id = await resolveCommit(runner, 'HEAD', { signal });
  if (id === undefined) throw new PixelisError('git.failed', 'git committed, and HEAD names no commit');
  return id;
}

const lockTaken = /'([^']*index\.lock)'/;

async function runLocking(runner: GitRunner, args: readonly string[], options: GitRunOptions): Promise<void> {
  await whenIndexIsFree(async () => {
    const result = await runner.run(args, options);
    if (result.exitCode === 0) return undefined;
    const lock = lockTaken.exec(result.stderr)?.[1];
    if (lock === undefined) throw gitFailed(args, result);
    return lock;
  }, options.signal);
}
