import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isDiskError } from '#errors/index.js';
import type { LockAttempt, LockMode } from './lock-attempt.js';
import { decodeLockOwner, encodeLockOwner } from './lock-owner.js';

export interface KernelLocks {
  /** Undefined where the file system has no such locks. */
  tryLock(path: string, mode: LockMode): LockAttempt | undefined;
}

/** The locked byte lies beyond what is written, since some systems let nobody else read what is locked. */
const offset = 1024 * 1024;

/** Locks that belong to an open file, and that the kernel frees with it; undefined where no binary fits the machine. */
export async function loadKernelLocks(): Promise<KernelLocks | undefined> {
  const native = await import('fs-native-extensions').catch(() => undefined);
  if (native === undefined) return undefined;
  return {
    tryLock(path, mode) {
      const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666);
      let isHeld = false;
      try {
        isHeld = native.tryLock(file, offset, 1, { shared: mode === 'shared' });
        if (!isHeld) return { release: undefined, owner: () => decodeLockOwner(readFileSync(path, 'utf8')) };
        if (mode === 'exclusive') {
          ftruncateSync(file);
          writeSync(file, encodeLockOwner(), 0);
        }
        return { release: () => closeSync(file) };
      } catch (error) {
        isHeld = false;
        if (isDiskError(error, 'ENOLCK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return undefined;
        throw error;
      } finally {
        if (!isHeld) closeSync(file);
      }
    },
  };
}
