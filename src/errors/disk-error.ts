import type { ErrorCode } from './codes.js';
import { PixelisError } from './pixelis-error.js';

const codes: Readonly<Record<string, readonly [ErrorCode, string, string]>> = {
  ENOSPC: ['disk.full', 'the disk is full', 'free some space, then run the command again: what is done stays done'],
  EDQUOT: [
    'disk.full',
    'the disk quota is used up',
    'free some space, then run the command again: what is done stays done',
  ],
  EACCES: ['disk.denied', 'permission denied', 'check who owns it and its mode (ls -ld)'],
  EPERM: ['disk.denied', 'the operation is not permitted', 'check who owns it and its mode (ls -ld, lsattr)'],
  EROFS: ['disk.denied', 'the file system is read-only', 'mount it for writing, or work elsewhere'],
  EMFILE: ['disk.failed', 'too many open files', 'raise the limit (ulimit -n)'],
  ENFILE: ['disk.failed', 'too many open files on this machine', 'close programs, or raise the limit (fs.file-max)'],
  EIO: ['disk.failed', 'the disk reports an error', 'look at the kernel log (dmesg): the disk may be failing'],
  ENAMETOOLONG: ['disk.failed', 'the name is too long', 'shorten it'],
  EFBIG: ['disk.failed', 'the file is too large for the file system', 'use another file system'],
  EISDIR: ['disk.failed', 'it is a folder', 'move it away'],
  ELOOP: ['disk.failed', 'it is a symbolic link', 'put a file or folder in its place'],
  ENOTDIR: ['disk.failed', 'a part of the path is not a folder', 'move away what stands in the place of the folder'],
  ESTALE: ['disk.failed', 'the network file system lost it', 'mount it again'],
};

/**
 * The error to throw for `error` of a file-system call at `path`: a `disk.*` error where it is one of the file system's,
 * `error` itself where it is not.
 */
export function diskError(error: unknown, path: string): unknown {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  const known = typeof code === 'string' && !(error instanceof PixelisError) ? codes[code] : undefined;
  if (known === undefined) return error;
  return new PixelisError(known[0], `'${path}': ${known[1]}`, {
    hint: known[2],
    data: { path, errno: code },
    cause: error,
  });
}

/** Whether a file-system call failed for one of these reasons, given as errno codes: `ENOENT`. */
export function isDiskError(error: unknown, ...errnos: readonly string[]): boolean {
  return error instanceof Error && errnos.includes((error as NodeJS.ErrnoException).code ?? '');
}
