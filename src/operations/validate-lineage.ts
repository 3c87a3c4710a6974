import { PixelisError, problemOf } from '#errors/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { type LineageFault, lineageFaults } from '#model/lineage-faults.js';
import {
  digestAt,
  isRunRecorded,
  isVersionRecorded,
  type LineageGraph,
  runCount,
  versionCount,
  versionIdAt,
} from '#model/lineage-graph.js';
import { versionName } from '#model/select-lineage.js';
import type { TaskOptions } from '#model/task-options.js';
import { runPathAt, versionPathAt } from '#records/collect-lineage.js';
import type { LineageValidateResult, Problem } from '#schema/index.js';
import { type LineageScope, lineageScope, readLineage, scopeFacts, type ScopeRequest } from './lineage-source.js';
import type { RepositoryContext } from './repository-context.js';

export interface ValidateRequest extends ScopeRequest {
  readonly objects?: boolean | undefined;
}

/** Holds all records against each other. Every file is looked at. */
export async function validateLineage(
  context: RepositoryContext,
  options: ValidateRequest = {},
): Promise<LineageValidateResult> {
  const scope = await lineageScope(context, undefined, options);
  const lineage = await readLineage(context, scope, { ...options, everyFile: true });
  const { graph } = lineage;
  const live = new Set(listLiveRuns(context.sharedState));
  const { naming } = context.config;
  const faults = lineageFaults(graph, { isLive: (run) => live.has(run) }).filter(
    ({ kind }) => kind !== 'evaluation' || naming !== 'off',
  );
  const isError = ({ kind, severity }: LineageFault): boolean =>
    severity === 'error' && (kind !== 'evaluation' || naming === 'strict');
  const facts = scopeFacts(scope, lineage);
  const problems = [
    ...facts.problems,
    ...faults.filter(isError).map((fault) => problemOfFault(graph, fault, scope)),
    ...(options.objects === true ? await danglingDigests(context, graph, options) : []),
  ];
  const versions = Array.from({ length: versionCount(graph) }, (_, version) => version);
  const runs = Array.from({ length: runCount(graph) }, (_, run) => run);
  return {
    pixelis: 1,
    command: 'lineage validate',
    ...facts.scope,
    isValid: problems.length === 0,
    versionCount: versions.filter((version) => isVersionRecorded(graph, version)).length,
    runCount: runs.filter((run) => isRunRecorded(graph, run)).length,
    problems,
    warnings: faults.filter((fault) => !isError(fault)).map((fault) => problemOfFault(graph, fault, scope)),
  };
}

function problemOfFault(graph: LineageGraph, fault: LineageFault, { all }: LineageScope): Problem {
  const { kind, version, run, message } = fault;
  const path = version !== undefined ? versionPathAt(graph, version) : runPathAt(graph, run as number);
  const isElsewhere = !all && (kind === 'missing-version' || kind === 'missing-run');
  const hint = isElsewhere
    ? 'another branch may have it: pixelis lineage validate --all'
    : `see how the record came here: git log --all -- ${path}`;
  const subject = version === undefined ? {} : versionIdAt(graph, version);
  return problemOf(new PixelisError('lineage.broken', message, { hint }), { ...subject, path });
}

/** Versions whose bytes (of a folder: whose root) neither the cache nor the default remote has. */
async function danglingDigests(
  context: RepositoryContext,
  graph: LineageGraph,
  options: TaskOptions,
): Promise<readonly Problem[]> {
  const recorded = Array.from({ length: versionCount(graph) }, (_, version) => version).filter((version) =>
    isVersionRecorded(graph, version),
  );
  const digests = new Set(recorded.map((version) => digestAt(graph, version)));
  let missing = await (await context.cache()).missing(digests, options);
  const canAsk = context.config.defaultRemote !== undefined && !context.isOffline;
  if (missing.size > 0 && canAsk) missing = await (await context.remote()).store.missing(missing, options);
  const where = canAsk ? 'neither the cache nor the remote' : 'not the cache';
  return recorded
    .filter((version) => missing.has(digestAt(graph, version)))
    .map((version) => {
      const error = new PixelisError('lineage.broken', `'${versionName(graph, version)}': ${where} has its bytes`, {
        hint: 'whoever made it can push it: pixelis push',
      });
      return problemOf(error, { ...versionIdAt(graph, version), path: versionPathAt(graph, version) });
    });
}
