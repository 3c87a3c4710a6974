import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3DoubleError } from './s3-double-error.js';

export interface S3DoubleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const maxSkewMs = 15 * 60_000;

/** Checks the signature (version 4) of a request as S3 does. @throws {S3DoubleError} */
export function checkSignature(request: IncomingMessage, keys: S3DoubleKeys, region: string): void {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (match === null) throw new S3DoubleError(403, 'AccessDenied', 'the request is not signed');
  const [, accessKeyId = '', day = '', signedRegion = '', signedHeaders = '', signature = ''] = match;
  if (accessKeyId !== keys.accessKeyId) throw new S3DoubleError(403, 'InvalidAccessKeyId', 'the key is not known');
  if (signedRegion !== region)
    throw new S3DoubleError(400, 'AuthorizationHeaderMalformed', `the region '${signedRegion}' is wrong`, { region });
  const at = String(request.headers['x-amz-date']);
  const atMs = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(atMs - Date.now()) < maxSkewMs) || !at.startsWith(day))
    throw new S3DoubleError(403, 'RequestTimeTooSkewed', 'the clocks differ');
  const names = signedHeaders.split(';');
  for (const name of Object.keys(request.headers))
    if ((name === 'host' || name === 'content-md5' || name.startsWith('x-amz-')) && !names.includes(name))
      throw new S3DoubleError(403, 'AccessDenied', `header '${name}' is not signed`);
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonicalRequest(request, names))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${keys.secretAccessKey}`);
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex')))
    throw new S3DoubleError(403, 'SignatureDoesNotMatch', 'the signature is wrong');
}

/** The bytes that a request's body stands for, checked against every digest that it carries. @throws {S3DoubleError} */
export function checkBody(request: IncomingMessage, raw: Buffer): Buffer {
  const { headers } = request;
  const declared = String(headers['x-amz-content-sha256']);
  let body = raw;
  let checksums: Readonly<Record<string, string | string[] | undefined>> = headers;
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    const decoded = decodeAwsChunked(raw);
    body = decoded.body;
    checksums = { ...headers, ...decoded.trailers };
    if (body.length !== Number(headers['x-amz-decoded-content-length']))
      throw new S3DoubleError(400, 'IncompleteBody', 'the body is not as long as was said');
    const trailer = headers['x-amz-trailer'];
    if (trailer !== undefined && !(String(trailer) in decoded.trailers))
      throw new S3DoubleError(400, 'MalformedTrailerError', 'the trailer is missing');
  } else if (declared !== 'UNSIGNED-PAYLOAD' && declared !== sha256(body))
    throw new S3DoubleError(400, 'XAmzContentSHA256Mismatch', 'the body is not what was signed');
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
    throw new S3DoubleError(400, 'BadDigest', 'the MD5 is wrong');
  for (const [name, value] of Object.entries(checksums)) {
    const algorithm = /^x-amz-checksum-(crc32|sha1|sha256|crc32c|crc64nvme)$/.exec(name)?.[1];
    if (algorithm !== undefined && checksum(algorithm, body) !== value)
      throw new S3DoubleError(400, 'BadDigest', `the ${algorithm} is wrong`);
  }
  return body;
}

function canonicalRequest(request: IncomingMessage, names: readonly string[]): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort();
  return [
    request.method,
    path,
    parameters.join('&'),
    ...names.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replaceAll(/ +/g, ' ')}`,
    ),
    '',
    names.join(';'),
    request.headers['x-amz-content-sha256'],
  ].join('\n');
}

/** `<hex size>;…\r\n<bytes>\r\n` until a size of 0, then trailers. */
function decodeAwsChunked(raw: Buffer): { readonly body: Buffer; readonly trailers: Readonly<Record<string, string>> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.subarray(at, lineEnd).toString(), 16);
    if (lineEnd < 0 || !Number.isSafeInteger(size))
      throw new S3DoubleError(400, 'IncompleteBody', 'a chunk is malformed');
    at = lineEnd + 2;
    if (size === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(raw.subarray(at).toString()) };
    if (at + size + 2 > raw.length) throw new S3DoubleError(400, 'IncompleteBody', 'a chunk is cut');
    chunks.push(raw.subarray(at, at + size));
    at += size + 2;
  }
}

function readTrailers(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

function checksum(algorithm: string, body: Buffer): string {
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(body).digest('base64');
  if (algorithm !== 'crc32') throw new S3DoubleError(501, 'NotImplemented', `${algorithm} is not checked here`);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
