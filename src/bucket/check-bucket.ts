import { randomUUID } from 'node:crypto';
import { isPixelisError, type PixelisError } from '#errors/index.js';
import type { Bucket, BucketOptions } from './bucket.js';
import { sourceOfBytes } from './byte-source.js';
import { readBody } from './exact-bytes.js';

/** What can be done with a bucket, tried out with a small object that is removed again. */
export interface BucketCheck {
  readonly label: string;
  readonly isReachable: boolean;
  readonly canList: boolean;
  readonly canWrite: boolean;
  readonly canRead: boolean;
  readonly canRemove: boolean;
  /** Whether of two who put the same key at once one is told that it was taken; undefined where nothing can be written. */
  readonly hasConditionalWrites: boolean | undefined;
  /** Time of the fastest answer. */
  readonly latencyMs: number | undefined;
  /** Why what cannot be done cannot. */
  readonly problems: readonly PixelisError[];
}

/** Tries out a bucket. What it refuses is in the result; only an interruption is thrown. */
export async function checkBucket(bucket: Bucket, options: BucketOptions = {}): Promise<BucketCheck> {
  const key = `probes/${randomUUID()}`;
  const content = new TextEncoder().encode(key);
  const problems: PixelisError[] = [];
  let latencyMs: number | undefined;

  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    const start = performance.now();
    try {
      const result = await work();
      latencyMs = Math.min(latencyMs ?? Number.POSITIVE_INFINITY, performance.now() - start);
      return result;
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      problems.push(error);
      return undefined;
    }
  };

  const canList = (await attempt(() => listOne(bucket, options))) === true;
  const isReachable = !problems.some(({ code }) => code === 'remote.unreachable' || code === 'remote.not-found');
  const puts = isReachable ? await attempt(() => putTwice(bucket, { key, content }, options)) : undefined;
  const canWrite = puts !== undefined;
  const read = canWrite ? await attempt(() => readAll(bucket, key, options)) : undefined;
  const canRemove = canWrite && (await attempt(async () => remove(bucket, key, options))) === true;
  return {
    label: bucket.label,
    isReachable,
    canList,
    canWrite,
    canRead: read !== undefined && Buffer.from(content).equals(read),
    canRemove,
    hasConditionalWrites: puts && puts.filter((outcome) => outcome === 'created').length === 1,
    latencyMs,
    problems,
  };
}

async function listOne(bucket: Bucket, options: BucketOptions): Promise<true> {
  for await (const _ of bucket.list('', options)) break;
  return true;
}

async function putTwice(
  bucket: Bucket,
  { key, content }: { readonly key: string; readonly content: Uint8Array },
  options: BucketOptions,
): Promise<readonly ('created' | 'exists')[]> {
  return Promise.all([1, 2].map(() => bucket.put(key, sourceOfBytes(content), options)));
}

async function readAll(bucket: Bucket, key: string, options: BucketOptions): Promise<Uint8Array | undefined> {
  const body = await bucket.get(key, options);
  return body && readBody(body);
}

async function remove(bucket: Bucket, key: string, options: BucketOptions): Promise<true> {
  await bucket.delete(key, options);
  return true;
}
