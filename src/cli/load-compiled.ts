import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/**
 * What a file of CommonJS exports, in ASCII. Compiling 2 MB takes as long as all else that a short command does, so that the
 * compiled code is kept in a folder, one file for each version of Node and each place that the file is installed at. What is
 * kept counts only for the very same source, whole, and written by this user: it is run.
 */
export function loadCompiled(file: string, folder: string | undefined): unknown {
  const source = readFileSync(file);
  const kept = folder === undefined ? undefined : join(folder, nameOf(file));
  const cachedData = kept === undefined ? undefined : readKept(kept, source);
  const code = `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`;
  const script = new Script(code, { filename: file, cachedData });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
    // At the end it has what was compiled on the way, too.
    process.once('exit', () => keep(kept, source, script.createCachedData()));
  }
  const module: { readonly exports: unknown } = { exports: {} };
  const load = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  load(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** In a folder of the user's own; undefined where there is none, or nothing is to be kept. */
export function compiledFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: local, HOME: home, NODE_DISABLE_COMPILE_CACHE: isOff } = environment;
  if (isOff !== undefined && isOff !== '') return undefined;
  const own = [cache, local, home && join(home, '.cache')].find((folder) => folder && existsSync(dirname(folder)));
  return own ? join(own, 'pixelis', 'compiled') : undefined;
}

function nameOf(file: string): string {
  return createHash('sha256').update(`${process.version} ${process.arch} ${file}`).digest('hex').slice(0, 32);
}

/** `<SHA-256 of the source and of the code> <code>` */
const digestBytes = 32;

function readKept(path: string, source: Uint8Array): Buffer | undefined {
  try {
    const handle = openSync(path, 'r');
    try {
      const { uid, mode } = fstatSync(handle);
      const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
      if (!isOurs) return undefined;
      const bytes = readFileSync(handle);
      const code = bytes.subarray(digestBytes);
      return digestOf(source, code).equals(bytes.subarray(0, digestBytes)) ? code : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

/** Nothing is said where it cannot be kept: the next command compiles again. */
function keep(path: string, source: Uint8Array, code: Buffer): void {
  const temporary = `${path}.${process.pid}`;
  const isKept = succeeds(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([digestOf(source, code), code]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  });
  if (!isKept) succeeds(() => rmSync(temporary, { force: true }));
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function digestOf(source: Uint8Array, code: Uint8Array): Buffer {
  return createHash('sha256').update(source).update(code).digest();
}
