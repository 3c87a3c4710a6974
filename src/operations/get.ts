import { join } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { GetResult, Problem } from '#schema/index.js';
import { applyCheckout, type CheckoutResult } from '#worktree/checkout-apply.js';
import type { CheckoutPlan, CheckoutTarget } from '#worktree/checkout-plan.js';
import { prepareCheckout } from '#worktree/prepare-checkout.js';
import { scanWorktree } from '#worktree/scan.js';
import { noteInput } from './active-run.js';
import { bringContent, type NamedContent, refusePurged } from './bring-content.js';
import { refuseMissing } from './cat.js';
import { type Destination, getDestination } from './get-destination.js';
import { objectPurged, type Tombstones } from './known-tombstones.js';
import { onlyLooking } from './only-looking.js';
import type { RepositoryContext } from './repository-context.js';
import { type ResolvedReference, resolveReference } from './resolve-reference.js';

export interface GetRequest extends TaskOptions {
  readonly output?: string | undefined;
  readonly remote?: string | undefined;
  readonly force?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Places a version, or a file or folder inside it, anywhere but at a tracked path. What the cache lacks is fetched first.
 * @throws `reference.not-found`, `worktree.would-overwrite` unless forced, `path.overlaps`, `path.inside-git`, `object.purged`
 */
export async function get(
  repository: RepositoryContext,
  reference: string,
  options: GetRequest = {},
): Promise<GetResult> {
  const { dryRun = false, force = false, signal, onProgress } = options;
  const context = dryRun ? onlyLooking(repository) : repository;
  const found = await resolveReference(context, reference, options);
  const { content, fetchedObjects, fetchedBytes, tombstones, letGo } = await bringContent(context, found, options);
  if (content.kind === 'file') refusePurged(found, content.entry.digest, tombstones);
  const destination = await getDestination(context, { found, kind: content.kind, output: options.output }, options);
  const target = await targetOf(context, { found, content, letGo, dryRun }, options);
  const cache = await context.cache();
  const root = join(destination.top, destination.path);
  const scanned = await scanWorktree({ root, repositoryPath: destination.path }, { signal });
  const plan = await prepareCheckout({ root, scanned, target }, cache, { force, signal, onProgress });
  if (!force) refuseOverwriting(plan, destination);
  const result = dryRun
    ? undefined
    : await applyCheckout({ ...destination, plan }, cache, { links: ['reflink', 'copy'], signal, onProgress });
  const { artifact, version, digest, subpath } = found;
  if (!dryRun) noteInput(context, { artifact, version, digest });
  return {
    pixelis: 1,
    command: 'get',
    dryRun,
    artifact,
    version,
    digest,
    ...(subpath === undefined ? {} : { subpath }),
    kind: content.kind,
    destination: destination.shown,
    size: sizeOf(target.entries),
    placedFiles: result?.placedFiles ?? plan.place.filter(({ entry }) => entry.kind !== 'folder').length,
    fetchedObjects,
    fetchedBytes,
    ...(result === undefined ? { problems: [], warnings: [] } : findings(found, result, { tombstones, letGo })),
  };
}

interface Asked {
  readonly found: ResolvedReference;
  readonly content: NamedContent;
  readonly letGo: PixelisError | undefined;
  readonly dryRun: boolean;
}

/** The content as it is to lie at the destination: paths from there. */
async function targetOf(
  context: RepositoryContext,
  { found, content, letGo, dryRun }: Asked,
  options: TaskOptions,
): Promise<CheckoutTarget> {
  if (content.kind === 'file') {
    const { entry } = content;
    if (entry.kind === 'symlink') {
      throw new PixelisError('path.is-symlink', `'${found.subpath ?? found.artifact}' is a symbolic link`, {
        hint: 'name what it points at, or the folder that it is in',
        data: { subpath: found.subpath },
      });
    }
    if (!dryRun) await refuseMissing(context, { found, digest: entry.digest, size: entry.size, letGo }, options);
    return { kind: 'file', entries: [{ ...entry, path: '' as TreeEntry['path'] }] };
  }
  const start = found.subpath === undefined ? 0 : found.subpath.length + 1;
  // Paths below one folder are in the same order without it.
  const entries = content.entries.map((entry) => Object.assign({}, entry, { path: entry.path.slice(start) }));
  return { kind: 'folder', entries };
}

/** Nothing at the destination is Pixelis's own: other bytes stay, in the cache or not. */
function refuseOverwriting({ place, conflicts }: CheckoutPlan, { shown }: Destination): void {
  const over = place.flatMap((placing) => (placing.over === undefined ? [] : [placing.over.path]));
  const paths = [...conflicts.map(({ path }) => path), ...over];
  const [first] = paths;
  if (first === undefined) return;
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  throw new PixelisError(
    'worktree.would-overwrite',
    `'${first === '' ? shown : `${shown}/${first}`}'${more} exists with other content`,
    { hint: 'choose another place with -o DEST, or overwrite it with --force', data: { destination: shown, paths } },
  );
}

function findings(
  found: ResolvedReference,
  { missing: absent, damaged, blocked }: CheckoutResult,
  { tombstones, letGo }: { readonly tombstones: Tombstones; readonly letGo: PixelisError | undefined },
): { problems: Problem[]; warnings: Problem[] } {
  const { artifact, version } = found;
  const tombstoneOf = (entry: TreeEntry) => (entry.kind === 'folder' ? undefined : tombstones.get(entry.digest));
  const missing = absent.filter((entry) => tombstoneOf(entry) === undefined);
  const purged = absent.filter((entry) => tombstoneOf(entry) !== undefined);
  const [first] = purged.flatMap((entry) => tombstoneOf(entry) ?? []);
  const named = (entries: readonly { readonly path: string }[]): string =>
    `'${entries[0]?.path}'${entries.length > 1 ? ` and ${entries.length - 1} more` : ''} of '${artifact}:v${version}'`;
  const problems: PixelisError[] = [];
  if (missing.length > 0) {
    problems.push(
      letGo ??
        new PixelisError(
          'object.missing',
          `${named(missing)} could not be placed: neither in the cache nor in the remote`,
          {
            hint: 'push it from where it was added',
          },
        ),
    );
  }
  if (damaged.length > 0) {
    problems.push(
      new PixelisError('object.corrupt', `${named(damaged)} could not be placed: damaged in the cache, and set aside`, {
        hint: 'run it again to fetch a good copy',
      }),
    );
  }
  if (blocked.length > 0) {
    const paths = blocked.map((path) => ({ path }));
    problems.push(
      new PixelisError('worktree.changed-meanwhile', `${named(paths)} was left out: something else came there`, {
        hint: 'run it again',
      }),
    );
  }
  return {
    problems: problems.map((error) => problemOf(error, { artifact, version })),
    warnings: first === undefined ? [] : [problemOf(objectPurged(named(purged), first), { artifact, version })],
  };
}

function sizeOf(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'folder' ? 0 : entry.size), 0);
}
