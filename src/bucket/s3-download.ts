import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { interrupted, PixelisError } from '#errors/index.js';
import type { BucketBody, ByteRange } from './bucket.js';
import { S3Answer, type S3Connection } from './s3-connection.js';
import { readS3Failure, TimedOut } from './s3-errors.js';

export interface S3Download {
  readonly connection: S3Connection;
  /** The key with the remote's prefix. */
  readonly fullKey: string;
  /** Default: the newest. */
  readonly version?: string | undefined;
  readonly range?: ByteRange | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for an object. Its body is exactly as long as was said: what breaks off is asked for again from there, of the
 * very same object; what goes on is an error.
 * @throws {S3Answer} `absent`
 */
export async function downloadFromS3(download: S3Download): Promise<BucketBody> {
  const { connection, range } = download;
  let response: Response;
  try {
    response = await ask(download, range);
  } catch (error) {
    // The range begins where the object has ended.
    if (error instanceof S3Answer && error.failure.kind === 'bad-range') return { size: 0, chunks: nothing() };
    throw error;
  }
  const problem = range && problemWithRange(response, range);
  if (problem !== undefined) {
    response.body.destroy();
    throw badResponse(download, problem);
  }
  // Nothing is held for who never reads: when it does all the same, the answer is asked for again.
  const unread = setTimeout(() => response.body.destroy(), connection.idleMs).unref();
  return { size: response.length, chunks: readOn(download, response, unread) };
}

function problemWithRange(response: Response, range: ByteRange): string | undefined {
  if (response.offset !== range.offset || response.length > range.length)
    return 'gave another range than was asked for';
  const isCut = response.length < range.length && response.offset + response.length !== response.total;
  return isCut ? 'gave less than was asked for' : undefined;
}

/** The bytes of an answer, and, where it breaks off, of those to further requests for the rest of the same object. */
async function* readOn(
  download: S3Download,
  first: Response,
  unread: NodeJS.Timeout,
): AsyncGenerator<Uint8Array, void> {
  clearTimeout(unread);
  const { connection, signal } = download;
  const tries = connection.startTries(signal);
  const end = first.offset + first.length;
  let { offset } = first;
  for (let response = first; ; response = await askForRest(download, first, { offset, length: end - offset })) {
    let brokeOff: unknown = new TimedOut('the answer broke off');
    try {
      for await (const chunk of readChunks(response.body, connection.idleMs, signal)) {
        if (offset + chunk.length > end) throw badResponse(download, 'gave more bytes than it said');
        offset += chunk.length;
        tries.gotFurther();
        yield chunk;
      }
    } catch (error) {
      if (error instanceof PixelisError) throw error;
      brokeOff = error;
    }
    if (offset === end) return;
    if (!(await tries.again({ isAnswered: false }))) throw connection.errorOf('GetObject', readS3Failure(brokeOff));
  }
}

interface Response {
  readonly body: Readable;
  readonly offset: number;
  readonly length: number;
  readonly total: number;
  readonly etag: string | undefined;
}

async function ask(download: S3Download, range: ByteRange | undefined, etag?: string): Promise<Response> {
  const { connection, fullKey, version, signal } = download;
  const output = await connection.request(
    'GetObject',
    {
      Key: fullKey,
      ...(version !== undefined && { VersionId: version }),
      ...(range && { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
      ...(etag !== undefined && { IfMatch: etag }),
    },
    { signal, answers: ['absent', 'bad-range', 'exists'] },
  );
  const body = output.Body as Readable;
  // Whoever never reads it must not meet its errors.
  body.on('error', () => undefined);
  try {
    return { body, ...readExtent(download, output, range), etag: output.ETag };
  } catch (error) {
    body.destroy();
    throw error;
  }
}

async function askForRest(download: S3Download, first: Response, rest: ByteRange): Promise<Response> {
  let response: Response;
  try {
    response = await ask(download, rest, first.etag);
  } catch (error) {
    if (error instanceof S3Answer) throw badResponse(download, 'changed the object while it was read');
    throw error;
  }
  if (response.offset === rest.offset && response.length === rest.length) return response;
  response.body.destroy();
  throw badResponse(download, 'gave another range than was asked for');
}

/** Which bytes an answer says that it holds. */
function readExtent(
  download: S3Download,
  output: GetObjectCommandOutput,
  range: ByteRange | undefined,
): { readonly offset: number; readonly length: number; readonly total: number } {
  const length = output.ContentLength;
  if (length === undefined) throw badResponse(download, 'does not say how long its answer is');
  const encoding = output.ContentEncoding?.replace(/^aws-chunked,?/, '') ?? '';
  if (encoding !== '' && encoding !== 'identity') throw badResponse(download, `packed its answer (${encoding})`);
  if (range === undefined) return { offset: 0, length, total: length };
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(output.ContentRange ?? '') ?? [];
  if (first === undefined || Number(last) - Number(first) + 1 !== length)
    throw badResponse(download, 'does not answer for the range that was asked for');
  return { offset: Number(first), length, total: Number(total) };
}

/** What arrives, unless nothing does for too long. Time in which nobody asks does not count. */
async function* readChunks(
  body: Readable,
  idleMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const interrupt = (): void => void body.destroy(interrupted(signal));
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted === true) interrupt();
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const timer = setTimeout(() => body.destroy(new TimedOut('nothing arrived for too long')), idleMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal?.removeEventListener('abort', interrupt);
    body.destroy();
  }
}

function badResponse({ connection, fullKey }: S3Download, what: string): PixelisError {
  return new PixelisError('remote.bad-response', `${connection.label} ${what}: '${fullKey}'`, {
    hint: 'run the same command again; if it stays so, something between here and there spoils what it carries',
    data: { bucket: connection.label, key: fullKey },
  });
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {
  // The range lies behind the end.
}
