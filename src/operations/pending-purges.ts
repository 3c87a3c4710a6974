import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder } from '#bucket/durable-files.js';
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
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
    const handle = await nodeFiles.open(`${file}.tmp`, 'wx');
    try {
      await handle.writeFile(gone.columns().digests);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await nodeFiles.rename(`${file}.tmp`, file);
    await flushFolder(nodeFiles, folder);
    if (isNew) await flushFolder(nodeFiles, context.sharedState);
    return file;
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Adds what earlier purges left undone. @returns the files of their notes */
export async function addPendingPurges(context: RepositoryContext, gone: NeededObjects): Promise<readonly string[]> {
  const folder = folderOf(context);
  try {
    const names = await nodeFiles.readdir(folder);
    const files = names.filter((name) => !name.endsWith('.tmp')).map((name) => join(folder, name));
    for (const file of files) {
      const bytes = await nodeFiles.readFile(file);
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
  for (const file of files) await nodeFiles.rm(file, { force: true });
}

function folderOf({ sharedState }: RepositoryContext): string {
  return join(sharedState, 'purges');
}
