import { isPixelisError, PixelisError } from '#errors/index.js';
import { digestHex } from '#model/digest.js';
import {
  digestAt,
  findVersion,
  isVersionRecorded,
  type LineageGraph,
  versionCount,
  versionsNamed,
} from '#model/lineage-graph.js';
import { type Reading, parseReference } from '#model/reference.js';
import { versionName } from '#model/select-lineage.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LineageScope } from './lineage-source.js';
import type { RepositoryContext } from './repository-context.js';
import { ambiguousReference, resolveReference } from './resolve-reference.js';

export interface LineageReference {
  readonly text: string;
  readonly graph: LineageGraph;
  readonly scope: LineageScope;
}

/**
 * The number of the version that a reference names in a graph. What the graph itself can tell, which is most, costs no
 * reading of records.
 * @throws `reference.not-found`, `reference.ambiguous`, `reference.invalid`
 */
export async function resolveInLineage(
  context: RepositoryContext,
  { text, graph, scope }: LineageReference,
  options: TaskOptions,
): Promise<number> {
  const found = inGraph({ text, graph, scope });
  if (found !== undefined) return found;
  const { commit } = scope;
  const catalog = commit === undefined ? undefined : await context.catalogAt(commit);
  const surroundings: RepositoryContext =
    catalog === undefined ? context : Object.create(context, { worktreeCatalog: { value: () => catalog } });
  try {
    const resolved = await resolveReference(surroundings, text, options);
    const version = findVersion(graph, resolved);
    if (version !== undefined) return version;
    throw new PixelisError('reference.not-found', `'${text}' has no record among those that were read`, {
      hint: scope.all
        ? 'commit it first: --all reads what is committed'
        : `see what is known of it: pixelis log ${text}`,
      data: { text },
    });
  } catch (error) {
    if (!isPixelisError(error, 'reference.not-found') || scope.all) throw error;
    const { code, message, hint, data } = error;
    const elsewhere = 'or look on all branches: --all';
    throw new PixelisError(code, message, {
      hint: hint === undefined ? elsewhere : `${hint}\n${elsewhere}`,
      data,
      cause: error,
    });
  }
}

/** Undefined where the graph cannot tell. @throws `reference.ambiguous` */
function inGraph({ text, graph, scope }: LineageReference): number | undefined {
  for (const reading of parseReference(text).readings) {
    const isOfScope = reading.kind === 'digest' || reading.revision === undefined || reading.revision === scope.named;
    const fitting = isOfScope ? fittingVersions(graph, reading) : undefined;
    if (fitting === undefined) return undefined;
    if (fitting.length > 1)
      throw ambiguousReference(
        text,
        fitting.map((version) => versionName(graph, version)),
      );
    if (fitting[0] !== undefined) return fitting[0];
  }
  return undefined;
}

/** Undefined where it takes more than the graph to tell. */
function fittingVersions(graph: LineageGraph, reading: Reading): readonly number[] | undefined {
  if (reading.kind === 'alias' || reading.kind === 'path') return undefined;
  if (reading.kind === 'digest') return withDigest(graph, reading);
  const versions = recordedVersions(graph, versionsNamed(graph, reading.artifact));
  if (versions.length === 0) return [];
  const number = reading.kind === 'version' ? reading.version : graph.versionNumber[versions.at(-1) as number];
  const fitting = versions.filter((version) => graph.versionNumber[version] === number);
  return fitting.length === 0 ? undefined : fitting;
}

function withDigest(
  graph: LineageGraph,
  { artifact, digits }: { readonly artifact?: string; readonly digits: string },
): readonly number[] {
  const range = artifact === undefined ? ([0, versionCount(graph)] as const) : versionsNamed(graph, artifact);
  return recordedVersions(graph, range).filter((version) => digestHex(digestAt(graph, version)).startsWith(digits));
}

function recordedVersions(graph: LineageGraph, [from, to]: readonly [number, number]): readonly number[] {
  const versions: number[] = [];
  for (let version = from; version < to; version++) if (isVersionRecorded(graph, version)) versions.push(version);
  return versions;
}
