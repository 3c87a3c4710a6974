import { diskError, PixelisError } from '#errors/index.js';

/**
 * The same methods, each of which ends with a `disk.*` error and the path where a call of the file system failed that
 * nothing below has a better word for.
 */
export function withDiskErrors<Face extends object>(face: Face): Face {
  const methods = Object.entries(face).map(([name, method]) => [name, naming(method as Method)]);
  return Object.fromEntries(methods) as Face;
}

type Method = (...parameters: readonly unknown[]) => Promise<unknown>;

function naming(method: Method): Method {
  return async (...parameters) => {
    try {
      return await method(...parameters);
    } catch (error) {
      const { path = 'a file' } = error as { readonly path?: string };
      throw unexpectedCall(diskError(error, path), path);
    }
  };
}

/** A call that failed for a reason that nobody foresaw: a full disk may come as ENOENT from the making of a folder. */
function unexpectedCall(error: unknown, path: string): unknown {
  const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
  if (error instanceof PixelisError || syscall === undefined || code === undefined) return error;
  return new PixelisError('disk.failed', `'${path}': the file system answered ${code} to ${syscall}`, {
    hint: 'is the disk full, or did another program move it? run the command again',
    data: { path, errno: code },
    cause: error,
  });
}
