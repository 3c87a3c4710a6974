import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, VerifiedScope, VerifyResult } from '#schema/index.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import type { ObjectStore } from '#store/object-store.js';
import { type Fault, faultList } from './verify-faults.js';
import { findNeeds } from './verify-needs.js';
import { verifyRecords } from './verify-records.js';
import { repairCache } from './repair-cache.js';
import { repairRemote } from './repair-remote.js';
import { type JudgedFault, type StoreReport, verifyReport } from './verify-report.js';
import { verifyDepth, type VerifyRequest } from './verify-request.js';
import { scopeObjects, type VerifyScope, verifyScope } from './verify-scope.js';
import { type StoreQuestion, verifyBytes, verifyPresence } from './verify-store.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/**
 * Looks whether records, pointers, cache and, where asked, a remote hold what they should, and says of what does not for
 * what it is needed. Changes nothing, unless it is asked to repair.
 */
export async function verify(
  context: RepositoryContext,
  targets: readonly string[],
  request: VerifyRequest,
): Promise<VerifyResult> {
  const { signal, onProgress, all = false } = request;
  const options = { signal, onProgress };
  const { depth, sample } = verifyDepth(request);
  const deadlineMs = request.limitSeconds === undefined ? undefined : performance.now() + 1000 * request.limitSeconds;
  const scope = await verifyScope(context, targets, { signal, all });
  const artifacts = targets.length === 0 ? undefined : new Set(scope.subjects.map(({ artifact }) => artifact));
  const records = await verifyRecords(context, { artifacts }, { signal });

  const problems: Problem[] = [...records.problems, ...scope.problems];
  const sides = await openSides(context, request, problems);
  const { needed, problems: ofTrees } = await scopeObjects(readingFrom(sides), scope, { signal });
  problems.push(...ofTrees);
  const question = { needed, sample, deadlineMs };
  const stores: SeenStore[] = [];
  for (const side of sides) {
    const { remote, store, faults } = side;
    try {
      await verifyPresence(store, { needed, faults }, options);
      const hashed = await verifyBytes(
        store,
        { question: { ...question, ...howMuch(request, depth, remote) }, faults },
        options,
      );
      stores.push({ remote, store, hashed, faults: faults.all() });
    } catch (error) {
      if (remote === undefined || !isPixelisError(error) || error.kind !== 'remote') throw error;
      problems.push(problemOf(error, { remote: remote.name }));
    }
  }
  const { repair = false } = request;
  const warnings = [...records.warnings];
  if (repair) await repairStores(context, { stores, scope, problems, warnings }, options);
  const found = stores.flatMap(({ faults }) => faults);
  const needs = await needsOf(context, { found, scope, all, reader: readingFrom(sides) }, { signal });
  return verifyReport({
    depth,
    isRepair: repair,
    scope: extentOf(scope, needed, records.count),
    stores: stores.map(({ remote, ...store }) => ({ ...store, remote: remote?.name })),
    needs,
    problems,
    warnings,
  });
}

/** A store, and what was found there. */
interface SeenStore extends Pick<Side, 'remote' | 'store'>, Pick<StoreReport, 'hashed'> {
  faults: readonly JudgedFault[];
}

/** The cache first: a remote is healed from it. */
async function repairStores(
  context: RepositoryContext,
  {
    stores,
    scope,
    problems,
    warnings,
  }: { stores: readonly SeenStore[]; scope: VerifyScope; problems: Problem[]; warnings: Problem[] },
  options: TaskOptions,
): Promise<void> {
  const asked = stores.find(({ remote }) => remote !== undefined)?.remote?.name;
  for (const seen of stores) {
    const { remote, store, faults } = seen;
    if (faults.length === 0) continue;
    if (remote === undefined) {
      const repair = await repairCache(context, { faults, scope, remote: asked }, options);
      seen.faults = repair.faults;
      warnings.push(...repair.warnings);
    } else {
      const repair = await repairRemote(context, { remote, store, faults, scope }, options);
      seen.faults = repair.faults;
      problems.push(...repair.problems);
    }
  }
}

/** A store that is looked at, and what was found there. */
interface Side {
  readonly remote: Remote | undefined;
  /** Changes nothing when it meets damage. */
  readonly store: BucketStore;
  readonly faults: ReturnType<typeof faultList>;
}

/** The cache, and the remote where it is asked. One that cannot be asked keeps nobody from looking at the cache. */
async function openSides(
  context: RepositoryContext,
  request: VerifyRequest,
  problems: Problem[],
): Promise<readonly Side[]> {
  const cache = await context.cache();
  const looked = await openObjectStore(cache.bucket, { label: cache.label });
  const sides: Side[] = [{ remote: undefined, store: looked, faults: faultList() }];
  const { remote: asked = false, download = false } = request;
  if (asked === false && !download) return sides;
  const remote = await context.remote(typeof asked === 'string' ? asked : undefined);
  // Kept tables are as good as those that are there, unless everything there is to be read.
  const store = download ? await openObjectStore(remote.store.bucket, { label: remote.store.label }) : remote.store;
  try {
    await store.catalogue.load({ signal: request.signal });
    sides.push({ remote, store, faults: faultList() });
  } catch (error) {
    if (!isPixelisError(error) || error.kind !== 'remote') throw error;
    problems.push(problemOf(error, { remote: remote.name }));
  }
  return sides;
}

function howMuch(
  { download = false }: VerifyRequest,
  depth: VerifyResult['depth'],
  remote: Remote | undefined,
): Pick<StoreQuestion, 'extent' | 'reads'> {
  return remote === undefined ? { extent: 'all', reads: depth !== 'quick' } : { extent: 'needed', reads: download };
}

/** Reads trees from the first store that has them good, and notes in the others what is damaged there. */
function readingFrom(sides: readonly Side[]): ObjectStore {
  const [first, ...others] = sides as readonly [Side, ...Side[]];
  return {
    ...first.store,
    async read(digest: Digest, options?: TaskOptions) {
      let failure: PixelisError | undefined;
      for (const { store, faults } of [first, ...others]) {
        try {
          return await store.read(digest, options);
        } catch (error) {
          if (isPixelisError(error, 'object.corrupt')) faults.add(damagedAt(store, digest));
          else if (!isPixelisError(error, 'object.missing')) throw error;
          failure ??= error;
        }
      }
      throw failure as PixelisError;
    },
  };
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

async function needsOf(
  context: RepositoryContext,
  { found, ...question }: { found: readonly Fault[]; scope: VerifyScope; all: boolean; reader: ObjectStore },
  options: TaskOptions,
) {
  const wanted = new Set(found.flatMap(({ digest }) => digest ?? []));
  return wanted.size === 0 ? undefined : findNeeds(context, { ...question, wanted }, options);
}

function extentOf(
  { subjects, runs }: VerifyScope,
  needed: { readonly count: number; readonly bytes: number },
  records: number,
): VerifiedScope {
  return { records, versions: subjects.length, runs: runs.runs.length, objects: needed.count, bytes: needed.bytes };
}
