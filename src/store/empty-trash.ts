import { throwIfInterrupted } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import type { Digest } from '#model/digest.js';
import { objectKey, parseKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from './local-store.js';
import type { NeededObjects } from './needed-objects.js';
import type { Extent } from './plan-collection.js';
import type { TrashRun } from './trash-runs.js';

/** A run and what lies in the trash of it: files, and their bytes. */
export interface TrashedRun extends TrashRun {
  readonly files: number;
  readonly bytes: number;
}

/** From the latest to the oldest. */
export async function surveyTrash(
  { trash }: LocalBucketStore,
  { signal }: TaskOptions = {},
): Promise<readonly TrashedRun[]> {
  const runs: TrashedRun[] = [];
  for (const run of trash.runs()) {
    let [files, bytes] = [0, 0];
    for await (const { size } of (await trash.open(run.id)).bucket.list('', { signal })) {
      files += 1;
      bytes += size;
    }
    runs.push({ ...run, files, bytes });
  }
  return runs;
}

/** Moves everything of a run back into the store; the files that were moved. */
export async function restoreRun(
  { trash }: LocalBucketStore,
  run: string,
  { signal }: TaskOptions = {},
): Promise<Extent> {
  const restored = { objects: 0, bytes: 0 };
  const { bucket } = await trash.open(run);
  for await (const { key, size } of bucket.list('', { signal })) {
    throwIfInterrupted(signal);
    if (parseKey(key) === undefined || !(await trash.giveBack(run, key))) continue;
    restored.objects += 1;
    restored.bytes += size;
  }
  trash.removeIfEmpty(run);
  return restored;
}

export interface FreedRun {
  /** Files that are gone for good. */
  readonly freed: Extent;
  /** Files that went back into the store, since somebody needs what is in them. */
  readonly restored: Extent;
}

/** Removes a run's files for good: but for what is needed and not in the store, which goes back there. */
export async function freeRun(
  store: LocalBucketStore,
  run: string,
  { needed, signal }: { readonly needed: readonly NeededObjects[]; readonly signal?: AbortSignal | undefined },
): Promise<FreedRun> {
  const { trash } = store;
  const trashed = await trash.open(run);
  const [freed, restored] = [
    { objects: 0, bytes: 0 },
    { objects: 0, bytes: 0 },
  ];
  await trashed.catalogue.refresh({ signal });
  await store.catalogue.refresh({ signal });
  const packs = new Map([...trashed.catalogue.packs()].map((pack) => [pack.digest, pack]));
  for await (const { key, size } of trashed.bucket.list('', { signal })) {
    throwIfInterrupted(signal);
    const parsed = parseKey(key);
    const pack = parsed && packs.get(parsed.digest);
    const isLacking =
      parsed?.kind === 'object'
        ? await lacksLarge(store, parsed.digest, needed)
        : pack !== undefined && lacksPacked(store, await trashed.tables.load(pack, { signal }), needed);
    if (isLacking) await trash.giveBack(run, key);
    else await trash.free(run, key);
    const sum = isLacking ? restored : freed;
    sum.objects += 1;
    sum.bytes += size;
  }
  trash.removeIfEmpty(run);
  return { freed, restored };
}

async function lacksLarge(
  { bucket, catalogue }: LocalBucketStore,
  digest: Digest,
  needed: readonly NeededObjects[],
): Promise<boolean> {
  const isNeeded = needed.some((objects) => objects.has(digest));
  return isNeeded && catalogue.find(digest) === undefined && (await bucket.head(objectKey(digest))) === undefined;
}

function lacksPacked(
  { catalogue }: LocalBucketStore,
  table: PackTable | undefined,
  needed: readonly NeededObjects[],
): boolean {
  for (let row = 0; row < (table?.count ?? 0); row++) {
    const [rows, at] = [(table as PackTable).rows, row * packRowSize];
    if (!catalogue.has(rows, at) && needed.some((objects) => objects.hasAt(rows, at))) return true;
  }
  return false;
}
