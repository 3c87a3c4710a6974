import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3RequestName } from '#bucket/s3-connection.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { S3DoubleError } from './s3-double-error.js';
import { S3DoubleObjects, type S3DoubleRules } from './s3-double-objects.js';
import { checkBody, checkSignature } from './s3-double-signature.js';
import { element, type S3DoubleAnswer } from './s3-double-xml.js';

/**
 * An S3 service on this machine that is as strict as the real one (signatures, checksums, conditions, parts, ranges,
 * paging) and fails on demand. It keeps everything in memory.
 */
export interface S3Double {
  readonly endpoint: string;
  /** What was asked, in order. */
  readonly requests: SeenRequest[];
  /** What is in the bucket. */
  readonly stored: S3DoubleObjects;
  /** Settings of its bucket, with a prefix of its own. */
  freshBucket(): S3BucketSettings;
  fail(fault: Fault): void;
  /** Connections that are open now. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

export interface SeenRequest {
  readonly action: S3RequestName;
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
  readonly bodyBytes: number;
}

export interface Fault {
  readonly action: S3RequestName;
  /** How many requests fail; default 1. */
  readonly times?: number;
  readonly how:
    | 'reset' // the connection is cut before anything is done
    | 'reset-after' // it is done, then the connection is cut
    | 'silence' // nothing is ever answered
    | 'silence-in-body' // half the body, then nothing
    | 'truncate' // half the body, then the connection is cut
    | 'truncate-unsized' // half the body of an answer that ends where the connection does
    | 'short-length' // half the body, and a length that says so
    | 'over-long' // more bytes than were asked for, and a length that says so
    | 'bit-flip' // one bit of what is answered, or of what was sent, is another
    | 'packed' // an answer that says that it is compressed
    | 'error-in-200' // a good status with an error for a body
    | 'garbage' // a good status with a web page for a body
    | 'early-error' // an error before the body of the request was read, and never read
    | { readonly status: number; readonly code: string; readonly headers?: Readonly<Record<string, string>> };
}

export interface S3DoubleOptions extends Partial<S3DoubleRules> {
  readonly region?: string;
}

const bucket = 'test-bucket';

export async function startS3Double(options: S3DoubleOptions = {}): Promise<S3Double> {
  const keys = { accessKeyId: 'AKIADOUBLE', secretAccessKey: randomUUID() };
  const region = options.region ?? 'us-east-1';
  const stored = new S3DoubleObjects({
    pageSize: 1000,
    minPartBytes: 5 << 20,
    knowsConditions: true,
    hasObjectLock: false,
    ...options,
  });
  const requests: SeenRequest[] = [];
  const faults: { fault: Fault; left: number }[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    requests,
    stored,
    freshBucket: () => ({ bucket, prefix: randomUUID(), endpoint, region, credentials: keys }),
    fail: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', endpoint);
    const [, asked = '', ...segments] = url.pathname.split('/');
    const key = segments.map(decodeURIComponent).join('/');
    const action = actionOf(request, url.searchParams, key);
    if (action === undefined)
      return send(request, response, failed(new S3DoubleError(501, 'NotImplemented', 'not here')));
    const how = takeFault(action);
    if (how === 'silence') {
      requests.push({ action, key, headers: request.headers, bodyBytes: 0 });
      return;
    }
    if (how === 'early-error') return send(request, response, failed(new S3DoubleError(503, 'SlowDown', 'come again')));
    const raw = how === 'reset' ? Buffer.alloc(0) : await readAll(request);
    requests.push({ action, key, headers: request.headers, bodyBytes: raw.length });
    if (how === 'reset') return void request.socket.destroy();
    if (how === 'bit-flip' && raw.length > 0) raw[0] = (raw[0] ?? 0) ^ 1;
    let answer: S3DoubleAnswer;
    try {
      if (typeof how === 'object') throw new S3DoubleError(how.status, how.code, 'as the test asked', how);
      checkSignature(request, keys, region);
      if (asked !== bucket) throw new S3DoubleError(404, 'NoSuchBucket', 'there is no such bucket');
      if (request.method === 'PUT' && request.headers['content-length'] === undefined)
        throw new S3DoubleError(411, 'MissingContentLength', 'the length is missing');
      answer = stored.answer({
        action,
        key,
        query: url.searchParams,
        headers: request.headers,
        body: checkBody(request, raw),
      });
    } catch (error) {
      answer = failed(error);
    }
    if (how === 'reset-after') return void request.socket.destroy();
    spoil(request, response, answer, typeof how === 'string' ? how : undefined);
  }

  function takeFault(action: S3RequestName): Fault['how'] | undefined {
    const found = faults.find(({ fault, left }) => left > 0 && fault.action === action);
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault.how;
  }
}

/** Answers, wrongly where a fault says how. */
function spoil(
  request: IncomingMessage,
  response: ServerResponse,
  answer: S3DoubleAnswer,
  how: Exclude<Fault['how'], object> | undefined,
): void {
  const body = answer.body ?? Buffer.alloc(0);
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (how) {
    case 'silence-in-body':
    case 'truncate':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
      response.write(half, () => (how === 'truncate' ? request.socket.destroy() : undefined));
      return;
    case 'truncate-unsized':
      request.socket.end(
        Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nConnection: close\r\nETag: "x"\r\n\r\n'), half]),
      );
      return;
    case 'short-length':
      return send(request, response, { ...answer, body: half });
    case 'over-long':
      return send(request, response, { ...answer, body: Buffer.concat([body, body, Buffer.from('more')]) });
    case 'bit-flip':
      if (body.length > 0 && request.method === 'GET') {
        const flipped = Buffer.from(body);
        flipped[half.length] = (flipped[half.length] ?? 0) ^ 0x10;
        return send(request, response, { ...answer, body: flipped });
      }
      return send(request, response, answer);
    case 'packed':
      return send(request, response, { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } });
    case 'error-in-200':
      return send(request, response, { ...failed(new S3DoubleError(500, 'InternalError', 'try again')), status: 200 });
    case 'garbage':
      return send(request, response, { status: 200, body: Buffer.from('<html><body>Please log in</body></html>') });
    default:
      return send(request, response, answer);
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: S3DoubleAnswer): void {
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': body?.length ?? 0 }) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function failed(error: unknown): S3DoubleAnswer {
  if (!(error instanceof S3DoubleError)) throw error;
  const { status, code, message, extra } = error;
  const body = element([
    'Error',
    [['Code', code], ['Message', message], ...(extra.region === undefined ? [] : [['Region', extra.region] as const])],
  ]);
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      ...extra.headers,
      ...(extra.region !== undefined && { 'x-amz-bucket-region': extra.region }),
    },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  };
}

/** Which of S3's requests this is; undefined where the double does not know it. */
function actionOf(request: IncomingMessage, query: URLSearchParams, key: string): S3RequestName | undefined {
  const { method } = request;
  if (key === '') {
    if (method === 'HEAD') return 'HeadBucket';
    if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads';
    if (method === 'GET' && query.has('versions')) return 'ListObjectVersions';
    return method === 'GET' && query.get('list-type') === '2' && !query.has('delimiter') ? 'ListObjectsV2' : undefined;
  }
  const isUpload = query.has('uploadId');
  switch (method) {
    case 'HEAD':
      return 'HeadObject';
    case 'GET':
      if (query.has('retention')) return 'GetObjectRetention';
      return isUpload ? 'ListParts' : 'GetObject';
    case 'PUT':
      if (request.headers['x-amz-copy-source'] !== undefined) return isUpload ? 'UploadPartCopy' : 'CopyObject';
      return isUpload ? 'UploadPart' : 'PutObject';
    case 'DELETE':
      return isUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return isUpload ? 'CompleteMultipartUpload' : undefined;
    default:
      return undefined;
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
