import { mkdirSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { type Hasher, loadHasher } from '#hashing/hasher.js';
import { decodeIndex, encodeIndex, type IndexContent, type WorktreeIndex } from './index-codec.js';

export type { IndexContent, IndexCursor, IndexEntry, WorktreeIndex } from './index-codec.js';

/**
 * The index in `file`; undefined where there is none, or where it is damaged in any way: it can always be done without.
 * @param hasher for whoever reads many, and has one
 */
export async function readWorktreeIndex(file: string, hasher?: Hasher): Promise<WorktreeIndex | undefined> {
  try {
    return decodeIndex(await readFile(file), hasher ?? (await loadHasher()));
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, file);
  }
}

/**
 * Puts an index in place in one step. Two writers never mix; the later one stays.
 */
export async function writeWorktreeIndex(file: string, index: IndexContent): Promise<void> {
  const bytes = encodeIndex(index, await loadHasher());
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx', 0o666);
    try {
      for (const part of bytes) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    // No flush: a file that a power cut empties fails its checksum, and is as good as none.
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error, file);
  }
}

/** Drops the index: the next command looks at every file anew. */
export async function removeWorktreeIndex(file: string): Promise<void> {
  await rm(file, { force: true });
}
