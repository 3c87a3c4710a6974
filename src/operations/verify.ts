import type { TaskOptions } from '#model/task-options.js';
import { versionKey } from '#model/version.js';
import type { Problem, VerifyResult } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { changedRecords } from './changed-records.js';
import { collectNeeders } from './collect-needers.js';
import { examineSides, letGoFacts } from './examine-sides.js';
import { type JudgedSide, repairSides, takeBackHealed } from './repair-sides.js';
import type { RepositoryContext } from './repository-context.js';
import { findNeeds, type Needs } from './verify-needs.js';
import type { DroppedHere, ProblemFacts } from './verify-problems.js';
import { verifyRecords } from './verify-records.js';
import { verifyReport } from './verify-report.js';
import { verifyDepth, type VerifyRequest } from './verify-request.js';
import { scopeObjects, type VerifyScope, verifyScope } from './verify-scope.js';
import { openSides, readingFrom } from './verify-sides.js';

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
  const changed = changedRecords(context.git, await context.git.status({ folder: '.pixelis' }, { signal }));
  const isAsked = (path = ''): boolean => artifacts === undefined || artifacts.has(path.split('/')[2] ?? '');
  const untold = changed.filter(({ path }) => !told.has(path) && isAsked(path));
  const problems: Problem[] = [...records.problems, ...untold, ...ofScope, ...unreachable];
  const warnings: Problem[] = [...records.warnings];

  const objects = await scopeObjects(reader, scope, { signal });
  problems.push(...objects.problems);
  const { tombstones } = scope;
  const question = { ...objects, tombstones, sample, deadlineMs, depth, download: request.download === true };
  const seen = await examineSides(sides, { ...question, scope, reader, problems }, { signal, onProgress });
  const judged = repair
    ? await repairSides(context, { seen, scope, problems, warnings }, { signal, onProgress })
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
    letGo: [
      ...scope.letGo.flatMap((subject) => letGoFacts(subject, subject.dropped)),
      ...seen.flatMap(({ letGoThere }) => letGoThere),
    ],
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
