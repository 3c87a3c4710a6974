import { closeSync, constants, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';

/** Small files that tell of the machine: `/etc/os-release`, `/proc/…`, `/sys/…`. What cannot be read is not there. */
export interface MachineFiles {
  /** The first 64 KiB. */
  text(file: string): string | undefined;
  /** Names in a folder, sorted; empty where there is none. */
  names(folder: string): readonly string[];
}

/** The files below `root`, which is `/` but where another system's files were copied to a folder. */
export function machineFiles(root = '/'): MachineFiles {
  return {
    text: (file) => textStart(path.join(root, file)),
    names: (folder) => namesIn(path.join(root, folder)),
  };
}

const limitBytes = 64 * 1024;

/** The first bytes of a file as text, 64 KiB if not told otherwise; undefined where it cannot be read. */
export function textStart(file: string, length = limitBytes): string | undefined {
  try {
    // Nobody waits for the other end of a pipe.
    const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      // Files of /proc say that they are empty: read, do not ask.
      const buffer = Buffer.allocUnsafe(length);
      let size = 0;
      for (let read = -1; read !== 0 && size < length; size += read) {
        read = readSync(handle, buffer, size, length - size, null);
      }
      return buffer.toString('utf8', 0, size);
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

/** The names in a folder, sorted; empty where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** What a JSON file holds; undefined where it cannot be read. */
export function jsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
