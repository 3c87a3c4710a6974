import { isPixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Progress, TaskOptions } from '#model/task-options.js';
import type { LetGoVersion, Problem, VerifyResult } from '#schema/index.js';
import type { BucketStore } from '#store/bucket-store.js';
import { type Dropping, takeBackDropped } from '#store/dropped-versions.js';
import type { ObjectStore } from '#store/object-store.js';
import { versionKey } from '#model/version.js';
import { collectNeeders } from './collect-needers.js';
import { droppingsOn, noDroppings } from './dropped-on-remote.js';
import type { Tombstones } from './known-tombstones.js';
import { repairCache } from './repair-cache.js';
import { repairRemote } from './repair-remote.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import type { TransferSubject } from './transfer-subjects.js';
import { findNeeds, type Needs } from './verify-needs.js';
import { verifyRecords } from './verify-records.js';
import type { DroppedHere, ProblemFacts } from './verify-problems.js';
import { type FaultList, isOpen, type JudgedFault, type StoreReport } from './verify-faults.js';
import { verifyReport } from './verify-report.js';
import { verifyDepth, type VerifyRequest } from './verify-request.js';
import { type ScopeObjects, scopeObjects, type VerifyScope, verifyScope } from './verify-scope.js';
import { isRemoteFailure, openSides, readingFrom, type Side } from './verify-sides.js';
import { type StoreQuestion, verifyBytes, verifyPresence } from './verify-store.js';

/**
 * Looks whether records, pointers, cache and, where asked, a remote hold what they should, and says of what does not for
 * what it is needed. Changes nothing, unless it is asked to repair.
 */
export async function verify(
  context: RepositoryContext,
  targets: readonly string[],
  request: VerifyRequest,
): Promise<VerifyResult> {
  const { signal, onProgress, all = false, repair = false, limitSeconds } = request;
  const { depth, sample } = verifyDepth(request);
  const deadlineMs = limitSeconds === undefined ? undefined : performance.now() + 1000 * limitSeconds;
  const unreachable: Problem[] = [];
  const sides = await openSides(context, request, unreachable);
  const reader = readingFrom(sides);
  const scope = await verifyScope(context, { targets, all, reader }, { signal });
  const artifacts = targets.length === 0 ? undefined : new Set(scope.subjects.map(({ artifact }) => artifact));
  const records = await verifyRecords(scope.catalog, { artifacts }, { signal });
  const told = new Set(records.problems.map(({ path }) => path));
  const ofScope = scope.problems.filter(({ path }) => !told.has(path));
  const problems: Problem[] = [...records.problems, ...ofScope, ...unreachable];
  const warnings: Problem[] = [...records.warnings];

  const objects = await scopeObjects(reader, scope, { signal });
  problems.push(...objects.problems);
  const { tombstones } = scope;
  const question = { ...objects, tombstones, sample, deadlineMs, depth, download: request.download === true };
  const seen = await examine(sides, { ...question, scope, reader, problems }, { signal, onProgress });
  const judged = repair
    ? await repairAll(context, { seen, scope, problems, warnings }, { signal, onProgress })
    : seen.map((side) => ({ ...side, faults: side.faults.all() }));
  if (repair) await takeBackHealed(context, { scope, judged });
  const needs = await needsOf(context, { judged, scope, all, reader }, { signal });
  return verifyReport({
    depth,
    isRepair: repair,
    scope: {
      records: records.count,
      versions: scope.subjects.length + scope.letGo.length,
      runs: scope.runs.length,
      objects: objects.needed.count,
      bytes: objects.needed.bytes,
      ...(scope.tombstones.size === 0 ? {} : { purged: scope.tombstones.size }),
    },
    letGo: [...scope.letGo.flatMap(letGoHere), ...seen.flatMap(({ letGoThere }) => letGoThere)],
    dropped: await droppedHere(context, scope),
    stores: judged.map(({ remote, ...judgement }) => ({ ...judgement, remote: remote?.name })),
    needs,
    problems,
    warnings,
  });
}

/** Versions that are asked for although a rule let them go from the cache. */
async function droppedHere(context: RepositoryContext, { subjects }: VerifyScope): Promise<ProblemFacts['dropped']> {
  const dropped = new Map<string, DroppedHere>();
  const went = subjects.flatMap((subject) => (subject.dropped === undefined ? [] : [{ subject, ...subject.dropped }]));
  if (went.length === 0) return dropped;
  const runs = new Set((await context.cache()).trash.runs().map(({ id }) => id));
  for (const { subject, ...dropping } of went)
    dropped.set(versionKey(subject), { ...dropping, isInTrash: runs.has(dropping.run) });
  return dropped;
}

interface SeenSide extends Side, Pick<StoreReport, 'bytes' | 'notBrought' | 'dropped' | 'purged' | 'droppedThere'> {
  /** What is to be there. */
  readonly scope: VerifyScope;
  /** Versions that rules let go from this remote, and nothing but history names. */
  readonly letGoThere: readonly LetGoVersion[];
}

interface JudgedSide extends Omit<SeenSide, 'faults'> {
  readonly faults: readonly JudgedFault[];
}

interface Examination
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
async function examine(
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

function letGoHere(subject: TransferSubject): readonly LetGoVersion[] {
  return letGoFacts(subject, subject.dropped);
}

function letGoFacts(
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

/** The cache first: a remote is healed from it. */
async function repairAll(
  context: RepositoryContext,
  {
    seen,
    scope,
    problems,
    warnings,
  }: {
    readonly seen: readonly SeenSide[];
    readonly scope: VerifyScope;
    readonly problems: Problem[];
    readonly warnings: Problem[];
  },
  options: TaskOptions,
): Promise<readonly JudgedSide[]> {
  const asked = seen.find(({ remote }) => remote !== undefined)?.remote?.name;
  const judged: JudgedSide[] = [];
  for (const side of seen) {
    const { remote, store } = side;
    const faults = side.faults.all();
    if (faults.length === 0) judged.push({ ...side, faults });
    else if (remote === undefined) {
      try {
        const repair = await repairCache(context, { faults, scope, remote: asked }, options);
        warnings.push(...repair.warnings);
        judged.push({ ...side, faults: repair.faults });
      } catch (error) {
        // A disk that is full, or refuses: what was found is to be told all the same.
        if (!isPixelisError(error) || !error.code.startsWith('disk.')) throw error;
        problems.push(problemOf(error));
        judged.push({ ...side, faults });
      }
    } else {
      const repair = await repairRemote(context, { remote, store, faults, scope: side.scope }, options);
      await takeBackHealedThere(side, repair.faults);
      problems.push(...repair.problems);
      judged.push({ ...side, faults: repair.faults });
    }
  }
  return judged;
}

/** Who has a version healed that a rule let go from a remote wants it there again. */
async function takeBackHealedThere({ store, scope }: SeenSide, faults: readonly JudgedFault[]): Promise<void> {
  if (faults.some((fault) => fault.kind === 'missing' && isOpen(fault))) return;
  await takeBackDropped(
    store.bucket,
    scope.subjects.map(({ digest }) => digest),
  );
}

/** Who has a version healed that a rule let go wants it here again. */
async function takeBackHealed(
  context: RepositoryContext,
  { scope, judged }: { readonly scope: VerifyScope; readonly judged: readonly JudgedSide[] },
): Promise<void> {
  const asked = scope.subjects.filter(({ dropped }) => dropped !== undefined).map(({ digest }) => digest);
  const isHealed = judged[0]?.faults.every((fault) => fault.kind !== 'missing' || !isOpen(fault)) === true;
  if (isHealed && asked.length > 0) await takeBackDropped((await context.cache()).bucket, asked);
}

async function needsOf(
  context: RepositoryContext,
  {
    judged,
    reader,
    ...question
  }: {
    readonly judged: readonly JudgedSide[];
    readonly reader: ObjectStore;
    readonly scope: VerifyScope;
    readonly all: boolean;
  },
  options: TaskOptions,
): Promise<Needs | undefined> {
  const wanted = new Set(judged.flatMap(({ faults }) => faults.flatMap(({ digest }) => digest ?? [])));
  if (wanted.size === 0) return undefined;
  return findNeeds(reader, { wanted, candidates: await collectNeeders(context, question, options) }, options);
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
