import { PixelisError } from '#errors/index.js';
import { type LineageGraph, isRunRecorded, runsBeginningWith } from '#model/lineage-graph.js';
import type { LineageDirection } from '#model/lineage-view.js';
import { lineageView, type LineageSelection, selectAll, selectAround, selectRun } from '#model/select-lineage.js';
import { suggestClosest } from '#model/suggest-closest.js';
import { textAt } from '#model/text-column.js';
import type { LineageResult } from '#schema/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { lineageScope, scopeFacts, type ScopeRequest, selectLineage } from './lineage-source.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveInLineage } from './resolve-in-lineage.js';

export interface LineageRequest extends ScopeRequest {
  readonly ancestors?: boolean | undefined;
  readonly descendants?: boolean | undefined;
  readonly depth?: number | undefined;
}

/**
 * What a version was made from and what was made from it, with the runs between; everything where no reference is given.
 * @throws `reference.not-found`, `reference.ambiguous`, `git.revision-not-found`, `usage.invalid-argument`
 */
export async function showLineage(
  context: RepositoryContext,
  reference: string | undefined,
  options: LineageRequest = {},
): Promise<LineageResult> {
  if (reference === undefined) requireNoDirection(options);
  const scope = await lineageScope(context, reference, options);
  const select = async ({ graph }: { readonly graph: LineageGraph }): Promise<LineageSelection> => {
    if (reference === undefined) return selectAll(graph);
    const version = await resolveInLineage(context, { text: reference, graph, scope }, options);
    return selectAround(graph, version, { directions: directionsOf(options), depth: options.depth });
  };
  const { lineage, selection } = await selectLineage(context, { ...scope, select }, options);
  const facts = scopeFacts(scope, lineage);
  return result('lineage', { ...facts, graph: lineage.graph, selection });
}

/** What a run used and made. The id may be cut short where it stays the only one. @throws `run.not-found` */
export async function showLineageOfRun(
  context: RepositoryContext,
  id: string,
  options: ScopeRequest = {},
): Promise<LineageResult> {
  const scope = await lineageScope(context, undefined, options);
  const select = ({ graph }: { readonly graph: LineageGraph }) => selectRun(graph, runCalled(context, graph, id));
  const { lineage, selection } = await selectLineage(context, { ...scope, select }, options);
  const facts = scopeFacts(scope, lineage);
  return result('lineage run', { ...facts, graph: lineage.graph, selection });
}

function result(
  command: LineageResult['command'],
  {
    scope,
    problems,
    graph,
    selection,
  }: ReturnType<typeof scopeFacts> & { readonly graph: LineageGraph; readonly selection: LineageSelection },
): LineageResult {
  const { directions, versions, runs, edges, subject } = lineageView(graph, selection);
  return {
    pixelis: 1,
    command,
    ...scope,
    ...(subject === undefined ? {} : { subject }),
    directions: [...directions],
    versions: [...versions],
    runs: [...(runs as LineageResult['runs'])],
    edges: [...edges],
    problems,
    warnings: [],
  };
}

/** @throws `usage.invalid-argument` for what says something only where there is a version in the middle */
function requireNoDirection({ ancestors, descendants, depth }: LineageRequest): void {
  const given = { ancestors: ancestors === true, descendants: descendants === true, depth: depth !== undefined };
  const [first] = Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? name : []));
  if (first === undefined) return;
  throw new PixelisError('usage.invalid-argument', `'--${first}' needs a REF to go from`, {
    hint: `pixelis lineage REF --${first}${first === 'depth' ? ' 2' : ''}`,
  });
}

function directionsOf({ ancestors = false, descendants = false }: LineageRequest): readonly LineageDirection[] {
  const isBoth = ancestors === descendants;
  return [
    ...(isBoth || ancestors ? ['ancestors' as const] : []),
    ...(isBoth || descendants ? ['descendants' as const] : []),
  ];
}

function runCalled(context: RepositoryContext, graph: LineageGraph, id: string): number {
  const [from, to] = runsBeginningWith(graph, id);
  const fitting = Array.from({ length: to - from }, (_, index) => from + index).filter((run) =>
    isRunRecorded(graph, run),
  );
  const exact = fitting.find((run) => textAt(graph.runId, run) === id);
  const [only] = fitting;
  if (exact !== undefined) return exact;
  if (only !== undefined && fitting.length === 1) return only;
  if (fitting.length > 1) {
    const candidates = fitting.slice(0, 5).map((run) => textAt(graph.runId, run));
    throw new PixelisError('reference.ambiguous', `'${id}' begins the ids of ${fitting.length} runs`, {
      hint: `say which: ${candidates.join(', ')}`,
      data: { run: id, candidates },
    });
  }
  if (listLiveRuns(context.sharedState).includes(id)) {
    throw new PixelisError(
      'run.not-found',
      `run '${id}' goes on still: what it used and made is recorded when it ends`,
      {
        hint: `see how far it is: pixelis runs show ${id}`,
        data: { run: id },
      },
    );
  }
  const ids = Array.from(graph.runId.ends, (_, run) => textAt(graph.runId, run));
  const candidates = suggestClosest(id, ids);
  throw new PixelisError('run.not-found', `no run has the id '${id}'`, {
    hint: candidates.length > 0 ? `did you mean ${candidates.join(', ')}?` : 'list what there is: pixelis runs list',
    data: { run: id, candidates },
  });
}
