import { PixelisError } from '#errors/index.js';
import { type Digest, shortDigest } from '#model/digest.js';

/** @param store the store's label: `the cache`, `remote 'origin'` */
export function objectCorrupt(digest: Digest, store: string, details: { readonly cause?: unknown } = {}): PixelisError {
  return new PixelisError('object.corrupt', `object '${shortDigest(digest)}' in ${store} is damaged`, {
    hint: `run 'pixelis verify ${store.startsWith('remote ') ? '--download ' : ''}--repair' to mend it from the other side`,
    data: { digest, store },
    cause: details.cause,
  });
}

/** @param details.cause a pack that cannot be read, in which the object may be */
export function objectMissing(digest: Digest, store: string, details: { readonly cause?: unknown } = {}): PixelisError {
  return new PixelisError('object.missing', `object '${shortDigest(digest)}' is not in ${store}`, {
    hint: "run 'pixelis fetch' to get it from a remote, or 'pixelis push' where it exists",
    data: { digest, store },
    cause: details.cause,
  });
}
