import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError, isPixelisError } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import { decodeVersionRecord, encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { pointerLimitBytes, recordLimitBytes } from '#format/yaml-document.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import { type SmallFiles, smallFilesBelow } from '#records/small-file.js';
import { keptRecordsFolder } from './kept-records-folder.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';

/** The record of a version that git's merge made, and the pointer that will name it. */
export interface KeptRecord {
  readonly pointerPath: string;
  readonly record: VersionRecord;
}

/** A merge that was given up leaves its records behind. They do no harm. */
const staleMs = 7 * 24 * 60 * 60_000;

/**
 * Keeps a record until its pointer is in the worktree: while git merges, it alone writes there, and a merge that is given
 * up must leave no version behind.
 */
export async function keepRecord(context: RepositoryContext, { pointerPath, record }: KeptRecord): Promise<void> {
  const text = Buffer.from(encodeVersionRecord(record)).toString('utf8');
  // By the pointer alone: another try takes the place of the one before.
  const name = createHash('sha256').update(pointerPath).digest('hex').slice(0, 32);
  await stateFiles(context).replace(
    `${keptRecordsFolder}/${name}.json`,
    Buffer.from(JSON.stringify([pointerPath, text])),
  );
}

export async function readKeptRecords(
  context: RepositoryContext,
): Promise<readonly (KeptRecord & { readonly file: string })[]> {
  const kept: (KeptRecord & { readonly file: string })[] = [];
  for (const name of await namesOf(join(context.ownState, keptRecordsFolder))) {
    const file = `${keptRecordsFolder}/${name}`;
    const bytes = stateFiles(context).read(file, 2 * recordLimitBytes);
    if (bytes === undefined) continue;
    const [pointerPath, text] = JSON.parse(Buffer.from(bytes).toString('utf8')) as [string, string];
    kept.push({ file, pointerPath, record: decodeVersionRecord(Buffer.from(text), file) });
  }
  return kept;
}

/** Puts records whose pointers are in the worktree by now where they belong, and stages them. @returns their paths */
export async function placeKeptRecords(context: RepositoryContext, options: TaskOptions): Promise<readonly string[]> {
  const kept = await readKeptRecords(context);
  const named = kept.filter((each) => isNamed(context, each));
  const paths = named.map(({ record }) => versionRecordPath(record));
  for (const { record } of named) await context.files.create(versionRecordPath(record), encodeVersionRecord(record));
  if (paths.length > 0) await stageFiles(context, paths, options);
  for (const each of kept) {
    if (named.includes(each) || (await isStale(context, each.file))) await stateFiles(context).remove(each.file);
  }
  return paths;
}

function isNamed({ files }: RepositoryContext, { pointerPath, record }: KeptRecord): boolean {
  const bytes = files.read(pointerPath, pointerLimitBytes);
  if (bytes === undefined) return false;
  try {
    const { artifact, version, digest } = decodePointer(bytes, pointerPath);
    return artifact === record.artifact && version === record.version && digest === record.digest;
  } catch (error) {
    if (isPixelisError(error)) return false;
    throw error;
  }
}

async function isStale({ ownState, now }: RepositoryContext, file: string): Promise<boolean> {
  const stats = await stat(join(ownState, file)).catch(() => undefined);
  return stats !== undefined && now().getTime() - stats.mtimeMs > staleMs;
}

async function namesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, folder);
  }
}

function stateFiles({ ownState }: RepositoryContext): SmallFiles {
  return smallFilesBelow(ownState, { temporaryFolder: join(ownState, 'tmp') });
}
