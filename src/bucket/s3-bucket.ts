import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Bucket, BucketObject, BucketOptions, ByteSource, PutOptions } from './bucket.js';
import { cannotKeep } from './cannot-keep.js';
import { differsInSize } from './exact-bytes.js';
import { checkKey, isKey } from './key.js';
import { orIfAnswer, S3Answer, s3Connection } from './s3-connection.js';
import { downloadFromS3 } from './s3-download.js';
import { moveInS3, removeFromS3 } from './s3-move.js';
import type { S3BucketSettings } from './s3-settings.js';
import { abortUploadsOf } from './s3-stale-uploads.js';
import { hasEtag, putInParts, putWhole, type S3Upload } from './s3-upload.js';
import { hiddenInS3 } from './s3-versions.js';

const defaultPartBytes = 16 << 20;
/** So often is an upload begun anew that another one got in the way of. */
const restarts = 3;
/** So often may a key be taken for the service, and then absent: one that counts a removal as an object would say so for ever. */
const takenAndGone = 16;

/**
 * A bucket of an S3-compatible service. One request for a head, a get, a listing of a thousand keys and a put of up to
 * 16 MiB; beyond that the object is sent in parts. The SDK is loaded and connected by the first call.
 */
export function s3Bucket(settings: S3BucketSettings): Bucket {
  const prefix = settings.prefix ? `${settings.prefix}/` : '';
  const label = `s3://${settings.bucket}${settings.prefix ? `/${settings.prefix}` : ''}`;
  const connection = s3Connection(settings, label);
  const { largestCopyBytes } = settings;
  const partBytes = settings.partBytes ?? defaultPartBytes;
  const fullKeyOf = (key: string): string => prefix + checkKey(key);
  /** False once the server was found not to know `If-None-Match` on what is stored. */
  let isConditional = true;
  /** Whether the bucket is there: the answer to a head does not tell a missing key from a missing bucket. */
  let bucketSeen: Promise<void> | undefined;

  return {
    label,
    head,
    async get(key, { signal, range } = {}) {
      throwIfInterrupted(signal);
      if (range?.length === 0) {
        // HTTP knows no range of no bytes.
        const found = await head(key, { signal });
        return found && { size: 0, chunks: noChunks() };
      }
      const fullKey = fullKeyOf(key);
      return orIfAnswer(downloadFromS3({ connection, fullKey, range, signal }), ['absent'], () => undefined);
    },
    async *list(within, { signal, startAfter, onForeign } = {}) {
      let last = startAfter === undefined || startAfter < within ? '' : startAfter;
      for (let token: string | undefined; ; ) {
        throwIfInterrupted(signal);
        const page = await connection.request(
          'ListObjectsV2',
          {
            Prefix: prefix + within,
            ...(last !== '' && token === undefined && { StartAfter: prefix + last }),
            ...(token !== undefined && { ContinuationToken: token }),
          },
          { signal },
        );
        for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
          const key = Key.slice(prefix.length);
          if (!isKey(key)) {
            if (Key.startsWith(prefix + within)) onForeign?.(key);
            continue;
          }
          if (key <= last || !Key.startsWith(prefix + within)) throw outOfOrder(key);
          last = key;
          yield { key, size: Size, modified: timeOf(LastModified) };
        }
        if (page.IsTruncated !== true) return;
        if (page.NextContinuationToken === undefined || page.NextContinuationToken === token) throw outOfOrder(last);
        token = page.NextContinuationToken;
      }
    },
    listHidden: (within, options = {}) => hiddenInS3(connection, { root: prefix, within }, options),
    async provesSame(key, source, { signal } = {}) {
      throwIfInterrupted(signal);
      const fullKey = fullKeyOf(key);
      const found = await headOf(fullKey, signal);
      if (found?.ETag === undefined || found.ContentLength !== source.size) return false;
      return hasEtag({ connection, fullKey, source, options: { signal } }, { etag: found.ETag, partBytes });
    },
    async put(key, source, options = {}) {
      throwIfInterrupted(options.signal);
      const fullKey = fullKeyOf(key);
      for (let restart = 0; ; restart++) {
        const outcome = await tryToPut(key, fullKey, { source, options, restart });
        if (outcome !== 'again') return outcome;
      }
    },
    async delete(key, { signal } = {}) {
      throwIfInterrupted(signal);
      return removeFromS3(connection, fullKeyOf(key), { signal });
    },
    async move(from, to, { signal } = {}) {
      throwIfInterrupted(signal);
      return moveInS3(connection, { from: fullKeyOf(from), to: fullKeyOf(to), largestCopyBytes }, { signal });
    },
    async abortUploads(within, before, { signal } = {}) {
      throwIfInterrupted(signal);
      return abortUploadsOf(connection, { prefix: prefix + within, before }, { signal });
    },
  };

  async function head(key: string, { signal }: BucketOptions = {}): Promise<BucketObject | undefined> {
    throwIfInterrupted(signal);
    const found = await headOf(fullKeyOf(key), signal);
    if (found !== undefined) {
      const { ContentLength = 0, LastModified, ObjectLockRetainUntilDate: keptUntil } = found;
      return {
        key,
        size: ContentLength,
        modified: timeOf(LastModified),
        ...(keptUntil !== undefined && { keptUntil }),
      };
    }
    await (bucketSeen ??= seeBucket(signal));
    return undefined;
  }

  async function headOf(fullKey: string, signal: AbortSignal | undefined) {
    const request = connection.request('HeadObject', { Key: fullKey }, { signal, answers: ['absent'] });
    return orIfAnswer(request, ['absent'], () => undefined);
  }

  async function seeBucket(signal: AbortSignal | undefined): Promise<void> {
    try {
      await connection.request('HeadBucket', {}, { signal, answers: ['absent', 'denied', 'expired'] });
    } catch (error) {
      bucketSeen = undefined;
      if (!(error instanceof S3Answer)) throw error;
      // Denied is an answer from a bucket that is there.
      if (error.failure.kind === 'absent')
        throw connection.errorOf('HeadBucket', { ...error.failure, kind: 'no-bucket', code: 'NoSuchBucket' });
    }
  }

  async function tryToPut(
    key: string,
    fullKey: string,
    {
      source,
      options,
      restart,
    }: { readonly source: ByteSource; readonly options: PutOptions; readonly restart: number },
  ): Promise<'created' | 'exists' | 'again'> {
    const ifAbsent = options.replace !== true && isConditional;
    const isLarge = source.size > partBytes;
    // Of many parts only the last request would say that all were sent for nothing.
    if (options.replace !== true && (isLarge || !isConditional) && (await head(key, options)) !== undefined)
      return existing(key, source.size, options);
    const upload: S3Upload = { connection, fullKey, source, options, ifAbsent };
    try {
      await (isLarge ? putInParts(upload, partBytes) : putWhole(upload));
      return 'created';
    } catch (error) {
      if (!(error instanceof S3Answer)) throw error;
      const { failure } = error;
      if (failure.kind === 'exists') {
        const outcome = await existing(key, source.size, options);
        if (outcome === 'again' && restart >= takenAndGone) throw connection.errorOf('PutObject', failure);
        return outcome;
      }
      if (failure.kind === 'locked' && options.keepUntil !== undefined) throw cannotKeep(label);
      if (failure.kind === 'unsupported' && ifAbsent) isConditional = false;
      else if (restart >= restarts || failure.kind === 'unsupported') throw connection.errorOf('PutObject', failure);
      // A lost answer may have been a good one: then the upload is gone because it is done.
      else if (options.replace !== true && (await head(key, options)) !== undefined)
        return existing(key, source.size, options);
      return 'again';
    }
  }

  async function existing(key: string, expectedSize: number, { signal }: BucketOptions): Promise<'exists' | 'again'> {
    const found = await head(key, { signal });
    if (found === undefined) return 'again';
    if (found.size === expectedSize) return 'exists';
    throw differsInSize(label, key, { size: found.size, expectedSize });
  }

  function outOfOrder(key: string): PixelisError {
    return new PixelisError('remote.bad-response', `${label} lists its keys out of order at '${key}'`, {
      data: { bucket: label, key },
    });
  }
}

function timeOf(time: Date | undefined): number {
  const ms = time?.getTime() ?? Number.NaN;
  return Number.isNaN(ms) ? Infinity : ms;
}

async function* noChunks(): AsyncGenerator<Uint8Array, void> {
  // An empty range.
}
