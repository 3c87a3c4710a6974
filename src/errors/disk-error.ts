import type { ErrorCode } from './codes.js';
import { PixelisError } from './pixelis-error.js';

const codes: Readonly<Record<string, readonly [ErrorCode, string, string]>> = {
  ENOSPC: ['disk.full', 'the disk is full', 'free some space, then run the command again: what is done stays done'],
  EDQUOT: ['disk.full', 'the disk quota is used up', 'free some space, then run the command again: what is done stays done'],
  EACCES: ['disk.denied', 'permission denied', 'check who owns it and its mode (ls -ld)'],
  EPERM: ['disk.denied', 'the operation is not permitted', 'check who owns it and its mode (ls -ld, lsattr)'],
  EROFS: ['disk.denied', 'the file system is read-only', 'mount it for writing, or work elsewhere'],
  EMFILE: ['disk.failed', 'too many open files', 'raise the limit (ulimit -n)'],
  ENFILE: ['disk.failed', 'too many open files on this machine', 'close programs, or raise the limit (fs.file-max)'],
  EIO: ['disk.failed', 'the disk reports an error', 'look at the kernel log (dmesg): the disk may be failing'],
  ENAMETOOLONG: ['disk.failed', 'the name is too long', 'shorten it'],
  EFBIG: ['disk.failed', 'the file is too large for the file system', 'use another file system'],
};

/**
 * The error to throw for `error` of a file-system call at `path`: a `disk.*` error where it is one of the file system's,
 * `error` itself where it is not.
 */
export function diskError(error: unknown, path: string): unknown {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  const known = typeof code === 'string' && !(error instanceof PixelisError) ? codes[code] : undefined;
  if (known === undefined) return error;
  return new PixelisError(known[0], `'${path}': ${known[1]}`, { hint: known[2], data: { path, errno: code }, cause: error });
}
