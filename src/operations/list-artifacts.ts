import { PixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog, PointerAt } from '#records/catalog.js';
import type { ListedArtifact, ListResult, Problem } from '#schema/index.js';
import { tombstonesHere, type Tombstones } from './known-tombstones.js';
import { readArtifacts } from './read-artifacts.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';
import { isWithin, pathFromTop } from './user-path.js';
import { type ArtifactVersions, summaryOf } from './version-summary.js';

export interface ListRequest extends TaskOptions {
  readonly all?: boolean | undefined;
  readonly type?: string | undefined;
}

/**
 * The artifacts, or those that are named or lie at or below a path, with their latest version or all of them. Read from
 * records alone.
 * @throws `reference.not-found` with the closest candidates
 */
export async function listArtifacts(
  context: RepositoryContext,
  targets: readonly string[],
  options: ListRequest = {},
): Promise<ListResult> {
  const catalog = context.worktreeCatalog();
  const { pointers, broken } = await catalog.pointers(options);
  const problems: Problem[] = broken.map(({ path, error }) => problemOf(error, { path }));
  const names = await namesWanted(context, { targets, catalog, pointers }, options);
  const tombstones = await tombstonesHere(catalog, options);
  const artifacts: ListedArtifact[] = [];
  for await (const found of readArtifacts(catalog, { names, problems }, options)) {
    const listed = listedArtifact(found, { pointers, tombstones, all: options.all === true });
    if (options.type === undefined || listed.type === options.type) artifacts.push(listed);
  }
  return { pixelis: 1, command: 'list', artifacts, problems, warnings: [] };
}

interface Wanted {
  readonly targets: readonly string[];
  readonly catalog: Catalog;
  readonly pointers: readonly PointerAt[];
}

async function namesWanted(
  context: RepositoryContext,
  { targets, catalog, pointers }: Wanted,
  options: TaskOptions,
): Promise<readonly string[]> {
  const names = await catalog.artifactNames(options);
  if (targets.length === 0) return names;
  const wanted = new Set<string>();
  for (const target of targets) {
    const path = names.includes(target) ? undefined : pathOrUndefined(context, target);
    const below = path === undefined ? [] : pointers.filter((at) => isWithin(at.path, path));
    if (names.includes(target)) wanted.add(target);
    else if (below.length > 0) for (const { pointer } of below) wanted.add(pointer.artifact);
    else wanted.add((await resolveReference(context, target, options)).artifact);
  }
  return [...wanted].sort();
}

/** What lies outside the repository can still be another reference, which has the better error. */
function pathOrUndefined(context: RepositoryContext, target: string): string | undefined {
  try {
    return pathFromTop(context, target);
  } catch (error) {
    if (error instanceof PixelisError) return undefined;
    throw error;
  }
}

function listedArtifact(
  found: ArtifactVersions,
  {
    pointers,
    tombstones,
    all,
  }: { readonly pointers: readonly PointerAt[]; readonly tombstones: Tombstones; readonly all: boolean },
): ListedArtifact {
  const newestFirst = found.versions.toReversed();
  const [latest] = newestFirst;
  const isSame = (version: number): boolean => version === latest?.version;
  return {
    artifact: found.artifact,
    type: latest?.type ?? 'other',
    paths: pointers.filter(({ pointer }) => pointer.artifact === found.artifact).map(({ path }) => path),
    versionCount: found.versions.length,
    versions: newestFirst
      .filter(({ version }) => all || isSame(version))
      .map((record) => summaryOf(record, found, tombstones)),
  };
}
