import type { Bucket } from '#bucket/bucket.js';

/** The bucket, and the requests made to it. */
export function counting(bucket: Bucket): { bucket: Bucket; requests: string[] } {
  const requests: string[] = [];
  const note = (verb: string, key: string): number => requests.push(`${verb} ${key.split('/')[0]}`);
  return {
    requests,
    bucket: {
      label: bucket.label,
      head: (key, options) => (note('head', key), bucket.head(key, options)),
      get: (key, options) => (note('get', key), bucket.get(key, options)),
      list: (prefix, options) => (requests.push(`list ${prefix}`), bucket.list(prefix, options)),
      listHidden: (prefix, options) => (requests.push(`versions ${prefix}`), bucket.listHidden(prefix, options)),
      provesSame: (key, source, options) => (note('head', key), bucket.provesSame(key, source, options)),
      put: (key, source, options) => (note('put', key), bucket.put(key, source, options)),
      delete: (key, options) => (note('delete', key), bucket.delete(key, options)),
      move: (from, to, options) => (note('move', from), bucket.move(from, to, options)),
      abortUploads: (prefix, before, options) => (note('abort', prefix), bucket.abortUploads(prefix, before, options)),
    },
  };
}
