import { problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Progress, TaskOptions } from '#model/task-options.js';
import type { LetGoVersion, Problem, VerifyResult } from '#schema/index.js';
import type { BucketStore } from '#store/bucket-store.js';
import type { Dropping } from '#store/dropped-versions.js';
import type { ObjectStore } from '#store/object-store.js';
import { droppingsOn, noDroppings } from './dropped-on-remote.js';
import type { Tombstones } from './known-tombstones.js';
import type { Remote } from './repository-context.js';
import type { TransferSubject } from './transfer-subjects.js';
import type { FaultList, StoreReport } from './verify-faults.js';
import { type ScopeObjects, scopeObjects, type VerifyScope } from './verify-scope.js';
import { isRemoteFailure, type Side } from './verify-sides.js';
import { type StoreQuestion, verifyBytes, verifyPresence } from './verify-store.js';

/** A store, and what was seen in it. */
export interface SeenSide
  extends Side,
    Pick<StoreReport, 'bytes' | 'notBrought' | 'dropped' | 'purged' | 'droppedThere'> {
  /** What is to be there. */
  readonly scope: VerifyScope;
  /** Versions that rules let go from this remote, and nothing but history names. */
  readonly letGoThere: readonly LetGoVersion[];
}

export interface Examination
  extends Pick<StoreQuestion, 'sample' | 'deadlineMs'>,
    Pick<ScopeObjects, 'needed' | 'ofVersions' | 'wanted' | 'kept'> {
  readonly tombstones: Tombstones;
  readonly scope: VerifyScope;
  readonly reader: ObjectStore;
  readonly depth: VerifyResult['depth'];
  readonly download: boolean;
  readonly problems: Problem[];
}

/** Looks into each store, the cache first. A remote that fails is a problem, and is left out. */
export async function examineSides(
  sides: readonly [Side, ...Side[]],
  { problems, ...examination }: Examination,
  { signal, onProgress }: TaskOptions,
): Promise<readonly SeenSide[]> {
  const { needed, ofVersions, wanted, kept } = examination;
  const seen: SeenSide[] = [];
  const added = addedProgress(onProgress);
  for (const side of sides) {
    const { remote, store, faults } = side;
    const options = { signal, onProgress: added() };
    try {
      // What runs kept is brought here when somebody asks for it, and what was let go is not; a remote has all of it.
      const required = remote === undefined ? ofVersions : kept;
      const absent = await verifyPresence(store, { needed, required, faults }, options);
      const question = { ...examination, ...howMuch(side, sides[0], examination) };
      const purged = await countPurged(store, examination.tombstones, { signal });
      const notBrought = absent.filter((row) => row < wanted).length;
      const there = await letGoFrom(remote, examination, { faults, signal });
      const dropped = absent.length - notBrought + there.objects;
      seen.push({
        ...side,
        ...there.facts,
        notBrought,
        dropped,
        purged,
        bytes: await verifyBytes(store, { question, faults }, options),
      });
    } catch (error) {
      if (remote === undefined || !isRemoteFailure(error)) throw error;
      problems.push(problemOf(error, { remote: remote.name }));
    }
  }
  return seen;
}

/** Forgives a remote that it lacks what only versions need that rules let go there: asked for where it lacks something. */
async function letGoFrom(
  remote: Remote | undefined,
  { scope, reader }: Pick<Examination, 'scope' | 'reader'>,
  { faults, signal }: TaskOptions & { readonly faults: FaultList },
): Promise<{ objects: number; facts: Pick<SeenSide, 'droppedThere' | 'letGoThere' | 'scope'> }> {
  if (remote === undefined || !faults.all().some(({ kind }) => kind === 'missing'))
    return { objects: 0, facts: { droppedThere: noDroppings, letGoThere: [], scope } };
  const droppedThere = await droppingsOn(remote, { signal });
  const isWanted = (subject: TransferSubject): boolean =>
    subject.isPast !== true || droppedThere(subject) === undefined;
  const [subjects, letGo] = [scope.subjects.filter(isWanted), scope.letGo.filter(isWanted)];
  const rest = { ...scope, subjects, letGo };
  const gone = [...scope.subjects, ...scope.letGo].filter((subject) => !isWanted(subject));
  if (gone.length === 0) return { objects: 0, facts: { droppedThere, letGoThere: [], scope } };
  const { needed } = await scopeObjects(reader, rest, { signal });
  const objects = faults.forgetMissing((digest) => !needed.has(digest));
  const letGoThere = gone.flatMap((subject) => letGoFacts(subject, droppedThere(subject), remote.name));
  return { objects, facts: { droppedThere, letGoThere, scope: rest } };
}

/** How results name a version that a rule let go; nothing where none did. */
export function letGoFacts(
  { artifact, version, digest }: TransferSubject,
  dropping: Dropping | undefined,
  remote?: string,
): readonly LetGoVersion[] {
  if (dropping === undefined) return [];
  const { run, rule, unpushed, dropped } = dropping;
  const where = remote === undefined ? {} : { remote };
  return [{ artifact, version, digest, ...where, dropped, run, ...(rule === undefined ? {} : { rule }), unpushed }];
}

/** How much of what was purged is there all the same: it may have been purged elsewhere, and this store not reached. */
async function countPurged(store: BucketStore, tombstones: Tombstones, options: TaskOptions): Promise<number> {
  if (tombstones.size === 0) return 0;
  const sizeOf = (digest: Digest) => {
    const tombstone = tombstones.get(digest);
    return tombstone?.files === undefined ? tombstone?.size : 0;
  };
  return tombstones.size - (await store.missing(tombstones.keys(), { ...options, sizeOf })).size;
}

/** Of the cache everything is looked at; of a remote, which others may use, what is needed. */
function howMuch(
  { remote }: Side,
  cache: Side,
  { depth, download }: Pick<Examination, 'depth' | 'download'>,
): Pick<StoreQuestion, 'extent' | 'bytes'> {
  if (remote === undefined) return { extent: 'all', bytes: depth === 'quick' ? 'none' : 'read' };
  if (download) return { extent: 'needed', bytes: 'read' };
  return { extent: 'needed', bytes: depth === 'full' ? { comparedWith: cache.store } : 'none' };
}

/** Progress of one store after the other, each on top of those before it. */
function addedProgress(onProgress: TaskOptions['onProgress']): () => TaskOptions['onProgress'] {
  let last: Progress = { phase: 'verify', doneItems: 0 };
  return () => {
    const { totalItems = 0, totalBytes = 0 } = last;
    return (
      onProgress &&
      ((fact) => {
        last = {
          ...fact,
          doneItems: totalItems + fact.doneItems,
          totalItems: totalItems + (fact.totalItems ?? 0),
          doneBytes: totalBytes + (fact.doneBytes ?? 0),
          totalBytes: totalBytes + (fact.totalBytes ?? 0),
        };
        onProgress(last);
      })
    );
  };
}
