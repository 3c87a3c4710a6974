import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { S3RequestName } from '#bucket/s3-connection.js';
import { S3DoubleError } from './s3-double-error.js';
import {
  listVersions,
  retentionOf,
  S3DoubleVersions,
  type StoredObject,
  withoutVersions,
} from './s3-double-versions.js';
import { type S3DoubleAnswer, xml } from './s3-double-xml.js';

/** A request that was understood, signed and whole. */
export interface S3DoubleRequest {
  readonly action: S3RequestName;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3DoubleRules {
  /** Most keys or parts on one page. */
  readonly pageSize: number;
  /** Least size of a part that is not the last. */
  readonly minPartBytes: number;
  /** Whether it knows `If-None-Match`, or says 501 as older services do. */
  readonly knowsConditions: boolean;
  /** Whether the bucket was made with Object Lock, and so keeps versions: a plain removal puts a marker on what is there. */
  readonly hasObjectLock: boolean;
}

interface OpenUpload {
  readonly key: string;
  readonly initiated: Date;
  readonly parts: Map<number, Omit<StoredObject, 'modified'>>;
}

/** One bucket's objects and unfinished uploads, and what S3's requests do to them. */
export class S3DoubleObjects {
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, OpenUpload>();
  /** Keys that nobody may remove, as services without versions have them. */
  readonly locked = new Set<string>();
  private uploadCount = 0;

  private readonly versions: S3DoubleVersions | undefined;

  constructor(private readonly rules: S3DoubleRules) {
    this.versions = rules.hasObjectLock ? new S3DoubleVersions() : undefined;
  }

  answer(request: S3DoubleRequest): S3DoubleAnswer {
    switch (request.action) {
      case 'HeadBucket':
        return { status: 200 };
      case 'HeadObject':
      case 'GetObject':
        return this.get(request);
      case 'PutObject':
        return this.put(request);
      case 'DeleteObject':
        return this.remove(request);
      case 'CopyObject':
        return this.copy(request);
      case 'UploadPartCopy':
        return this.uploadPartCopy(request);
      case 'GetObjectRetention':
        return retentionOf(this.versions?.find(request));
      case 'ListObjectVersions':
        return listVersions(this.versions?.all() ?? withoutVersions(this.objects), request.query, this.rules);
      case 'ListObjectsV2':
        return this.list(request);
      case 'CreateMultipartUpload':
        return this.createUpload(request);
      case 'UploadPart':
        return this.uploadPart(request);
      case 'CompleteMultipartUpload':
        return this.completeUpload(request);
      case 'AbortMultipartUpload':
        this.findUpload(request);
        this.uploads.delete(request.query.get('uploadId') ?? '');
        return { status: 204 };
      case 'ListParts':
        return this.listParts(request);
      default:
        return this.listUploads(request);
    }
  }

  private get({ key, headers, query }: S3DoubleRequest): S3DoubleAnswer {
    const version = this.versions?.find({ key, query });
    const found = query.has('versionId') ? version?.object : this.objects.get(key);
    if (found === undefined) throw new S3DoubleError(404, 'NoSuchKey', 'there is no such key');
    const { bytes, etag, modified } = found;
    const told = {
      etag,
      'last-modified': modified.toUTCString(),
      ...(version !== undefined && { 'x-amz-version-id': version.id }),
      ...(version?.keepUntil !== undefined && {
        'x-amz-object-lock-retain-until-date': version.keepUntil.toISOString(),
      }),
    };
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag)
      throw new S3DoubleError(412, 'PreconditionFailed', 'it has another ETag');
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    if (first === undefined) return { status: 200, headers: { ...told, 'accept-ranges': 'bytes' }, body: bytes };
    const end = Math.min(last === '' || last === undefined ? bytes.length : Number(last) + 1, bytes.length);
    if (Number(first) >= bytes.length)
      throw new S3DoubleError(416, 'InvalidRange', 'it ends before', {
        headers: { 'content-range': `bytes */${bytes.length}` },
      });
    return {
      status: 206,
      headers: { ...told, 'content-range': `bytes ${first}-${end - 1}/${bytes.length}` },
      body: bytes.subarray(Number(first), end),
    };
  }

  private put({ key, headers, body }: S3DoubleRequest): S3DoubleAnswer {
    this.checkConditions(key, headers);
    const keepUntil = this.keepUntilIn(headers);
    const etag = `"${md5(body).toString('hex')}"`;
    this.store(key, { bytes: body, etag, modified: new Date() }, keepUntil);
    return { status: 200, headers: { etag } };
  }

  private store(key: string, object: StoredObject, keepUntil?: Date): void {
    this.objects.set(key, object);
    this.versions?.add(key, object, keepUntil);
  }

  private remove({ key, query }: S3DoubleRequest): S3DoubleAnswer {
    const version = query.has('versionId') ? this.versions?.find({ key, query }) : undefined;
    if (this.locked.has(key) || (version?.keepUntil?.getTime() ?? 0) > Date.now())
      throw new S3DoubleError(403, 'AccessDenied', 'Access Denied because object protected by object lock.');
    if (version === undefined) this.versions?.add(key, undefined);
    else this.versions?.forget(version);
    const newest = this.versions?.find({ key, query: new URLSearchParams() })?.object;
    if (newest === undefined) this.objects.delete(key);
    else this.objects.set(key, newest);
    return { status: 204 };
  }

  private keepUntilIn(headers: S3DoubleRequest['headers']): Date | undefined {
    const [mode, until] = [headers['x-amz-object-lock-mode'], headers['x-amz-object-lock-retain-until-date']];
    if (mode === undefined && until === undefined) return undefined;
    if (!this.rules.hasObjectLock)
      throw new S3DoubleError(400, 'InvalidRequest', 'Bucket is missing ObjectLockConfiguration');
    if (mode !== 'COMPLIANCE' || !(Date.parse(String(until)) > Date.now()))
      throw new S3DoubleError(400, 'InvalidArgument', 'The retain until date must be in the future!');
    return new Date(String(until));
  }

  private copy(request: S3DoubleRequest): S3DoubleAnswer {
    const { bytes, etag } = this.copySource(request);
    if (bytes.length > 5 * 2 ** 30)
      throw new S3DoubleError(400, 'InvalidRequest', 'it is too large to be copied at once');
    this.store(request.key, { bytes, etag, modified: new Date() });
    return xml('CopyObjectResult', [['ETag', etag]]);
  }

  private uploadPartCopy(request: S3DoubleRequest): S3DoubleAnswer {
    const source = this.copySource(request);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(request.headers['x-amz-copy-source-range'])) ?? [];
    const body = first === undefined ? source.bytes : source.bytes.subarray(Number(first), Number(last) + 1);
    const { headers } = this.uploadPart({ ...request, body });
    return xml('CopyPartResult', [['ETag', headers?.['etag'] ?? '']]);
  }

  private copySource({ headers }: S3DoubleRequest): StoredObject {
    const [, ...segments] = String(headers['x-amz-copy-source']).replace(/^\//, '').split('/');
    const found = this.objects.get(segments.map(decodeURIComponent).join('/'));
    if (found === undefined) throw new S3DoubleError(404, 'NoSuchKey', 'there is no such key');
    const condition = headers['x-amz-copy-source-if-match'];
    if (condition !== undefined && condition !== found.etag)
      throw new S3DoubleError(412, 'PreconditionFailed', 'it has another ETag');
    return found;
  }

  private checkConditions(key: string, headers: IncomingHttpHeaders): void {
    const condition = headers['if-none-match'];
    if (condition === undefined) return;
    if (!this.rules.knowsConditions || condition !== '*')
      throw new S3DoubleError(501, 'NotImplemented', 'a header implies functionality that is not implemented');
    if (this.objects.has(key)) throw new S3DoubleError(412, 'PreconditionFailed', 'the key is taken');
  }

  private list({ query }: S3DoubleRequest): S3DoubleAnswer {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const size = Math.min(this.rules.pageSize, Number(query.get('max-keys') ?? 1000));
    const page = keys.slice(0, size);
    const isTruncated = keys.length > size;
    return xml('ListBucketResult', [
      ['IsTruncated', String(isTruncated)],
      ...(isTruncated ? [['NextContinuationToken', page.at(-1) ?? ''] as const] : []),
      ...page.map(
        (key) =>
          [
            'Contents',
            [
              ['Key', key],
              ['Size', String(this.objects.get(key)?.bytes.length)],
              ['LastModified', this.objects.get(key)?.modified.toISOString() ?? ''],
            ],
          ] as const,
      ),
    ]);
  }

  private createUpload({ key }: S3DoubleRequest): S3DoubleAnswer {
    const uploadId = `upload-${++this.uploadCount}`;
    this.uploads.set(uploadId, {
      key,
      initiated: new Date(1_700_000_000_000 + this.uploadCount * 1000),
      parts: new Map(),
    });
    return xml('InitiateMultipartUploadResult', [
      ['Key', key],
      ['UploadId', uploadId],
    ]);
  }

  private findUpload({ key, query }: S3DoubleRequest): OpenUpload {
    const upload = this.uploads.get(query.get('uploadId') ?? '');
    if (upload === undefined || upload.key !== key)
      throw new S3DoubleError(404, 'NoSuchUpload', 'there is no such upload');
    return upload;
  }

  private uploadPart(request: S3DoubleRequest): S3DoubleAnswer {
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
      throw new S3DoubleError(400, 'InvalidArgument', 'a part number is 1 to 10000');
    const etag = `"${md5(request.body).toString('hex')}"`;
    this.findUpload(request).parts.set(number, { bytes: request.body, etag });
    return { status: 200, headers: { etag } };
  }

  private completeUpload(request: S3DoubleRequest): S3DoubleAnswer {
    const upload = this.findUpload(request);
    this.checkConditions(request.key, request.headers);
    const named = [...request.body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: (/<ETag>(.*?)</.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
    }));
    if (named.length === 0) throw new S3DoubleError(400, 'MalformedXML', 'no part is named');
    const parts = named.map(({ number, etag }, index) => {
      if (index > 0 && number <= (named[index - 1]?.number ?? 0))
        throw new S3DoubleError(400, 'InvalidPartOrder', 'the parts are out of order');
      const part = upload.parts.get(number);
      if (part === undefined || part.etag.replaceAll('"', '') !== etag.replaceAll('"', ''))
        throw new S3DoubleError(400, 'InvalidPart', `part ${number} is missing, or another`);
      if (index < named.length - 1 && part.bytes.length < this.rules.minPartBytes)
        throw new S3DoubleError(400, 'EntityTooSmall', `part ${number} is too small`);
      return part.bytes;
    });
    const etag = `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`;
    this.store(request.key, { bytes: Buffer.concat(parts), etag, modified: new Date() });
    this.uploads.delete(request.query.get('uploadId') ?? '');
    return xml('CompleteMultipartUploadResult', [
      ['Key', request.key],
      ['ETag', etag],
    ]);
  }

  private listParts(request: S3DoubleRequest): S3DoubleAnswer {
    const marker = Number(request.query.get('part-number-marker') ?? 0);
    const parts = [...this.findUpload(request).parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
    const page = parts.slice(0, this.rules.pageSize);
    return xml('ListPartsResult', [
      ['IsTruncated', String(parts.length > page.length)],
      ['NextPartNumberMarker', String(page.at(-1)?.[0] ?? 0)],
      ...page.map(
        ([number, { bytes, etag }]) =>
          [
            'Part',
            [
              ['PartNumber', String(number)],
              ['Size', String(bytes.length)],
              ['ETag', etag],
            ],
          ] as const,
      ),
    ]);
  }

  private listUploads({ query }: S3DoubleRequest): S3DoubleAnswer {
    const prefix = query.get('prefix') ?? '';
    const found = [...this.uploads].filter(([, { key }]) => key.startsWith(prefix));
    return xml('ListMultipartUploadsResult', [
      ['IsTruncated', 'false'],
      ...found.map(
        ([uploadId, { key, initiated }]) =>
          [
            'Upload',
            [
              ['Key', key],
              ['UploadId', uploadId],
              ['Initiated', initiated.toISOString()],
            ],
          ] as const,
      ),
    ]);
  }
}

function md5(bytes: Buffer): Buffer {
  return createHash('md5').update(bytes).digest();
}
