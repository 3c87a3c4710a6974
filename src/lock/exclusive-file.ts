import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isDiskError } from '#errors/index.js';
import type { LockAttempt } from './lock-attempt.js';
import { decodeLockOwner, encodeLockOwner, type LockOwner } from './lock-owner.js';

/**
 * A lock where the kernel gives none: the file `<path>.held` exists while it is held. One whose holder died on this machine
 * is broken. Nothing that must hold rests on it, and it knows no sharing.
 */
export function tryExclusiveFile(path: string): LockAttempt {
  const held = `${path}.held`;
  const own = `${held}.${randomUUID()}`;
  writeFileSync(own, encodeLockOwner(), { flag: 'wx' });
  try {
    // Linked, so that the lock is never seen without its owner in it.
    linkSync(own, held);
    return { release: () => rmSync(held, { force: true }) };
  } catch (error) {
    if (!isDiskError(error, 'EEXIST')) throw error;
    const text = readHeld(held);
    const owner = text === undefined ? undefined : decodeLockOwner(text);
    if (owner !== undefined && isDead(owner)) breakLock(held, text as string);
    return { release: undefined, owner: () => owner };
  } finally {
    rmSync(own, { force: true });
  }
}

function readHeld(held: string): string | undefined {
  try {
    return readFileSync(held, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isDead({ pid, host }: LockOwner): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isDiskError(error, 'ESRCH');
  }
}

/** Takes the dead holder's file away; where somebody else broke it first and holds it now, that one is put back. */
function breakLock(held: string, dead: string): void {
  const aside = `${held}.${randomUUID()}`;
  try {
    renameSync(held, aside);
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, held);
  } catch (error) {
    if (!isDiskError(error, 'ENOENT', 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
