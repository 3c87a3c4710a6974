import { shortestPath } from '#model/lineage-walk.js';
import { lineageView, selectPath, versionName } from '#model/select-lineage.js';
import type { LineagePathResult } from '#schema/index.js';
import type { ReadLineage } from '#records/lineage-reader.js';
import { lineageScope, scopeFacts, type ScopeRequest, selectLineage } from './lineage-source.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveInLineage } from './resolve-in-lineage.js';

/**
 * The shortest way along which one of two versions was made from the other.
 * @throws `reference.not-found`, `reference.ambiguous`, `git.revision-not-found`
 */
export async function findLineagePath(
  context: RepositoryContext,
  { from, to }: { readonly from: string; readonly to: string },
  options: ScopeRequest = {},
): Promise<LineagePathResult> {
  const scope = await lineageScope(context, undefined, options);
  const select = async ({ graph }: ReadLineage) => {
    const start = await resolveInLineage(context, { text: from, graph, scope }, options);
    const end = await resolveInLineage(context, { text: to, graph, scope }, options);
    const ahead = shortestPath(graph, start, end);
    const path = ahead ?? shortestPath(graph, end, start);
    const found = { isFound: path !== undefined, isReversed: ahead === undefined && path !== undefined };
    return { ...selectPath(graph, path ?? []), path: path ?? [start, end], start, end, ...found };
  };
  const { lineage, selection } = await selectLineage(context, { ...scope, select }, options);
  const { graph } = lineage;
  const { path, start, end, isFound, isReversed } = selection;
  const facts = scopeFacts(scope, lineage);
  const view = lineageView(graph, { ...selection, versions: new Set(path) });
  const versions = new Map(view.versions.map((version) => [version.id, version]));
  return {
    pixelis: 1,
    command: 'lineage path',
    ...facts.scope,
    from: versionName(graph, start),
    to: versionName(graph, end),
    found: isFound,
    reversed: isReversed,
    versions: path.flatMap((version) => versions.get(versionName(graph, version)) ?? []),
    runs: [...(view.runs as LineagePathResult['runs'])],
    edges: [...view.edges],
    problems: facts.problems,
    warnings: [],
  };
}
