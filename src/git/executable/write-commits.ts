import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { interrupted, isDiskError, PixelisError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
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
    throw (await ignoredError(runner, known)) ?? error;
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

async function ignoredError(runner: GitRunner, paths: readonly string[]): Promise<PixelisError | undefined> {
  const ignored = await ignoredPaths(runner, paths).catch(() => new Map<string, string>());
  const [first] = ignored;
  if (first === undefined) return undefined;
  return new PixelisError('path.ignored', `git ignores '${first[0]}' by the rule ${first[1]}`, {
    hint: `take the rule out, or add an exception: !${first[0]}`,
    data: { paths: Object.fromEntries(ignored) },
  });
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

const waitMs = 5000;
const lockTaken = /Unable to create '(.*index\.lock)'|'(.*index\.lock)'/;

/** Runs a command that locks the index, again and again for a while where another process holds the lock. */
async function runLocking(runner: GitRunner, args: readonly string[], options: GitRunOptions): Promise<void> {
  const { signal } = options;
  const until = Date.now() + waitMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(2 * pauseMs, 500)) {
    const result = await runner.run(args, options);
    if (result.exitCode === 0) return;
    const lock = lockTaken.exec(result.stderr);
    if (lock === null) throw gitFailed(args, result);
    if (Date.now() > until) throw lockHeld(lock[1] ?? lock[2] ?? 'index.lock');
    // Random, so that two who wait for each other do not meet again.
    await setTimeout(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {
      throw interrupted(signal);
    });
  }
}

function lockHeld(file: string): PixelisError {
  return new PixelisError('lock.held', `another git process holds '${file}'`, {
    hint: `wait for it to end; if none runs, remove the lock: rm '${file}'`,
    data: { path: file },
  });
}
