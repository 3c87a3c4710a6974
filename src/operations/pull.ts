import type { FetchResult, Problem, PullResult } from '#schema/index.js';
import { checkout } from './checkout.js';
import { fetch } from './fetch.js';
import type { PlaceOptions } from './place-path.js';
import type { TransferRequest } from './push.js';
import type { RepositoryContext } from './repository-context.js';

/** {@link fetch}, then {@link checkout} of what the worktree's pointers name. Offline, what is in the cache will do. */
export async function pull(
  context: RepositoryContext,
  targets: readonly string[],
  options: TransferRequest & PlaceOptions,
): Promise<PullResult> {
  let fetched = context.isOffline ? undefined : await fetch(context, targets, options);
  const isOfHistory = options.all === true || (options.revisions ?? []).length > 0;
  const place = () => checkout(context, isOfHistory ? [] : targets, options);
  let placed = await place();
  if (fetched !== undefined && options.dryRun !== true && placed.problems.some(isDamage)) {
    // What proved damaged when it was placed is set aside by now: the remote may have it whole.
    fetched = withTransfersOf(fetched, await fetch(context, targets, options));
    placed = await place();
  }
  const named = new Set((fetched?.problems ?? []).map(({ path }) => path));
  const told = new Set((fetched?.warnings ?? []).map(({ path }) => path));
  // What could not be fetched was named with its reason; that it cannot be placed either goes without saying. In a dry
  // run nothing was fetched, so that it is not in the cache is no news.
  const isNews = ({ code, path }: Problem) =>
    code !== 'object.missing' || (options.dryRun !== true && (path === undefined || !named.has(path)));
  return {
    pixelis: 1,
    command: 'pull',
    dryRun: options.dryRun === true,
    remotes: fetched?.remotes ?? [],
    paths: placed.paths,
    problems: [...(fetched?.problems ?? []), ...placed.problems.filter((problem) => isNews(problem))],
    warnings: [...(fetched?.warnings ?? []), ...placed.warnings.filter(({ path }) => !told.has(path))],
  };
}

function isDamage({ code }: Problem): boolean {
  return code === 'object.corrupt';
}

/** The later fetch, which also tells what the earlier one moved. */
function withTransfersOf(earlier: FetchResult, later: FetchResult): FetchResult {
  const remotes = later.remotes.map((transfer, index) => {
    const { objects = 0, bytes = 0 } = earlier.remotes[index] ?? {};
    const sums = { objects: transfer.objects + objects, bytes: transfer.bytes + bytes };
    return { ...transfer, ...sums, upToDate: transfer.upToDate && sums.objects === 0 };
  });
  return { ...later, remotes };
}
