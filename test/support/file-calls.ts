import * as nodeFiles from 'node:fs/promises';
import type { FileCalls } from '#bucket/durable-files.js';

/** The calls of `node:fs/promises` and of the handles that they open, each announced with its path before it is made. */
export function everyCall(announce: (name: string, path: string) => void): FileCalls {
  const announced = <Call extends (...args: never[]) => unknown>(name: string, pathAt: number, call: Call): Call =>
    (async (...args: never[]) => {
      announce(name, String(args[pathAt]));
      return call(...args);
    }) as unknown as Call;
  return {
    link: announced('link', 1, nodeFiles.link),
    lstat: announced('lstat', 0, nodeFiles.lstat),
    mkdir: announced('mkdir', 0, nodeFiles.mkdir),
    readdir: announced('readdir', 0, nodeFiles.readdir),
    rename: announced('rename', 1, nodeFiles.rename),
    stat: announced('stat', 0, nodeFiles.stat),
    unlink: announced('unlink', 0, nodeFiles.unlink),
    async open(path, ...rest) {
      announce('open', String(path));
      const handle = await nodeFiles.open(path, ...rest);
      for (const name of ['write', 'sync', 'chmod', 'read'] as const) {
        const call = handle[name].bind(handle) as (...args: unknown[]) => Promise<unknown>;
        Object.defineProperty(handle, name, {
          value: async (...args: unknown[]) => {
            announce(name, String(path));
            return call(...args);
          },
        });
      }
      return handle;
    },
  };
}
