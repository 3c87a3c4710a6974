import type { BucketObject } from '#bucket/bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { hashBytes } from '#hashing/hasher.js';
import { type Digest, digestFromBytes, digestHex } from '#model/digest.js';
import { objectFolder, objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack, type PackBody } from './build-pack.js';
import { countHidden, eraseHidden } from './erase-hidden.js';
import { type Erased, type ErasureReport, erasureReport } from './erasure-report.js';
import type { NeededObjects } from './needed-objects.js';
import { readPackBytes } from './pack-bodies.js';
import type { Pack } from './pack-index.js';
import { besideFolders, quarantineFolder } from './set-aside.js';
import { digestInName, digestOfBody } from './tell-digest.js';

/**
 * Removes objects from a store for good, from its trash and its quarantine as well. A pack that holds any is written anew
 * without them, and that is durable before the old one goes: who is killed has lost nothing else, and does it again.
 */
export async function eraseObjects(store: BucketStore, gone: NeededObjects, task: TaskOptions = {}): Promise<Erased> {
  const { signal, onProgress } = task;
  const { bucket, catalogue } = store;
  await catalogue.refresh({ signal });
  const report = erasureReport(gone);
  let done = 0;
  const packs = [...catalogue.packs()];
  for (const [digest, error] of catalogue.damaged) report.left(packKey(digest), error);
  for (const pack of packs) {
    throwIfInterrupted(signal);
    const key = packKey(pack.digest);
    await tryToErase(report, key, () => erasePack(store, { pack, key }, { gone, report, signal }));
    onProgress?.({ phase: 'verify', doneItems: ++done, totalItems: packs.length });
  }
  for await (const object of bucket.list(`${objectFolder}/`, { signal })) {
    const digest = digestInName(object.key)?.digest;
    if (digest !== undefined && gone.has(digest))
      await tryToErase(report, object.key, () => eraseFile(store, object, { report, digests: [digest], signal }));
  }
  for (const folder of besideFolders) {
    for await (const object of bucket.list(`${folder}/`, { signal }))
      await tryToErase(report, object.key, () => eraseBeside(store, object, { gone, report, signal }));
  }
  await catalogue.refresh({ signal });
  await eraseHidden(store, gone, { report, signal });
  return report.result();
}

/** As {@link eraseObjects} would find them: how many of them are there, and their bytes. What cannot be read says nothing. */
export async function countObjects(
  store: BucketStore,
  wanted: NeededObjects,
  { signal }: TaskOptions = {},
): Promise<Pick<Erased, 'objects' | 'bytes'>> {
  await store.catalogue.refresh({ signal });
  const report = erasureReport(wanted);
  for (const { digest, size } of store.catalogue.objects()) if (wanted.has(digest)) report.erased(digest, size);
  for await (const { key, size } of store.bucket.list(`${objectFolder}/`, { signal })) {
    const digest = digestInName(key)?.digest;
    if (digest !== undefined && wanted.has(digest)) report.erased(digest, size);
  }
  await countHidden(store, wanted, { report, signal });
  const { objects, bytes } = report.result();
  return { objects, bytes };
}

interface Work {
  readonly gone: NeededObjects;
  readonly report: ErasureReport;
  readonly signal: AbortSignal | undefined;
}

/** Writes a pack anew without what must go, beside where it lies, and then removes it. */
async function erasePack(
  store: BucketStore,
  { pack, key }: { readonly pack: Pack; readonly key: string },
  { gone, report, signal }: Work,
): Promise<void> {
  const isInPlace = key === packKey(pack.digest);
  if (isInPlace) {
    const table = await store.tables.load(pack, { signal });
    if (table === undefined || rowsOf(table, gone).length === 0) return;
  }
  const read = await readPackBytes(store, pack, { signal, key });
  if (read === undefined) return;
  const rows = new Set(rowsOf(read.table, gone));
  if (rows.size === 0) return;
  const { good, bad } = bodiesOf(store, read, rows);
  if (good.length > 0) {
    const rest = buildPack(good, store.hashers.immediate);
    await store.bucket.put(keyBeside(key, rest.digest), sourceOfBytes(rest.bytes), { signal });
    if (isInPlace) {
      store.catalogue.add(rest, rest.table);
      await store.tables.remember(rest, rest.table);
    }
  }
  // What was damaged among the others is nobody's to throw away.
  await mapAtOnce(bad, 4, async ({ digest, body }) => {
    await store.bucket.put(`${quarantineFolder}/objects-${keyDigits(digest)}.purge`, sourceOfBytes(body), { signal });
  });
  if ((await store.bucket.delete(key, { signal, durable: true })) === 'kept') {
    report.left(key, keptByService(key, store.label));
    return;
  }
  report.rewritten();
  for (const row of rows) {
    const { offsets, rows: digests } = read.table;
    report.erased(digestFromBytes(digests, row * packRowSize), (offsets[row + 1] as number) - (offsets[row] as number));
  }
}

function rowsOf({ rows, count }: PackTable, gone: NeededObjects): readonly number[] {
  const found: number[] = [];
  for (let row = 0; row < count; row++) if (gone.has(digestFromBytes(rows, row * packRowSize))) found.push(row);
  return found;
}

/** The objects of a pack but for some rows, by whether their bytes are right. */
function bodiesOf(
  { hashers }: BucketStore,
  { bytes, table }: { readonly bytes: Uint8Array; readonly table: PackTable },
  without: ReadonlySet<number>,
): { readonly good: readonly PackBody[]; readonly bad: readonly PackBody[] } {
  const good: PackBody[] = [];
  const bad: PackBody[] = [];
  for (let row = 0; row < table.count; row++) {
    if (without.has(row)) continue;
    const digest = digestFromBytes(table.rows, row * packRowSize);
    const body = bytes.subarray(table.offsets[row], table.offsets[row + 1]);
    (hashBytes(body, hashers.immediate) === digest ? good : bad).push({ digest, body });
  }
  return { good, bad };
}

/** What lies in the trash or in quarantine: by its name, and where the name says nothing, by its bytes. */
async function eraseBeside(store: BucketStore, object: BucketObject, work: Work): Promise<void> {
  const { gone, report, signal } = work;
  const named = digestInName(object.key);
  if (named?.kind === 'pack')
    return erasePack(store, { pack: { digest: named.digest, size: object.size }, key: object.key }, work);
  if (named !== undefined && gone.has(named.digest))
    return eraseFile(store, object, { report, digests: [named.digest], signal });
  if (!object.key.startsWith(`${quarantineFolder}/`)) return;
  const body = await store.bucket.get(object.key, { signal });
  const digest = body && (await digestOfBody(store.hashers, body));
  if (digest !== undefined && gone.has(digest)) await eraseFile(store, object, { report, digests: [digest], signal });
}

async function eraseFile(
  { bucket, label }: BucketStore,
  { key, size }: BucketObject,
  { report, digests, signal }: Pick<Work, 'report' | 'signal'> & { readonly digests: readonly Digest[] },
): Promise<void> {
  if ((await bucket.delete(key, { signal, durable: true })) === 'kept') report.left(key, keptByService(key, label));
  else for (const digest of digests) report.erased(digest, size);
}

/** One file that cannot be dealt with must not keep the others. */
async function tryToErase(report: ErasureReport, file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isPixelisError(error) || error.kind === 'interrupted' || error.kind === 'remote') throw error;
    report.left(file, error);
  }
}

/** The name that another pack has in the place of this one. */
function keyBeside(key: string, digest: Digest): string {
  const hex = digestHex(digest);
  return key.replace(/[0-9a-f]{2}([/-])[0-9a-f]{62}/, `${hex.slice(0, 2)}$1${hex.slice(2)}`);
}

function keyDigits(digest: Digest): string {
  return objectKey(digest)
    .slice(objectFolder.length + 1)
    .replace('/', '-');
}

function keptByService(key: string, label: string): PixelisError {
  return new PixelisError('remote.denied', `'${key}' in ${label} is held by the service until its retention ends`, {
    hint: 'run the same purge again when it has ended',
    data: { key },
  });
}
