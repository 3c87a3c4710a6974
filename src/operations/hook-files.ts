import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { lstat, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { callsPixelis, firstCommand, hasBlock, type HookName, type HookText } from './hook-script.js';

/** A hook's file as it is now. */
export interface HookFile {
  readonly name: HookName;
  /** Absolute. */
  readonly path: string;
  readonly text: HookText | undefined;
  readonly isInstalled: boolean;
  /** Whether the file has a part that Pixelis put there itself, and can take out again. */
  readonly hasBlock: boolean;
  /** First command of what else is in it. */
  readonly beside: string | undefined;
  /** Why the file must be left as it is. */
  readonly obstacle: string | undefined;
}

/** @throws `disk.*` */
export async function readHookFile(hooksFolder: string, name: HookName): Promise<HookFile> {
  const path = join(hooksFolder, name);
  const absent = { name, path, text: undefined, isInstalled: false, hasBlock: false, beside: undefined };
  try {
    const link = await lstat(path);
    const stats = link.isSymbolicLink() ? await stat(path) : link;
    if (!stats.isFile() || stats.size > limitBytes) return { ...absent, obstacle: 'it is not a small file' };
    const text = await readFile(path, 'latin1');
    const isExecutable = (stats.mode & 0o111) !== 0;
    return {
      name,
      path,
      text,
      isInstalled: isExecutable && callsPixelis(text, name),
      hasBlock: hasBlock(text),
      beside: firstCommand(text),
      obstacle: link.isSymbolicLink()
        ? 'it is a symbolic link'
        : isExecutable
          ? undefined
          : 'it is switched off (not executable)',
    };
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return { ...absent, obstacle: undefined };
    // core.hooksPath set to /dev/null switches hooks off.
    if (isDiskError(error, 'ENOTDIR')) return { ...absent, obstacle: 'git looks for hooks where no folder is' };
    throw diskError(error, path);
  }
}

/** Puts a hook in place at once: git never runs half of one, nor an empty one, which would do nothing and say so to nobody. */
export async function writeHookFile({ path }: HookFile, text: HookText): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const mode = await stat(path).then(
      (stats) => stats.mode & 0o777,
      () => 0o755,
    );
    await writeFile(temporary, text, { encoding: 'latin1', mode, flag: 'wx', flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error, path);
  }
}

export async function removeHookFile({ path }: HookFile): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw diskError(error, path);
  });
}

const limitBytes = 1024 * 1024;
