import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { BucketOptions, HiddenVersion } from './bucket.js';
import { isKey } from './key.js';
import { orIfAnswer, S3Answer, type S3Connection } from './s3-connection.js';
import { downloadFromS3 } from './s3-download.js';

export interface S3Place {
  /** The remote's own part of every key: empty, or with a slash at its end. */
  readonly root: string;
  /** What the keys that are asked for start with below it. */
  readonly within: string;
}

/** Versions that are not the newest of their key, or lie under a delete marker. */
export async function* hiddenInS3(
  connection: S3Connection,
  place: S3Place,
  { signal }: BucketOptions,
): AsyncGenerator<HiddenVersion, void> {
  const prefix = place.root + place.within;
  /** When the keys that are gone were removed: a marker is listed before what lies under it. */
  const removed = new Map<string, number>();
  for (let after: Marker | undefined; ; ) {
    throwIfInterrupted(signal);
    const page = await versionsAfter(connection, { ...place, after }, { signal });
    for (const { Key = '', IsLatest, LastModified } of page?.DeleteMarkers ?? [])
      if (IsLatest === true) removed.set(Key, LastModified?.getTime() ?? 0);
    for (const { Key = '', VersionId, IsLatest, Size = 0, LastModified } of page?.Versions ?? []) {
      const key = Key.slice(place.root.length);
      if (IsLatest === true || VersionId === undefined || !Key.startsWith(prefix) || !isKey(key)) continue;
      const removedAt = removed.get(Key);
      const version = { fullKey: Key, version: VersionId };
      yield {
        key,
        size: Size,
        modified: LastModified?.getTime() ?? Infinity,
        fate: removedAt === undefined ? 'replaced' : await fateOf(connection, { ...version, removedAt }, { signal }),
        get: (options) =>
          orIfAnswer(downloadFromS3({ connection, ...version, ...options }), ['absent'], () => undefined),
      };
    }
    if (page?.IsTruncated !== true) return;
    const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    const isSame = next.KeyMarker === after?.KeyMarker && next.VersionIdMarker === after?.VersionIdMarker;
    if (next.KeyMarker === undefined || isSame) throw doesNotGoOn(connection, next.KeyMarker);
    after = next;
  }
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

/** What may not be known counts as not being so: that retention had ended. */
async function fateOf(
  connection: S3Connection,
  { fullKey, version, removedAt }: { readonly fullKey: string; readonly version: string; readonly removedAt: number },
  { signal }: BucketOptions,
): Promise<HiddenVersion['fate']> {
  const unknown = ['absent', 'denied', 'refused', 'unsupported', 'locked'] as const;
  const asked = connection.request(
    'GetObjectRetention',
    { Key: fullKey, VersionId: version },
    { signal, answers: unknown },
  );
  const answer = await orIfAnswer(asked, unknown, () => undefined);
  const until = answer?.Retention?.RetainUntilDate?.getTime() ?? Infinity;
  return until < removedAt ? 'released' : 'removed';
}

function doesNotGoOn({ label }: S3Connection, key: string | undefined): PixelisError {
  return new PixelisError('remote.bad-response', `${label} lists its versions without an end at '${key}'`, {
    data: { bucket: label, key },
  });
}
