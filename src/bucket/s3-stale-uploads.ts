import type { BucketOptions } from './bucket.js';
import { mapAtOnce } from './map-at-once.js';
import { orIfAnswer, type S3Connection } from './s3-connection.js';

const atOnce = 8;

/** Removes the parts of uploads below a prefix that were begun before that time: how many uploads. */
export async function abortUploadsOf(
  connection: S3Connection,
  { prefix, before }: { readonly prefix: string; readonly before: number },
  { signal }: BucketOptions,
): Promise<number> {
  let count = 0;
  for (let marker: { readonly KeyMarker: string; readonly UploadIdMarker?: string } | undefined; ; ) {
    const page = await connection.request('ListMultipartUploads', { Prefix: prefix, ...marker }, { signal });
    const stale = (page.Uploads ?? []).filter(
      ({ Key = '', Initiated }) => Key.startsWith(prefix) && Initiated !== undefined && Initiated.getTime() < before,
    );
    const aborted = await mapAtOnce(
      stale,
      atOnce,
      async ({ Key, UploadId }) => {
        const request = connection.request(
          'AbortMultipartUpload',
          { Key, UploadId },
          { signal, answers: ['no-upload'] },
        );
        return orIfAnswer(
          request.then(() => 1),
          ['no-upload'],
          () => 0,
        );
      },
      signal,
    );
    count += aborted.filter((each) => each > 0).length;
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    if (IsTruncated !== true || NextKeyMarker === undefined) return count;
    if (NextKeyMarker === marker?.KeyMarker && NextUploadIdMarker === marker.UploadIdMarker) return count;
    marker = {
      KeyMarker: NextKeyMarker,
      ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
    };
  }
}
