import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder that is removed when the test ends; in memory, where that can be, for tests that make many files. */
export function temporaryFolder(
  t: { teardown(end: () => void): void },
  { manyFiles = false }: { readonly manyFiles?: boolean } = {},
): string {
  const parent = manyFiles && isWritable('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(parent, 'pixelis-worktree-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes things below `root`, with times long past, so that their stamps prove something. Names that end in `/` are empty folders. */
export function build(
  root: string,
  things: Readonly<Record<string, string | Uint8Array | { readonly link: string } | { readonly executable: string }>>,
): void {
  mkdirSync(root, { recursive: true });
  for (const [path, thing] of Object.entries(things)) {
    const absolute = join(root, path);
    if (path.endsWith('/')) {
      mkdirSync(absolute, { recursive: true });
      continue;
    }
    mkdirSync(dirname(absolute), { recursive: true });
    if (typeof thing === 'string' || thing instanceof Uint8Array) writeFileSync(absolute, thing);
    else if ('link' in thing) symlinkSync(thing.link, absolute);
    else {
      writeFileSync(absolute, thing.executable);
      chmodSync(absolute, 0o755);
    }
  }
}

/** Sets a file's times to a moment long past. */
export function age(path: string): void {
  utimesSync(path, 1_600_000_000.25, 1_600_000_000.25);
}

/** Long enough for stamps made before to be settled. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
