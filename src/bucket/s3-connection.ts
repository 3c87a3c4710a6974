import type * as sdk from '@aws-sdk/client-s3';
import { PixelisError } from '#errors/index.js';
import { adaptiveLimit } from './adaptive-limit.js';
import { defaultRetryPolicy, startTries, systemClock, type Tries } from './retry.js';
import { Garbled, readS3Failure, type S3Failure, type S3FailureKind, s3Error } from './s3-errors.js';
import { createS3Client, loadSdk, type S3Sdk } from './s3-sdk.js';
import { defaultTimeouts, type S3BucketSettings } from './s3-settings.js';
import { SourceFailed, watchedBody, watchRequest } from './s3-watch.js';

/** The requests that Pixelis makes, with the permission that each needs. */
export const s3Actions = {
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  CompleteMultipartUpload: 's3:PutObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  GetObject: 's3:GetObject',
  GetObjectRetention: 's3:GetObjectRetention',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListObjectVersions: 's3:ListBucketVersions',
  ListObjectsV2: 's3:ListBucket',
  ListParts: 's3:ListMultipartUploadParts',
  PutObject: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
} as const;

/** Where a request names a version, it needs another one. */
const versionActions: Partial<Record<S3RequestName, string>> = {
  DeleteObject: 's3:DeleteObjectVersion',
  GetObject: 's3:GetObjectVersion',
  HeadObject: 's3:GetObjectVersion',
};

interface Requests {
  AbortMultipartUpload: [sdk.AbortMultipartUploadCommandInput, sdk.AbortMultipartUploadCommandOutput];
  CompleteMultipartUpload: [sdk.CompleteMultipartUploadCommandInput, sdk.CompleteMultipartUploadCommandOutput];
  CopyObject: [sdk.CopyObjectCommandInput, sdk.CopyObjectCommandOutput];
  CreateMultipartUpload: [sdk.CreateMultipartUploadCommandInput, sdk.CreateMultipartUploadCommandOutput];
  DeleteObject: [sdk.DeleteObjectCommandInput, sdk.DeleteObjectCommandOutput];
  GetObject: [sdk.GetObjectCommandInput, sdk.GetObjectCommandOutput];
  GetObjectRetention: [sdk.GetObjectRetentionCommandInput, sdk.GetObjectRetentionCommandOutput];
  HeadBucket: [sdk.HeadBucketCommandInput, sdk.HeadBucketCommandOutput];
  HeadObject: [sdk.HeadObjectCommandInput, sdk.HeadObjectCommandOutput];
  ListMultipartUploads: [sdk.ListMultipartUploadsCommandInput, sdk.ListMultipartUploadsCommandOutput];
  ListObjectVersions: [sdk.ListObjectVersionsCommandInput, sdk.ListObjectVersionsCommandOutput];
  ListObjectsV2: [sdk.ListObjectsV2CommandInput, sdk.ListObjectsV2CommandOutput];
  ListParts: [sdk.ListPartsCommandInput, sdk.ListPartsCommandOutput];
  PutObject: [sdk.PutObjectCommandInput, sdk.PutObjectCommandOutput];
  UploadPart: [sdk.UploadPartCommandInput, sdk.UploadPartCommandOutput];
  UploadPartCopy: [sdk.UploadPartCopyCommandInput, sdk.UploadPartCopyCommandOutput];
}
export type S3RequestName = keyof typeof s3Actions;

export interface S3RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Opened anew for every try. */
  readonly body?: { readonly size: number; open(): AsyncIterable<Uint8Array> } | undefined;
  /** Kinds of failures that are answers to this request: thrown as {@link S3Answer} at once. */
  readonly answers?: readonly S3FailureKind[] | undefined;
  /** At least this long may the request take. */
  readonly patienceMs?: number | undefined;
}

/** A failure that the one who asked counts as an answer. */
export class S3Answer extends Error {
  override readonly name = 'S3Answer';
  constructor(readonly failure: S3Failure) {
    super(failure.code, { cause: failure.cause });
  }
}

/** What the work gives, or, where it ends with one of these answers, what `answer` makes of that. */
export async function orIfAnswer<Result, Other>(
  work: Promise<Result>,
  kinds: readonly S3FailureKind[],
  answer: (kind: S3FailureKind) => Other,
): Promise<Result | Other> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof S3Answer && kinds.includes(error.failure.kind)) return answer(error.failure.kind);
    throw error;
  }
}

/** The one way to S3: every request passes here, is limited, watched and tried again. */
export interface S3Connection {
  /** For messages. */
  readonly label: string;
  readonly bucketName: string;
  readonly idleMs: number;
  request<Name extends S3RequestName>(
    name: Name,
    input: Omit<Requests[Name][0], 'Bucket'>,
    options?: S3RequestOptions,
  ): Promise<Requests[Name][1]>;
  startTries(signal?: AbortSignal): Tries;
  /** The error for a failure of this request that is no answer; `action` is the permission that it needs, where not the usual one. */
  errorOf(name: S3RequestName, failure: S3Failure, action?: string): PixelisError;
}

/** Failures that another try may mend, however often. */
const passing: ReadonlySet<S3FailureKind> = new Set(['busy', 'conflict', 'garbled', 'server', 'unanswered']);
/** Failures that are mended once, by a new client: with a fresh token, the right region, the server's clock. */
const mendable: ReadonlySet<S3FailureKind> = new Set(['expired', 'other-region', 'skewed']);

export function s3Connection(settings: S3BucketSettings, label: string): S3Connection {
  const timeouts = { ...defaultTimeouts, ...settings.timeouts };
  const policy = { ...defaultRetryPolicy, ...settings.retry };
  const clock = settings.clock ?? systemClock;
  const limit = adaptiveLimit(settings.jobs ?? 16);
  let current: Promise<Connected> | undefined;
  /** Where the bucket turned out to lie. */
  let region: string | undefined;

  return {
    label,
    bucketName: settings.bucket,
    idleMs: timeouts.idleMs,
    startTries: (signal) => startTries(policy, clock, signal),
    errorOf,
    async request(name, input, options = {}) {
      const { signal } = options;
      const tries = startTries(policy, clock, signal);
      const mended = new Set<S3FailureKind>();
      for (;;) {
        const outcome = await limit.run(async (slowDown) => {
          const sent = await send(name, input, options);
          if (sent.failure?.kind === 'busy') slowDown();
          return sent;
        }, signal);
        if (outcome.failure === undefined) return outcome.output;
        const { failure } = outcome;
        if (options.answers?.includes(failure.kind) === true) throw new S3Answer(failure);
        if (mendable.has(failure.kind) && !mended.has(failure.kind)) {
          mended.add(failure.kind);
          region = failure.region ?? region;
          if (failure.kind !== 'skewed' && current === outcome.connected) current = undefined;
        } else if (!passing.has(failure.kind) || !(await tries.again(readTry(failure)))) {
          throw errorOf(name, failure, 'VersionId' in input ? versionActions[name] : undefined);
        }
      }
    },
  };

  async function send<Name extends S3RequestName>(
    name: Name,
    input: Omit<Requests[Name][0], 'Bucket'>,
    options: S3RequestOptions,
  ): Promise<Sent<Requests[Name][1]>> {
    const size = options.body?.size ?? 0;
    const deadlineMs = timeouts.requestMs + (size / timeouts.slowestBytesPerSecond) * 1000;
    const watch = watchRequest({
      idleMs: Math.max(timeouts.idleMs, options.patienceMs ?? 0),
      deadlineMs: Math.max(deadlineMs, options.patienceMs ?? 0),
      signal: options.signal,
    });
    const body = options.body && watchedBody(options.body.open(), watch);
    const connected = (current ??= connect());
    try {
      const { sdk: sdk_, client } = await connected;
      const Command = sdk_[`${name}Command`] as new (input: object) => sdk.GetObjectCommand;
      const full = { ...input, Bucket: settings.bucket, ...(body && { Body: body, ContentLength: size }) };
      const output: unknown = await client.send(new Command(full), { abortSignal: watch.signal });
      if (!isWhole(name, output as object)) {
        watch.end(new Garbled('the answer is none of S3'));
        throw watch.ended;
      }
      return { output: output as Requests[Name][1], failure: undefined, connected };
    } catch (error) {
      if (watch.ended instanceof SourceFailed) throw watch.ended.cause;
      if (watch.ended instanceof PixelisError) throw watch.ended;
      const failure = readS3Failure(watch.ended ?? error);
      // The answer to a head has no body that would say why it was refused: a token that expired is tried for once.
      const isMute = name.startsWith('Head') && failure.kind === 'denied';
      return { output: undefined, failure: isMute ? { ...failure, kind: 'expired' } : failure, connected };
    } finally {
      // Answered before all was sent: the connection cannot be used again, and must not wait for the rest.
      if (body?.readableEnded === false) watch.end(new Garbled('answered early'));
      watch.stop();
      body?.destroy();
    }
  }

  async function connect(): Promise<Connected> {
    const sdk_ = loadSdk();
    return { sdk: sdk_, client: await createS3Client(sdk_, settings, { ...timeouts, region }) };
  }

  function errorOf(name: S3RequestName, failure: S3Failure, action: string = s3Actions[name]): PixelisError {
    return s3Error(failure, { label, action, isHead: name === 'HeadObject' });
  }
}

function readTry({ kind, retryAfterMs }: S3Failure): { isAnswered: boolean; retryAfterMs: number | undefined } {
  return { isAnswered: kind !== 'unanswered' && kind !== 'garbled', retryAfterMs };
}

/** What every good answer has; a login page between here and there has it not, and must not read as an empty list, or as done. */
const marks: Partial<Record<S3RequestName, string>> = {
  CompleteMultipartUpload: 'ETag',
  CopyObject: 'CopyObjectResult.ETag',
  CreateMultipartUpload: 'UploadId',
  GetObject: 'ETag',
  GetObjectRetention: 'Retention',
  HeadObject: 'ETag',
  ListObjectVersions: 'IsTruncated',
  ListObjectsV2: 'IsTruncated',
  ListParts: 'IsTruncated',
  PutObject: 'ETag',
  UploadPart: 'ETag',
  UploadPartCopy: 'CopyPartResult.ETag',
};

function isWhole(name: S3RequestName, output: object): boolean {
  let part: unknown = output;
  for (const key of marks[name]?.split('.') ?? [])
    part = (part as Readonly<Record<string, unknown>> | undefined)?.[key];
  return part !== undefined;
}

type Sent<Output> = (
  | { readonly output: Output; readonly failure: undefined }
  | { readonly output: undefined; readonly failure: S3Failure }
) & { readonly connected: Promise<Connected> };

interface Connected {
  readonly sdk: S3Sdk;
  readonly client: sdk.S3Client;
}
