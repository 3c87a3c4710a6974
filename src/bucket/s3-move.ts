import type { BucketOptions, MoveOutcome, RemoveOutcome } from './bucket.js';
import { mapAtOnce } from './map-at-once.js';
import { orIfAnswer, type S3Connection } from './s3-connection.js';
import { partRanges } from './s3-upload.js';

/** Most that one request copies by S3's own rules, and the size of the parts beyond. */
const largestCopy = 5 * 2 ** 30;
const largestPart = 2 ** 30;
const copiesAtOnce = 4;
/** A server answers when all is copied. */
const patienceMs = 10 * 60_000;

/** Keys with the remote's prefix. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly largestCopyBytes?: number | undefined;
}

/**
 * Copies an object inside the service, and removes what it was copied from. Where retention keeps that, the copy goes again.
 * No bytes pass through here.
 */
export async function moveInS3(
  connection: S3Connection,
  { from, to, largestCopyBytes = largestCopy }: Move,
  { signal }: BucketOptions,
): Promise<MoveOutcome> {
  const found = await headIn(connection, from, { signal });
  if (found === undefined) return 'absent';
  if ((await headIn(connection, to, { signal })) !== undefined) return 'exists';
  const source = { from, to, largestCopyBytes, size: found.ContentLength ?? 0, etag: found.ETag ?? '' };
  const copied =
    source.size > largestCopyBytes
      ? await copyInParts(connection, source, { signal })
      : await copyWhole(connection, source, { signal });
  if (copied !== 'copied') return copied;
  if ((await removeFromS3(connection, from, { signal })) === 'removed') return 'moved';
  await removeFromS3(connection, to, { signal });
  return 'kept';
}

export async function removeFromS3(
  connection: S3Connection,
  fullKey: string,
  { signal }: BucketOptions,
): Promise<RemoveOutcome> {
  const request = connection.request('DeleteObject', { Key: fullKey }, { signal, answers: ['absent', 'locked'] });
  const removed = request.then((): RemoveOutcome => 'removed');
  return orIfAnswer(removed, ['absent', 'locked'], (kind) => (kind === 'locked' ? 'kept' : 'removed'));
}

async function headIn(connection: S3Connection, fullKey: string, { signal }: BucketOptions) {
  const request = connection.request('HeadObject', { Key: fullKey }, { signal, answers: ['absent'] });
  return orIfAnswer(request, ['absent'], () => undefined);
}

interface Copy extends Move {
  readonly size: number;
  readonly etag: string;
}

type Copied = 'copied' | Extract<MoveOutcome, 'absent' | 'kept'>;

async function copyWhole(connection: S3Connection, copy: Copy, { signal }: BucketOptions): Promise<Copied> {
  const request = connection.request(
    'CopyObject',
    { Key: copy.to, CopySource: copySource(connection, copy), CopySourceIfMatch: copy.etag },
    { signal, patienceMs, answers: ['absent', 'locked'] },
  );
  const copied = request.then((): Copied => 'copied');
  return orIfAnswer(copied, ['absent', 'locked'], (kind) => (kind === 'locked' ? 'kept' : 'absent'));
}

async function copyInParts(connection: S3Connection, copy: Copy, { signal }: BucketOptions): Promise<Copied> {
  const { UploadId } = await connection.request('CreateMultipartUpload', { Key: copy.to }, { signal });
  const upload = { Key: copy.to, UploadId };
  try {
    const ranges = [...partRanges(copy.size, Math.min(largestPart, copy.largestCopyBytes ?? largestPart)).entries()];
    const parts = await mapAtOnce(
      ranges,
      copiesAtOnce,
      async ([index, { offset, length }]) => {
        const { CopyPartResult } = await connection.request(
          'UploadPartCopy',
          {
            ...upload,
            PartNumber: index + 1,
            CopySource: copySource(connection, copy),
            CopySourceIfMatch: copy.etag,
            CopySourceRange: `bytes=${offset}-${offset + length - 1}`,
          },
          { signal, patienceMs },
        );
        return { PartNumber: index + 1, ETag: CopyPartResult?.ETag };
      },
      signal,
    );
    const finished = { ...upload, MultipartUpload: { Parts: [...parts] } };
    await connection.request('CompleteMultipartUpload', finished, { signal, patienceMs });
    return 'copied';
  } catch (error) {
    const given = { signal: AbortSignal.timeout(10_000) };
    await connection.request('AbortMultipartUpload', upload, given).catch(() => undefined);
    throw error;
  }
}

function copySource({ bucketName }: S3Connection, { from }: Move): string {
  return [bucketName, ...from.split('/')].map(encodeURIComponent).join('/');
}
