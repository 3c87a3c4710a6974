import { PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import type { CopyResult } from '#store/copy-objects.js';
import { pushContent, type PushContentOptions } from '#store/push-content.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import type { RunContent } from './run-content.js';
import type { FoundRuns } from './runs-to-push.js';
import { foreseeTransfer, incompleteRoots } from './transfer-content.js';

interface PushRunsOptions extends TaskOptions {
  readonly jobs: number | undefined;
  readonly dryRun: boolean;
}

export interface PushedRuns {
  readonly copied: CopyResult['copied'];
  readonly present: number;
  readonly corrupt: number;
  /** Trees that are not there as a whole. */
  readonly incomplete: readonly Digest[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Copies to a remote what it lacks of what runs kept. One look where it lacks nothing: who has a root has all of the tree.
 * What neither side has is a warning: it may be in the cache of whoever made the run.
 */
export async function pushRuns(
  context: RepositoryContext,
  {
    remote,
    found,
    content,
    wants,
  }: {
    readonly remote: Remote;
    readonly found: FoundRuns;
    readonly content: RunContent;
    readonly wants: PushContentOptions['wants'];
  },
  { signal, onProgress, jobs, dryRun }: PushRunsOptions,
): Promise<PushedRuns> {
  const unreadable = found.broken.map(({ path, error }) => problemOf(error, { path }));
  const nothing: PushedRuns = {
    copied: { objects: 0, bytes: 0 },
    present: 0,
    corrupt: 0,
    incomplete: [],
    problems: [],
    warnings: unreadable,
  };
  const { blobs, roots } = content;
  if (blobs.size + roots.size === 0) return nothing;
  const sizeOf = (digest: Digest): number => blobs.get(digest) ?? 0;
  const lacking = await remote.store.missing([...blobs.keys(), ...roots], { signal, sizeOf });
  const present = blobs.size + roots.size - lacking.size;
  if (lacking.size === 0) return { ...nothing, present };
  const wanted = {
    blobs: new Map([...blobs].filter(([digest]) => lacking.has(digest))),
    roots: new Set([...roots].filter((digest) => lacking.has(digest))),
  };
  const cache = await context.cache();
  const result = dryRun
    ? await foreseeTransfer(wanted, { source: cache, target: remote.store, wants }, { signal })
    : await pushContent(cache, remote.store, { ...wanted, wants, jobs, signal, onProgress });
  return {
    copied: result.copied,
    present: present + result.present,
    corrupt: result.corrupt.length,
    incomplete: incompleteRoots(wanted.roots, result),
    problems: corruptProblems(content, result, remote),
    warnings: [...unreadable, ...missingWarnings(content, result, remote)],
  };
}

function missingWarnings(
  content: RunContent,
  { missing, withheld }: CopyResult,
  { store }: Remote,
): readonly Problem[] {
  const what = describe(content, [...missing, ...withheld]);
  if (missing.length === 0) return [];
  const message = `${what} is neither in the cache nor in ${store.label}`;
  return [
    problemOf(new PixelisError('object.missing', message, { hint: 'push from where the run was made: pixelis push' })),
  ];
}

function corruptProblems(
  content: RunContent,
  { corrupt, withheld }: CopyResult,
  { store }: Remote,
): readonly Problem[] {
  const what = describe(content, [...corrupt, ...withheld]);
  if (corrupt.length === 0) return [];
  const message = `${what} is damaged, and was not moved to ${store.label}`;
  return [problemOf(new PixelisError('object.corrupt', message, { hint: 'pixelis verify --repair' }))];
}

/** The runs that kept these objects; a file inside a tree is known by its root, which was kept back. */
function describe({ runOf }: RunContent, digests: readonly Digest[]): string {
  const runs = [...new Set(digests.flatMap((digest) => runOf.get(digest) ?? []))];
  const [first] = runs;
  if (first === undefined) return 'something that a run kept';
  const more = runs.length > 1 ? ` and of ${runs.length - 1} more` : '';
  return `something that run '${first}'${more} kept`;
}
