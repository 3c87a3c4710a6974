import { PixelisError, problemOf } from '#errors/index.js';
import { editPointer } from '#format/pointer.js';
import { pointerTo } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PointerAt } from '#records/catalog.js';
import type { CheckoutResult, PlacedPath, Problem } from '#schema/index.js';
import { unusable } from './add-plan.js';
import { onlyLooking } from './only-looking.js';
import { isIncluded, type PathFilter, pathFilter } from './path-filter.js';
import { dropPathIndex, indexedPaths } from './path-index.js';
import { type PlaceOptions, placePath } from './place-path.js';
import type { Placed, Placement } from './placed-path.js';
import { pointerByNow } from './pointer-by-now.js';
import type { RepositoryContext } from './repository-context.js';
import type { ResolvedReference } from './resolve-reference.js';
import { requireInside } from './require-inside.js';
import { type PathTarget, selectTargets } from './select-targets.js';
import { stageFiles } from './stage-files.js';

export interface CheckoutRequest extends PlaceOptions {
  /** Only files inside folders whose path fits one of these globs. */
  readonly include?: readonly string[] | undefined;
}

/** Makes the worktree match the pointers; a version that is named moves the pointer of its artifact's path first. */
export async function checkout(
  repository: RepositoryContext,
  targets: readonly string[],
  options: CheckoutRequest,
): Promise<CheckoutResult> {
  if (options.force === true && options.merge !== undefined && options.merge !== false) {
    throw unusable('--force gives up what --merge keeps', 'leave out one of them');
  }
  const context = options.dryRun === true ? onlyLooking(repository) : repository;
  const filter = pathFilter(options.include);
  const { paths, versions, broken } = await selectTargets(context, targets, options);
  const limited = paths.map(({ pointer, only }) => ({ ...pointer, only }));
  await requireInside(await context.cache(), limited, options);
  const { pointers } = await context.worktreeCatalog().pointers(options);
  const moves = versions.map((version) => ({ at: pathOfArtifact(version, pointers), version }));
  const placed = await placePaths(
    context,
    paths.map((target) => placementOf(context, target, filter)),
    options,
  );
  for (const { at, version } of moves) placed.push(await moveTo(context, at, { version, options }));
  if (targets.length === 0 && filter === undefined) placed.push(...(await removeOrphans(context, options)));
  return {
    pixelis: 1,
    command: 'checkout',
    dryRun: options.dryRun === true,
    ...summed(placed, broken),
  };
}

/** Paths one after the other: each uses all the threads there are. */
async function placePaths(
  context: RepositoryContext,
  placements: readonly Placement[],
  options: PlaceOptions,
): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const placement of placements) placed.push(await placePath(context, placement, options));
  return placed;
}

function placementOf(context: RepositoryContext, target: PathTarget, filter: PathFilter): Placement {
  const { path, pointer, only } = target;
  const isLimited = pointer.files !== undefined && (only !== undefined || filter !== undefined);
  return {
    path,
    pointer,
    reread: () => pointerByNow(context, { path, present: target })?.pointer,
    includes: isLimited ? (inside) => isIncluded(inside, filter, only) : undefined,
  };
}

/** The lists of a result, from what was done path by path. */
function summed(
  placed: readonly Placed[],
  broken: readonly { readonly path: string; readonly error: PixelisError }[],
): { paths: PlacedPath[]; problems: Problem[]; warnings: Problem[] } {
  return {
    paths: placed.map((each) => each.placed),
    problems: [
      ...broken.map(({ path, error }) => problemOf(error, { path })),
      ...placed.flatMap((each) => each.problems),
    ],
    warnings: placed.flatMap((each) => each.warnings),
  };
}

function pathOfArtifact(version: ResolvedReference, pointers: readonly PointerAt[]): PointerAt {
  const candidates = pointers.filter(({ path, pointer }) =>
    version.path === undefined ? pointer.artifact === version.artifact : path === version.path,
  );
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && version.subpath === undefined) return only;
  const what = `${version.artifact}:v${version.version}`;
  throw new PixelisError('path.not-tracked', `'${what}' has no one path in the worktree`, {
    hint: `place it where you like: pixelis get ${what}${version.subpath === undefined ? '' : `//${version.subpath}`} -o DEST`,
    data: { artifact: version.artifact, version: version.version, paths: candidates.map(({ path }) => path) },
  });
}

/** Places another version at a path, and then points the pointer at it: a pointer never names what could not be placed. */
async function moveTo(
  context: RepositoryContext,
  { path, pointerPath, bytes }: PointerAt,
  { version, options }: { readonly version: ResolvedReference; readonly options: PlaceOptions },
): Promise<Placed> {
  const pointer = pointerTo(version);
  const placed = await placePath(context, { path, pointer }, options);
  if (options.dryRun === true || placed.placed.state === 'refused') return placed;
  await context.files.replace(pointerPath, editPointer(bytes, pointer, pointerPath));
  await stageFiles(context, [pointerPath], options);
  return placed;
}

/**
 * Removes what only another commit had. What a pointer stood for that was taken away since HEAD stays, and so does what
 * git tracks by now: somebody is handing it over.
 */
async function removeOrphans(context: RepositoryContext, options: PlaceOptions): Promise<readonly Placed[]> {
  const indexed = await indexedPaths(context);
  if (indexed.length === 0) return [];
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  const known = new Set<string>([...pointers, ...broken].map(({ path }) => path));
  const orphans = indexed.filter((path) => !known.has(path));
  if (orphans.length === 0) return [];
  const atHead = await pathsAtHead(context, options);
  const handedOver = await context.git.trackedPaths(orphans, options);
  const placed: Placed[] = [];
  for (const path of orphans) {
    if (atHead.has(path)) continue;
    if (!handedOver.has(path))
      placed.push(await placePath(context, { path, pointer: undefined }, { ...options, merge: false }));
    else if (options.dryRun !== true) await dropPathIndex(context, path);
  }
  return placed;
}

async function pathsAtHead(context: RepositoryContext, options: TaskOptions): Promise<ReadonlySet<string>> {
  const { commit } = await context.git.head(options);
  if (commit === undefined) return new Set();
  const { pointers, broken } = await (await context.catalogAt(commit)).pointers(options);
  return new Set([...pointers, ...broken].map(({ path }) => path));
}
