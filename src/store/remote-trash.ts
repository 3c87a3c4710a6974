import { randomBytes } from 'node:crypto';
import { bucketWithin } from '#bucket/bucket-within.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { type Collector, decodeCollector, encodeCollector } from '#format/collector.js';
import type { Digest } from '#model/digest.js';
import { objectFolder, packFolder, packKey, parseKey } from '#model/object-key.js';
import { parseTrashKey, trashFolder, trashKey, trashNoteKey } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import { type BucketStore, openObjectStore } from './bucket-store.js';
import type { NeededObjects } from './needed-objects.js';
import { readKey } from './read-key.js';

/** What one collection took away from a store that is shared, and how it can be looked into. */
export interface TrashedFiles {
  /** `20261123t093000z-1f2e3d`. */
  readonly run: string;
  /** When it began, by the store's own clock: milliseconds since 1970; Infinity where that cannot be told. */
  readonly began: number;
  /** Packs and large objects by their keys in the store, in the order of keys. */
  readonly files: readonly { readonly key: string; readonly size: number }[];
  /** The folder of the run, which is laid out as the store is. */
  readonly store: BucketStore;
}

/** Says that a collection begins, before anything of it lies in the trash: its run. */
export async function beginTrashRun(
  { bucket }: BucketStore,
  who: Pick<Collector, 'clone' | 'by' | 'started'>,
  { signal }: TaskOptions,
): Promise<string> {
  const time = who.started.replaceAll(/[-:]/g, '').toLowerCase();
  const run = `${time}-${randomBytes(3).toString('hex')}`;
  const note = encodeCollector({ ...who, token: randomBytes(16).toString('hex'), isEnded: false });
  await bucket.put(trashNoteKey(run), sourceOfBytes(note), { signal });
  return run;
}

/**
 * What lies in the trash, from the latest run to the oldest. One listing where it is empty. Notes of runs of which nothing
 * lies there are told of as well.
 */
export async function surveyTrash(
  store: BucketStore,
  { tableCache, signal }: TaskOptions & { readonly tableCache?: string | undefined },
): Promise<readonly TrashedFiles[]> {
  const found = new Map<string, { began: number; files: { key: string; size: number }[] }>();
  for await (const { key, size, modified } of store.bucket.list(`${trashFolder}/`, { signal })) {
    const parsed = parseTrashKey(key);
    if (parsed === undefined) continue;
    const run = found.get(parsed.run) ?? { began: Infinity, files: [] };
    found.set(parsed.run, run);
    if (parsed.key === undefined) run.began = modified;
    else if (parseKey(parsed.key) !== undefined) run.files.push({ key: parsed.key, size });
  }
  const runs: TrashedFiles[] = [];
  for (const [run, { began, files }] of [...found].sort(([a], [b]) => (a < b ? 1 : -1))) {
    const within = bucketWithin(store.bucket, `${trashFolder}/${run}`);
    const label = `the trash of ${store.label}`;
    runs.push({ run, began, files, store: await openObjectStore(within, { label, tableCache }) });
  }
  return runs;
}

/** Who ran a collection; undefined where that cannot be told. */
export async function trashRunBy(
  { bucket }: BucketStore,
  run: string,
  { signal }: TaskOptions,
): Promise<Collector | undefined> {
  const key = trashNoteKey(run);
  const bytes = await readKey(bucket, key, { signal });
  try {
    return bytes && decodeCollector(bytes, key);
  } catch (error) {
    if (isPixelisError(error, 'file.invalid')) return undefined;
    throw error;
  }
}

export interface MovedFiles {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Moves back what `wants`, or everything; what lists others after what they list. What the store has by now stays in the
 * trash.
 */
export async function restoreTrash(
  { bucket }: BucketStore,
  { run, files }: TrashedFiles,
  { wants = () => true, signal }: TaskOptions & { readonly wants?: (key: string) => boolean },
): Promise<MovedFiles> {
  const moved = { objects: 0, bytes: 0 };
  const order = [objectFolder, packFolder].flatMap((folder) => files.filter(({ key }) => key.startsWith(`${folder}/`)));
  for (const { key, size } of order) {
    throwIfInterrupted(signal);
    if (!wants(key) || (await bucket.move(trashKey(run, key), key, { signal })) !== 'moved') continue;
    moved.objects += 1;
    moved.bytes += size;
  }
  return moved;
}

/** The keys of those files of a run that hold something live which the store lacks, as seen now. */
export async function liveInTrash(
  store: BucketStore,
  { files, store: trashed }: TrashedFiles,
  { live, signal }: TaskOptions & { readonly live: NeededObjects },
): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  await trashed.catalogue.refresh({ signal });
  const keys = new Set<string>();
  for (const { digest, pack } of trashed.catalogue.objects()) {
    if (live.has(digest) && store.catalogue.find(digest) === undefined) keys.add(packKey(pack.digest));
  }
  const large = new Map<Digest, string>();
  for (const { key } of files) {
    const { kind, digest } = parseKey(key) ?? {};
    if (kind === 'object' && digest !== undefined && live.has(digest)) large.set(digest, key);
  }
  for (const digest of await store.missing(large.keys(), { signal })) keys.add(large.get(digest) as string);
  return keys;
}

/** Removes files of a run for good, and the run's note with the last of them; those that retention holds stay. */
export async function freeTrash(
  { bucket }: BucketStore,
  { run, files }: TrashedFiles,
  { signal }: TaskOptions,
): Promise<{ readonly freed: MovedFiles; readonly retained: MovedFiles }> {
  const freed = { objects: 0, bytes: 0 };
  const retained = { objects: 0, bytes: 0 };
  for (const { key, size } of files) {
    throwIfInterrupted(signal);
    const sum = (await bucket.delete(trashKey(run, key), { signal })) === 'removed' ? freed : retained;
    sum.objects += 1;
    sum.bytes += size;
  }
  if (retained.objects === 0) await bucket.delete(trashNoteKey(run), { signal });
  return { freed, retained };
}
