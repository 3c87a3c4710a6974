import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import type { ObjectStore } from '#store/object-store.js';
import { objectMissing } from '#store/store-errors.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { type Fault, type FaultList, faultList } from './verify-faults.js';
import type { VerifyRequest } from './verify-request.js';

/** A store that is looked at, and what is found there. */
export interface Side {
  /** Undefined for the cache. */
  readonly remote: Remote | undefined;
  /** Changes nothing when it meets damage. */
  readonly store: BucketStore;
  readonly faults: FaultList;
}

/**
 * The cache, and the remote where it is asked. One that cannot be asked is a problem, and keeps nobody from looking at the
 * cache. @throws `remote.not-configured`, `offline.forbidden`
 */
export async function openSides(
  context: RepositoryContext,
  { remote: asked = false, download = false, signal }: VerifyRequest,
  problems: Problem[],
): Promise<readonly [Side, ...Side[]]> {
  const { bucket, label } = await context.cache();
  const cache: Side = {
    remote: undefined,
    store: await openObjectStore(bucket, { label }),
    faults: faultList(),
  };
  if (asked === false && !download) return [cache];
  const remote = await context.remote(typeof asked === 'string' ? asked : undefined);
  // Kept tables are as good as those that are there, unless everything there is to be read.
  const store = download ? await openObjectStore(remote.store.bucket, { label: remote.store.label }) : remote.store;
  try {
    await store.catalogue.load({ signal });
    return [cache, { remote, store, faults: faultList() }];
  } catch (error) {
    if (!isRemoteFailure(error)) throw error;
    problems.push(problemOf(error, { remote: remote.name }));
    return [cache];
  }
}

/** Whether an error says that a remote cannot be used, be it a service or a folder, or answers nonsense. */
export function isRemoteFailure(error: unknown): error is PixelisError {
  return isPixelisError(error) && (error.kind === 'remote' || /^(?:disk|remote)\./.test(error.code));
}

/**
 * The same for who opens the remote himself, `undefined` as long as it is not open: nothing is reached for until then, so that
 * a disk which fails is that of the settings.
 */
export function isFailureOf(opened: Remote | undefined, error: unknown): error is PixelisError {
  return isRemoteFailure(error) && (opened !== undefined || !error.code.startsWith('disk.'));
}

/** Reads from the first store that has an object good, and notes in the others that it is damaged there. */
export function readingFrom(sides: readonly [Side, ...Side[]]): ObjectStore {
  return {
    ...sides[0].store,
    async read(digest: Digest, options?: TaskOptions) {
      let failure: PixelisError | undefined;
      for (const { store, faults } of sides) {
        try {
          return await store.read(digest, options);
        } catch (error) {
          if (isUnreadablePack(store, error)) failure ??= objectMissing(digest, store.label, { cause: error });
          else if (isPixelisError(error, 'object.missing')) failure ??= error;
          else if (isPixelisError(error, 'object.corrupt')) {
            faults.add(damagedAt(store, digest));
            failure ??= error;
          } else throw error;
        }
      }
      throw failure as PixelisError;
    },
  };
}

/** A pack that cannot be read is a fault by itself; what is in it is as good as lost until it is mended. */
function isUnreadablePack({ catalogue }: BucketStore, error: unknown): error is PixelisError {
  return [...catalogue.damaged.values()].some((reason) => reason === error);
}

function damagedAt({ catalogue }: BucketStore, digest: Digest): Fault {
  const place = catalogue.find(digest);
  return {
    kind: 'damaged',
    digest,
    size: place?.size,
    file: place === undefined ? objectKey(digest) : packKey(place.pack.digest),
    pack: place?.pack,
    reason: 'its bytes are not what they were',
  };
}
