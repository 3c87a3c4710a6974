import { diskError } from '#errors/index.js';

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
      throw diskError(error, path);
    }
  };
}
