import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { BucketOptions, HeldVersion, HiddenVersion } from './bucket.js';
import { isKey } from './key.js';
import { orIfAnswer, S3Answer, type S3Connection } from './s3-connection.js';
import { downloadFromS3 } from './s3-download.js';

export interface S3Place {
  /** The remote's own part of every key: empty, or with a slash at its end. */
  readonly root: string;
  /** What the keys that are asked for start with below it. */
  readonly within: string;
}

/**
 * Versions that are not the newest of their key, or lie under a delete marker. A page is given when the next one is here: that is
 * asked for by the name of a version, which may be gone by then.
 */
export async function* hiddenInS3(
  connection: S3Connection,
  place: S3Place,
  { signal }: BucketOptions,
): AsyncGenerator<HiddenVersion, void> {
  /** When the keys that are gone were removed: a marker is listed before what lies under it. */
  let removed: ReadonlyMap<string, number> = new Map();
  let page = await versionsAfter(connection, { ...place, after: undefined }, { signal });
  for (let after: Marker | undefined; page !== undefined; ) {
    throwIfInterrupted(signal);
    const next = markerAfter(connection, page, after);
    const nextPage = next && (await versionsAfter(connection, { ...place, after: next }, { signal }));
    const goesOn = [...removed].filter(([key]) => key === after?.KeyMarker);
    removed = new Map([...goesOn, ...removalsOn(page)]);
    yield* hiddenOn(connection, page, { ...place, removed });
    [page, after] = [nextPage, next];
  }
}

function* hiddenOn(
  connection: S3Connection,
  { Versions = [] }: ListObjectVersionsCommandOutput,
  { root, within, removed }: S3Place & { readonly removed: ReadonlyMap<string, number> },
): Generator<HiddenVersion, void> {
  for (const { Key: fullKey = '', VersionId, IsLatest, Size = 0, LastModified } of Versions) {
    const key = fullKey.slice(root.length);
    if (IsLatest === true || VersionId === undefined || !fullKey.startsWith(root + within) || !isKey(key)) continue;
    const version = { fullKey, version: VersionId };
    const removedAt = removed.get(fullKey);
    yield {
      key,
      size: Size,
      modified: LastModified?.getTime() ?? Infinity,
      async fate(options = {}) {
        if (removedAt === undefined) return 'replaced';
        // What may not be known counts as not being so: that retention had ended.
        const until = (await heldUntil(connection, version, options))?.getTime() ?? Infinity;
        return until < removedAt ? 'released' : 'removed';
      },
      get: (options) => orIfAnswer(downloadFromS3({ connection, ...version, ...options }), ['absent'], () => undefined),
      remove: (options = {}) => removeVersion(connection, version, options),
    };
  }
}

function removalsOn({ DeleteMarkers = [] }: ListObjectVersionsCommandOutput): readonly (readonly [string, number])[] {
  const latest = DeleteMarkers.filter(({ IsLatest }) => IsLatest === true);
  return latest.map(({ Key = '', LastModified }) => [Key, LastModified?.getTime() ?? 0] as const);
}

/** Where the next page begins; undefined after the last one. */
function markerAfter(
  connection: S3Connection,
  { IsTruncated, NextKeyMarker, NextVersionIdMarker }: ListObjectVersionsCommandOutput,
  after: Marker | undefined,
): Marker | undefined {
  if (IsTruncated !== true) return undefined;
  const isSame = NextKeyMarker === after?.KeyMarker && NextVersionIdMarker === after?.VersionIdMarker;
  if (NextKeyMarker === undefined || isSame) throw doesNotGoOn(connection, NextKeyMarker);
  return { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
}

interface Marker {
  readonly KeyMarker: string | undefined;
  readonly VersionIdMarker: string | undefined;
}

/** Undefined where the service keeps no versions. */
async function versionsAfter(
  connection: S3Connection,
  { root, within, after }: S3Place & { readonly after: Marker | undefined },
  { signal }: BucketOptions,
): Promise<ListObjectVersionsCommandOutput | undefined> {
  try {
    return await connection.request(
      'ListObjectVersions',
      { Prefix: root + within, ...after },
      { signal, answers: ['denied', 'unsupported', 'refused', 'absent'] },
    );
  } catch (error) {
    if (!(error instanceof S3Answer)) throw error;
    const isDenied = error.failure.kind === 'denied';
    const shown = await versionShown(connection, root, { signal });
    if (shown === 'versions' || (shown === 'nothing' && isDenied))
      throw connection.errorOf('ListObjectVersions', error.failure);
    return undefined;
  }
}

/** A bucket with versions names the version of each object, also to those who may not list them; an empty one says nothing. */
async function versionShown(
  connection: S3Connection,
  root: string,
  { signal }: BucketOptions,
): Promise<'versions' | 'none' | 'nothing'> {
  const { Contents } = await connection.request('ListObjectsV2', { Prefix: root, MaxKeys: 1 }, { signal });
  const Key = Contents?.[0]?.Key;
  if (Key === undefined) return 'nothing';
  const asked = connection.request('HeadObject', { Key }, { signal, answers: ['absent'] });
  const found = await orIfAnswer(asked, ['absent'], () => undefined);
  if (found === undefined) return 'nothing';
  return found.VersionId === undefined ? 'none' : 'versions';
}

interface VersionOf {
  readonly fullKey: string;
  readonly version: string;
}

async function removeVersion(
  connection: S3Connection,
  { fullKey, version }: VersionOf,
  { signal }: BucketOptions,
): Promise<'removed' | HeldVersion> {
  const answers = ['absent', 'locked', 'denied'] as const;
  try {
    await connection.request('DeleteObject', { Key: fullKey, VersionId: version }, { signal, answers });
    return 'removed';
  } catch (error) {
    if (!(error instanceof S3Answer)) throw error;
    const { failure } = error;
    if (failure.kind === 'absent') return 'removed';
    const until = await heldUntil(connection, { fullKey, version }, { signal });
    // Not every service tells by its answer that retention is the reason.
    if (until !== undefined && until.getTime() > Date.now()) return { until };
    // A legal hold has no day.
    if (failure.kind === 'locked') return { until: undefined };
    throw connection.errorOf('DeleteObject', failure, 's3:DeleteObjectVersion');
  }
}

/** Until when retention holds, or held, a version; undefined where nothing says so. */
async function heldUntil(
  connection: S3Connection,
  { fullKey, version }: VersionOf,
  { signal }: BucketOptions,
): Promise<Date | undefined> {
  const unknown = ['absent', 'denied', 'refused', 'unsupported', 'locked'] as const;
  const asked = connection.request(
    'GetObjectRetention',
    { Key: fullKey, VersionId: version },
    { signal, answers: unknown },
  );
  return (await orIfAnswer(asked, unknown, () => undefined))?.Retention?.RetainUntilDate;
}

function doesNotGoOn({ label }: S3Connection, key: string | undefined): PixelisError {
  return new PixelisError('remote.bad-response', `${label} lists its versions without an end at '${key}'`, {
    data: { bucket: label, key },
  });
}
