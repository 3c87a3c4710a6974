import type { Bucket } from '#bucket/bucket.js';
import type { Digest } from '#model/digest.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import { listTreeObjects } from '#store/tree-objects.js';

/** The context with this bucket as its remote. */
export async function contextOn(context: RepositoryContext, bucket: Bucket): Promise<RepositoryContext> {
  const store = await openObjectStore(bucket, { label: "remote 'origin'" });
  const remote = { name: 'origin', url: bucket.label, store };
  return Object.create(context, { remote: { value: () => Promise.resolve(remote) } }) as RepositoryContext;
}

export class Died extends Error {}

/** A bucket on which nothing answers any more once so many calls have changed it. */
export function dyingAfter(bucket: Bucket, changes: number): Bucket {
  let left = changes;
  return withCalls(bucket, (name, call) => {
    if (left <= 0) return name === 'list' ? failing() : Promise.reject(new Died());
    if (isChange(name)) left -= 1;
    return call();
  });
}

/** A bucket on which something happens before the call that changes it so many times later. */
export function interruptedAfter(bucket: Bucket, changes: number, work: () => Promise<void>): Bucket {
  let left = changes;
  return withCalls(bucket, (name, call) => {
    if (!isChange(name) || left-- !== 0) return call();
    return work().then(call);
  });
}

function isChange(name: string): boolean {
  return name === 'put' || name === 'move' || name === 'delete';
}

function withCalls(bucket: Bucket, calling: (name: string, call: () => unknown) => unknown): Bucket {
  const calls = Object.entries(bucket).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const call = value as (...given: never[]) => unknown;
    return [name, (...given: never[]): unknown => calling(name, () => call(...given))];
  });
  return Object.fromEntries(calls) as Bucket;
}

function failing(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Died()) }) };
}

/** Objects of a tree that a store has not got, its trash left aside. */
export async function lostOf(store: BucketStore, tree: Digest): Promise<number> {
  let lost = 0;
  const { blobs } = await listTreeObjects(store, [tree], { onUnreadable: () => (lost += 1) });
  return lost + (await store.missing(blobs.keys())).size;
}
