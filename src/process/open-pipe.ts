import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Environment } from './environment.js';
import { findExecutable } from './find-executable.js';
import { runProcess } from './run-process.js';

/** A pipe of the kernel: what a child writes to `writeEnd` comes out of `readEnd`. */
export interface Pipe {
  readonly readEnd: Readable & { readonly bytesRead: number };
  /** A descriptor, to be given to a child and closed here. */
  readonly writeEnd: number;
}

/**
 * Pipes as a shell makes them. What Node gives its children are sockets, and `echo message > /dev/stderr` fails on a socket.
 * Undefined where the file system or the platform makes none.
 *
 * @param paths where they have their names for a moment, one each
 */
export async function openPipes(paths: readonly string[], environment: Environment): Promise<Pipe[] | undefined> {
  const mkfifo = findExecutable('mkfifo', environment);
  if (mkfifo === undefined || process.platform === 'win32') return undefined;
  const pipes: Pipe[] = [];
  try {
    const { exitCode } = await runProcess({ file: mkfifo, args: ['-m', '600', '--', ...paths], cwd: '/', environment });
    if (exitCode !== 0) return undefined;
    for (const path of paths) pipes.push(openPipe(path));
    return pipes;
  } catch {
    for (const pipe of pipes) closePipe(pipe);
    return undefined;
  } finally {
    for (const path of paths) rmSync(path, { force: true });
  }
}

export function closePipe({ readEnd, writeEnd }: Pipe): void {
  readEnd.destroy();
  closeSync(writeEnd);
}

function openPipe(path: string): Pipe {
  // In this order, and the first without waiting: each end of a named pipe waits for the other.
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const readEnd = new Socket({ fd: reading, readable: true, writable: false });
  try {
    return { readEnd, writeEnd: openSync(path, constants.O_WRONLY) };
  } catch (error) {
    readEnd.destroy();
    throw error;
  }
}
