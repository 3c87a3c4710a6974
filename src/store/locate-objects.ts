import type { LocalBucket } from '#bucket/bucket.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { findLarge } from './find-large.js';
import type { LookOptions, ObjectLocation } from './object-store.js';
import type { Pack } from './pack-index.js';

/** Where the bytes of each object lie in a folder, as seen now. Objects that are not there have no entry. */
export async function locateObjects(
  { bucket, catalogue }: Pick<BucketStore, 'catalogue'> & { readonly bucket: LocalBucket },
  digests: Iterable<Digest>,
  look: LookOptions,
): Promise<Map<Digest, ObjectLocation>> {
  await catalogue.refresh(look);
  const locations = new Map<Digest, ObjectLocation>();
  const files = new Map<Pack, string>();
  const notPacked: Digest[] = [];
  for (const digest of digests) {
    const place = catalogue.find(digest);
    if (place === undefined) {
      notPacked.push(digest);
      continue;
    }
    const { pack, offset, size } = place;
    const file = files.get(pack) ?? bucket.pathOf(packKey(pack.digest));
    files.set(pack, file);
    locations.set(digest, { digest, file, isPacked: true, offset, size });
  }
  for (const [digest, size] of await findLarge(bucket, notPacked, look)) {
    locations.set(digest, { digest, file: bucket.pathOf(objectKey(digest)), isPacked: false, offset: 0, size });
  }
  return locations;
}
