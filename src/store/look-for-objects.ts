import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import type { BucketStore } from './bucket-store.js';
import { findLarge } from './find-large.js';
import { smallObjectLimit } from './limits.js';
import type { LookOptions, ObjectColumns } from './object-store.js';

/** Which of some objects a store lacks; rows. */
export interface FoundObjects {
  /** In order; also what is there as a file by itself in another size than it must have. */
  readonly absent: readonly number[];
  /** The sizes that those have that are there in another size than they must have. */
  readonly wrongSizes: ReadonlyMap<number, number>;
}

/**
 * Looks for objects without reading any: the tables of packs and the sizes of large objects tell, as seen now. A row of
 * zeros is no object. A negative size is not known, and that of something small.
 */
export async function lookForObjects(
  store: Pick<BucketStore, 'bucket' | 'catalogue'>,
  objects: ObjectColumns,
  { signal, glance }: Pick<LookOptions, 'signal' | 'glance'> = {},
): Promise<FoundObjects> {
  const found = await look(store, objects, { signal, glance });
  return found.absent.length === 0 || glance === undefined ? found : look(store, objects, { signal });
}

async function look(
  { bucket, catalogue }: Pick<BucketStore, 'bucket' | 'catalogue'>,
  { digests, sizes }: ObjectColumns,
  { signal, glance }: Pick<LookOptions, 'signal' | 'glance'>,
): Promise<FoundObjects> {
  await catalogue.refresh({ signal, glance });
  const notPacked: number[] = [];
  const wrongSizes = new Map<number, number>();
  const large = new Map<Digest, number>();
  for (const [row, size] of sizes.entries()) {
    const at = row * digestBytes;
    const packed = catalogue.sizeOf(digests, at);
    if (packed !== undefined) {
      if (size >= 0 && packed !== size) wrongSizes.set(row, packed);
      continue;
    }
    if (isNone(digests, at)) continue;
    notPacked.push(row);
    if (size > smallObjectLimit) large.set(digestFromBytes(digests, at), row);
  }
  if (large.size === 0) return { absent: notPacked, wrongSizes };
  const found = await findLarge(bucket, [...large.keys()], {
    signal,
    sizeOf: (digest) => sizes[large.get(digest) as number],
    onWrongSize: (digest, size) => wrongSizes.set(large.get(digest) as number, size),
  });
  return { absent: notPacked.filter((row) => !found.has(digestFromBytes(digests, row * digestBytes))), wrongSizes };
}

function isNone(digests: Uint8Array, at: number): boolean {
  for (let index = 0; index < digestBytes; index++) if (digests[at + index] !== 0) return false;
  return true;
}
