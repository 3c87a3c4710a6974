import type { Bucket, HiddenVersion } from '#bucket/bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError, type PixelisError } from '#errors/index.js';
import { packRowSize } from '#format/pack.js';
import { digestFromBytes } from '#model/digest.js';
import { objectFolder, packFolder } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { NeededObjects } from './needed-objects.js';
import type { StoredObject } from './object-store.js';
import { besideFolders, quarantineFolder } from './set-aside.js';
import { digestInName, digestOfBody } from './tell-digest.js';

/** Of the objects that were asked for, what a hidden version has. */
export interface HiddenHolding {
  readonly version: HiddenVersion;
  readonly objects: readonly StoredObject[];
}

export interface HiddenQuestion extends TaskOptions {
  readonly wanted: NeededObjects;
  /** Told of versions that cannot be looked into. */
  readonly onUnreadable: (version: HiddenVersion, error: PixelisError) => void;
}

/** So many are looked into at once, and so many are given together. */
const atOnce = 8;
const batchSize = 64;

/** The hidden versions of a store's files, its trash and quarantine included, that have any of these objects. */
export async function* hiddenHoldings(
  store: BucketStore,
  question: HiddenQuestion,
): AsyncGenerator<readonly HiddenHolding[], void> {
  const { wanted, signal } = question;
  if (wanted.count === 0) return;
  for (const folder of [objectFolder, packFolder, ...besideFolders]) {
    let batch: HiddenVersion[] = [];
    for await (const version of store.bucket.listHidden(`${folder}/`, { signal })) {
      if (batch.push(version) < batchSize) continue;
      yield await lookInto(store, batch, question);
      batch = [];
    }
    if (batch.length > 0) yield await lookInto(store, batch, question);
  }
}

const unreadable: ReadonlySet<string> = new Set(['remote.denied', 'pack.corrupt', 'file.newer-format']);

async function lookInto(
  store: BucketStore,
  versions: readonly HiddenVersion[],
  { wanted, onUnreadable, signal }: HiddenQuestion,
): Promise<readonly HiddenHolding[]> {
  const look = async (version: HiddenVersion): Promise<HiddenHolding> => {
    try {
      return { version, objects: await objectsOf(store, version, { wanted, signal }) };
    } catch (error) {
      if (!isPixelisError(error) || !unreadable.has(error.code)) throw error;
      onUnreadable(version, error);
      return { version, objects: [] };
    }
  };
  return (await mapAtOnce(versions, atOnce, look, signal)).filter(({ objects }) => objects.length > 0);
}

/** By the version's name; of a pack by its table, and in quarantine also by its bytes. */
async function objectsOf(
  store: BucketStore,
  version: HiddenVersion,
  { wanted, signal }: Pick<HiddenQuestion, 'wanted' | 'signal'>,
): Promise<readonly StoredObject[]> {
  const { key, size } = version;
  const named = digestInName(key);
  if (named?.kind === 'pack') return packedIn(store, version, { wanted, signal });
  if (named !== undefined && wanted.has(named.digest)) return [{ digest: named.digest, size }];
  if (!key.startsWith(`${quarantineFolder}/`)) return [];
  const body = await version.get({ signal });
  const digest = body && (await digestOfBody(store.hashers, body));
  return digest !== undefined && wanted.has(digest) ? [{ digest, size }] : [];
}

async function packedIn(
  { bucket, tables }: BucketStore,
  version: HiddenVersion,
  { wanted, signal }: Pick<HiddenQuestion, 'wanted' | 'signal'>,
): Promise<readonly StoredObject[]> {
  const digest = digestInName(version.key)?.digest;
  const from: Bucket = { ...bucket, get: (_, options) => version.get(options) };
  const table = digest && (await tables.load({ digest, size: version.size }, { signal, from }));
  if (table === undefined) return [];
  const { rows, offsets, count } = table;
  const found: StoredObject[] = [];
  for (let row = 0; row < count; row++) {
    if (!wanted.hasAt(rows, row * packRowSize)) continue;
    const size = (offsets[row + 1] as number) - (offsets[row] as number);
    found.push({ digest: digestFromBytes(rows, row * packRowSize), size });
  }
  return found;
}
