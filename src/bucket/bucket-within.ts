import type { Bucket, BucketObject } from './bucket.js';

/** What lies below a prefix of a bucket, as a bucket of its own: `trash/run-1` has `packs/3f` where the bucket has `trash/run-1/packs/3f`. */
export function bucketWithin(bucket: Bucket, prefix: string): Bucket {
  const outer = (key: string): string => `${prefix}/${key}`;
  const inner = ({ key, ...object }: BucketObject): BucketObject => ({ ...object, key: key.slice(prefix.length + 1) });
  return {
    label: `${bucket.label}, '${prefix}'`,
    async head(key, options) {
      const found = await bucket.head(outer(key), options);
      return found && inner(found);
    },
    get: (key, options) => bucket.get(outer(key), options),
    async *list(within, { startAfter, ...options } = {}) {
      const after = startAfter === undefined ? undefined : outer(startAfter);
      for await (const object of bucket.list(outer(within), { ...options, startAfter: after })) yield inner(object);
    },
    async *listHidden(within, options) {
      for await (const version of bucket.listHidden(outer(within), options)) yield { ...version, ...inner(version) };
    },
    provesSame: (key, source, options) => bucket.provesSame(outer(key), source, options),
    put: (key, source, options) => bucket.put(outer(key), source, options),
    delete: (key, options) => bucket.delete(outer(key), options),
    move: (from, to, options) => bucket.move(outer(from), outer(to), options),
    abortUploads: (within, before, options) => bucket.abortUploads(outer(within), before, options),
  };
}
