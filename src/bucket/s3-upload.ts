import type { CompletedPart, Part } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import type { ByteRange, ByteSource, PutOptions } from './bucket.js';
import { exactBytes, sourceOfWrongSize } from './exact-bytes.js';
import { mapAtOnce } from './map-at-once.js';
import { S3Answer, type S3Connection } from './s3-connection.js';

export interface S3Upload {
  readonly connection: S3Connection;
  /** The key with the remote's prefix. */
  readonly fullKey: string;
  readonly source: ByteSource;
  readonly options: PutOptions;
  /** Whether the object may only appear where there is none; the answer `exists` says that there was. */
  readonly ifAbsent: boolean;
}

/** S3's own limits: parts of an upload, and bytes of a part but the last. */
const maxParts = 10_000;
const mebibyte = 1 << 20;
const partsAtOnce = 4;
/** Putting thousands of parts together takes a server a while. */
const completePatienceMs = 10 * 60_000;

/**
 * Sends an object in one request. @throws {S3Answer} `exists`, `unsupported`; `locked` where retention was asked for and the
 * bucket knows none
 */
export async function putWhole(upload: S3Upload): Promise<void> {
  const { connection, fullKey, source, options, ifAbsent } = upload;
  const range = { offset: 0, length: source.size };
  const md5 = await md5Of(upload, range);
  await connection.request(
    'PutObject',
    {
      Key: fullKey,
      ContentMD5: md5.toString('base64'),
      ...(ifAbsent && { IfNoneMatch: '*' }),
      ...retention(options),
    },
    {
      signal: options.signal,
      body: bodyOf(upload, range),
      answers: ['exists', 'unsupported', ...retentionAnswers(options)],
    },
  );
}

/**
 * Sends an object in parts, some at once, each read from the source as it is sent. Parts that an upload of the same key
 * left behind when it was killed or cut off are kept where their size and MD5 are right. An upload that is interrupted
 * or loses its server can be taken up again so; any other failure removes it.
 * @throws {S3Answer} `exists`, `unsupported`, `no-upload`
 */
export async function putInParts(upload: S3Upload, leastPartBytes: number): Promise<void> {
  const ranges = partRanges(upload.source.size, leastPartBytes);
  const { uploadId, parts } = (await findUpload(upload, ranges)) ?? (await createUpload(upload));
  try {
    const done = await mapAtOnce([...ranges.entries()], partsAtOnce, async ([index, range]) =>
      sendPart(upload, { uploadId, number: index + 1, range, earlier: parts.get(index + 1) }),
    );
    await complete(upload, uploadId, done);
  } catch (error) {
    if (!isPixelisError(error, 'interrupted') && !isPixelisError(error, 'remote.unreachable'))
      await abort(upload, uploadId);
    throw error;
  }
}

/**
 * Whether the service says of an object what it would say had the source been sent as we send it: the MD5 of it, or of the
 * MD5s of its parts. Another upload of the same bytes may have been cut elsewhere, and encrypted objects have other ETags.
 */
export async function hasEtag(
  upload: Omit<S3Upload, 'ifAbsent'>,
  { etag, partBytes }: { readonly etag: string; readonly partBytes: number },
): Promise<boolean> {
  const { size } = upload.source;
  const [, digits, count] = /^([0-9a-f]{32})(?:-(\d+))?$/.exec(readEtag(etag)) ?? [];
  if (digits === undefined) return false;
  if (count === undefined) return (await md5Of(upload, { offset: 0, length: size })).toString('hex') === digits;
  const ranges = partRanges(size, partBytes);
  if (ranges.length !== Number(count)) return false;
  const whole = createHash('md5');
  for (const range of ranges) whole.update(await md5Of(upload, range));
  return whole.digest('hex') === digits;
}

/** A bucket without Object Lock says of what asks for it what others say of what it holds. */
function retentionAnswers({ keepUntil }: PutOptions): readonly 'locked'[] {
  return keepUntil === undefined ? [] : ['locked'];
}

function retention({ keepUntil }: PutOptions) {
  if (keepUntil === undefined) return {};
  return { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: keepUntil } as const;
}

/** The parts of an object: of equal size but the last, the same for the same size, never too many. */
export function partRanges(size: number, leastPartBytes: number): readonly ByteRange[] {
  const fits = size <= leastPartBytes * maxParts;
  const partBytes = fits ? leastPartBytes : Math.ceil(size / maxParts / mebibyte) * mebibyte;
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => ({
    offset: index * partBytes,
    length: Math.min(partBytes, size - index * partBytes),
  }));
}

interface OpenUpload {
  readonly uploadId: string;
  /** What is there already, by number. */
  readonly parts: ReadonlyMap<number, Part>;
}

async function createUpload({ connection, fullKey, options }: S3Upload): Promise<OpenUpload> {
  const { UploadId } = await connection.request(
    'CreateMultipartUpload',
    { Key: fullKey, ...retention(options) },
    { signal: options.signal, answers: retentionAnswers(options) },
  );
  return { uploadId: UploadId ?? '', parts: new Map() };
}

/** The youngest unfinished upload of this key whose parts are cut as ours are. */
async function findUpload(upload: S3Upload, ranges: readonly ByteRange[]): Promise<OpenUpload | undefined> {
  const { connection, fullKey, options } = upload;
  try {
    const { Uploads = [] } = await connection.request(
      'ListMultipartUploads',
      { Prefix: fullKey, MaxUploads: 100 },
      { signal: options.signal, answers: ['denied', 'unsupported', 'absent', 'refused'] },
    );
    const [youngest] = Uploads.filter((found) => found.Key === fullKey && found.UploadId !== undefined).sort(
      (a, b) => (b.Initiated?.getTime() ?? 0) - (a.Initiated?.getTime() ?? 0),
    );
    if (youngest?.UploadId === undefined) return undefined;
    const parts = await listParts(upload, youngest.UploadId);
    const isCutAlike = parts.every((part) => part.Size === ranges[(part.PartNumber ?? 0) - 1]?.length);
    if (!isCutAlike) return undefined;
    return { uploadId: youngest.UploadId, parts: new Map(parts.map((part) => [part.PartNumber ?? 0, part])) };
  } catch (error) {
    // Who may not look, or asks a server that cannot tell, sends everything.
    if (error instanceof S3Answer) return undefined;
    throw error;
  }
}

async function listParts({ connection, fullKey, options }: S3Upload, uploadId: string): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (let marker: string | undefined; ; ) {
    const page = await connection.request(
      'ListParts',
      { Key: fullKey, UploadId: uploadId, ...(marker !== undefined && { PartNumberMarker: marker }) },
      { signal: options.signal, answers: ['denied', 'unsupported', 'absent', 'no-upload', 'refused'] },
    );
    parts.push(...(page.Parts ?? []));
    if (page.IsTruncated !== true || page.NextPartNumberMarker === marker) return parts;
    marker = page.NextPartNumberMarker;
  }
}

async function sendPart(
  upload: S3Upload,
  part: {
    readonly uploadId: string;
    readonly number: number;
    readonly range: ByteRange;
    readonly earlier: Part | undefined;
  },
): Promise<CompletedPart> {
  const { connection, fullKey, options } = upload;
  const { uploadId, number, range, earlier } = part;
  const md5 = await md5Of(upload, range);
  if (earlier?.ETag !== undefined && readEtag(earlier.ETag) === md5.toString('hex')) {
    options.onBytes?.(range.length);
    return { PartNumber: number, ETag: earlier.ETag };
  }
  const { ETag } = await connection.request(
    'UploadPart',
    { Key: fullKey, UploadId: uploadId, PartNumber: number, ContentMD5: md5.toString('base64') },
    { signal: options.signal, body: bodyOf(upload, range), answers: ['no-upload'] },
  );
  return { PartNumber: number, ETag };
}

async function complete(upload: S3Upload, uploadId: string, parts: readonly CompletedPart[]): Promise<void> {
  const { connection, fullKey, options } = upload;
  const request = (ifAbsent: boolean): Promise<unknown> =>
    connection.request(
      'CompleteMultipartUpload',
      {
        Key: fullKey,
        UploadId: uploadId,
        MultipartUpload: { Parts: [...parts] },
        ...(ifAbsent && { IfNoneMatch: '*' }),
      },
      {
        signal: options.signal,
        answers: ['exists', 'unsupported', 'no-upload', 'conflict'],
        patienceMs: completePatienceMs,
      },
    );
  try {
    await request(upload.ifAbsent);
  } catch (error) {
    // Who stores the same key at once stores the same bytes: better that than all parts again.
    if (!upload.ifAbsent || !(error instanceof S3Answer) || error.failure.kind !== 'unsupported') throw error;
    await request(false);
  }
}

/** Removes the parts of an upload that will not be finished; where that fails too, the bucket's own rules do. */
async function abort({ connection, fullKey }: S3Upload, uploadId: string): Promise<void> {
  await connection
    .request('AbortMultipartUpload', { Key: fullKey, UploadId: uploadId }, { signal: AbortSignal.timeout(10_000) })
    .catch(() => undefined);
}

/** The bytes of a range as a body that tells of each once, however often it is sent. */
function bodyOf({ source, fullKey, options }: S3Upload, range: ByteRange) {
  let told = 0;
  return {
    size: range.length,
    async *open(): AsyncGenerator<Uint8Array, void> {
      let sent = 0;
      for await (const chunk of bytesOf(source, range, fullKey)) {
        yield chunk;
        sent += chunk.length;
        if (sent > told) options.onBytes?.(sent - told);
        told = Math.max(told, sent);
      }
    },
  };
}

/** What the server checks the bytes against; read from the source a first time. */
async function md5Of({ source, fullKey, options }: Omit<S3Upload, 'ifAbsent'>, range: ByteRange): Promise<Buffer> {
  const hash = createHash('md5');
  for await (const chunk of bytesOf(source, range, fullKey)) {
    throwIfInterrupted(options.signal);
    hash.update(chunk);
  }
  return hash.digest();
}

function bytesOf(source: ByteSource, range: ByteRange, fullKey: string): AsyncGenerator<Uint8Array, void> {
  // Asked for everything, a source also shows that it has more than it said.
  const chunks = range.length === source.size ? source.open() : source.open(range);
  return exactBytes(chunks, range.length, (seen) => sourceOfWrongSize(fullKey, range.length, seen));
}

function readEtag(etag: string): string {
  return etag.replaceAll('"', '').toLowerCase();
}
