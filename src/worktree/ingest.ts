import { rm } from 'node:fs/promises';
import { type Tried, valueOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { smallObjectLimit } from '#store/limits.js';
import type { LocalStore } from '#store/object-store.js';
import { incomingFolder } from '#store/incoming-folder.js';
import { ingestLarge } from './ingest-large.js';
import { type Destination, type FilesToRead, type Ingested, ingestRun } from './ingest-run.js';
import { ingestSmall, smallBatches, type SmallWork } from './ingest-small.js';
import { openLanes } from './lanes.js';
import type { ScannedEntry } from './scan.js';

export type { FilesToRead, Ingested } from './ingest-run.js';

/** Hashes what has no digest yet. @throws `worktree.changed-meanwhile`, `disk.*` */
export async function hashFiles(files: FilesToRead, options: TaskOptions = {}): Promise<Ingested> {
  return valueOf((await ingest([files], undefined, options))[0]);
}

/**
 * Hashes what has no digest yet, and stores what the store has not, durable when this returns. Small files go into packs
 * in worker threads; large ones are cloned, or copied while they are hashed.
 * @throws `worktree.changed-meanwhile` where a file did not hold still in three attempts; `disk.*`
 */
export async function ingestFiles(files: FilesToRead, store: LocalStore, options: TaskOptions = {}): Promise<Ingested> {
  return valueOf((await ingestAll([files], store, options))[0]);
}

/** As {@link ingestFiles}, for several sources whose small files share packs. A file that cannot be read is its source's failure. */
export async function ingestAll(
  sources: readonly FilesToRead[],
  store: LocalStore,
  options: TaskOptions = {},
): Promise<readonly Tried<Ingested>[]> {
  const folder = await incomingFolder(store);
  try {
    return await ingest(sources, { store, folder }, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ingest(
  sources: readonly FilesToRead[],
  destination: Destination | undefined,
  options: TaskOptions,
): Promise<readonly Tried<Ingested>[]> {
  const run = ingestRun(sources, destination, options);
  const { entries } = run;
  const { small, smallBytes, large } = rowsToRead(entries);
  const settings = { job: 'ingest', packFolder: destination?.folder } as const;
  const lanes = small.length === 0 ? [] : await openLanes(settings, { items: small.length, bytes: smallBytes });
  const work: SmallWork = { batches: smallBatches(entries, small), tooLarge: [] };
  try {
    await run.whole([...lanes.map((lane) => ingestSmall(lane, work, run)), ingestLarge(large, run)]);
    await run.whole([ingestLarge(work.tooLarge, run)]);
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return run.result();
}

function rowsToRead(entries: readonly ScannedEntry[]) {
  const small: number[] = [];
  const large: number[] = [];
  let smallBytes = 0;
  for (const [row, { kind, size, digest }] of entries.entries()) {
    if (kind === 'folder' || digest !== undefined) continue;
    if (size > smallObjectLimit) large.push(row);
    else {
      small.push(row);
      smallBytes += size;
    }
  }
  return { small, smallBytes, large };
}
