import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskError, interrupted, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { tryExclusiveFile } from './exclusive-file.js';
import { loadKernelLocks } from './kernel-lock.js';
import type { LockAttempt, LockMode } from './lock-attempt.js';
import type { LockOwner } from './lock-owner.js';

export interface LockOptions {
  /** Any number of holders may share a lock that nobody holds exclusively; default `exclusive`. */
  readonly mode?: LockMode | undefined;
  /** How long to wait for another holder; default one minute. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `kernel` locks are freed the moment their holder dies; `file` is for machines that have no binary for them. */
  readonly kind?: 'kernel' | 'file' | undefined;
}

/**
 * Does `work` while holding the lock file at `path`, which is made if absent and never deleted. For short work only.
 * @throws `lock.held` where somebody else held it all the time; `interrupted`; `disk.*`
 */
export async function withLock<Result>(
  path: string,
  work: () => Promise<Result> | Result,
  options: LockOptions = {},
): Promise<Result> {
  const release = await acquireLock(path, options);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Does `work` while holding the lock files at all of `paths`. They are taken in one order: of two that want some of the same
 * locks, one goes on. @throws as {@link withLock}
 */
export async function withLocks<Result>(
  paths: Iterable<string>,
  work: () => Promise<Result> | Result,
  options: LockOptions = {},
): Promise<Result> {
  const releases: (() => void)[] = [];
  try {
    for (const path of [...new Set(paths)].sort()) releases.push(await acquireLock(path, options));
    return await work();
  } finally {
    for (const release of releases.reverse()) release();
  }
}

const defaultWaitMs = 60_000;
const firstPauseMs = 2;
const longestPauseMs = 100;

/**
 * Takes the lock at `path` for as long as the caller lives or until it calls what this returns: for an owner that lasts
 * longer than one piece of work. @throws as {@link withLock}
 */
export async function acquireLock(
  path: string,
  { mode = 'exclusive', waitMs = defaultWaitMs, ...options }: LockOptions = {},
): Promise<() => void> {
  throwIfInterrupted(options.signal);
  const attempt = await attemptsAt(path, mode, options.kind);
  const deadline = performance.now() + waitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const outcome = attempt();
    if (outcome.release !== undefined) return outcome.release;
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) throw lockHeld(path, outcome.owner());
    // Some chance in each pause, so that waiters do not come all at once.
    await pause(Math.min(leftMs, pauseMs * (0.5 + Math.random())), options.signal);
  }
}

async function attemptsAt(path: string, mode: LockMode, kind: LockOptions['kind']): Promise<() => LockAttempt> {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw diskError(error, path);
  }
  const kernel = kind === 'file' ? undefined : await loadKernelLocks();
  return () => {
    try {
      return kernel?.tryLock(path, mode) ?? tryExclusiveFile(path);
    } catch (error) {
      throw diskError(error, path);
    }
  };
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw interrupted(signal);
  }
}

function lockHeld(path: string, owner: LockOwner | undefined): PixelisError {
  const holder =
    owner === undefined ? 'another process' : `process ${owner.pid} on '${owner.host}' since ${owner.since}`;
  return new PixelisError('lock.held', `'${path}' is locked by ${holder}`, {
    hint: 'wait until that command is done, or end it, and run this one again',
    data: { path, ...owner },
  });
}
