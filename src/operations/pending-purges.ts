import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { digestBytes, digestFromBytes } from '#model/digest.js';
import { type NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { RepositoryContext } from './repository-context.js';

/*
 * What purges that did not come to their end were to remove: 32 bytes a digest. The trees that would tell are among the first
 * things that go.
 */

/** Notes what is to be removed, durable when this returns. @returns the note's file */
export async function notePurge(context: RepositoryContext, gone: NeededObjects): Promise<string> {
  const folder = folderOf(context);
  const file = join(folder, randomUUID());
  try {
    mkdirSync(folder, { recursive: true });
    const handle = await open(`${file}.tmp`, 'wx');
    try {
      await handle.writeFile(gone.columns().digests);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.tmp`, file);
    return file;
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Adds what earlier purges left undone. @returns the files of their notes */
export async function addPendingPurges(context: RepositoryContext, gone: NeededObjects): Promise<readonly string[]> {
  const folder = folderOf(context);
  try {
    const names = await readdir(folder);
    const files = names.filter((name) => !name.endsWith('.tmp')).map((name) => join(folder, name));
    for (const file of files) {
      const bytes = await readFile(file);
      for (let at = 0; at + digestBytes <= bytes.length; at += digestBytes)
        gone.add(digestFromBytes(bytes, at), unknownSize);
    }
    return files;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, folder);
  }
}

/** Forgets notes: what they named is gone. */
export async function forgetPurges(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}

function folderOf({ sharedState }: RepositoryContext): string {
  return join(sharedState, 'purges');
}
