import { problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { FetchResult } from '#schema/index.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import { fetchFromRemote } from './fetch-from-remote.js';
import { onlyLooking } from './only-looking.js';
import { pathFilter } from './path-filter.js';
import { guardPurged } from './purge-guard.js';
import type { TransferRequest } from './push.js';
import type { RepositoryContext } from './repository-context.js';
import { requireInside } from './require-inside.js';
import { askedContent, foreseeTransfer, isAskedFor } from './transfer-content.js';
import { noteSeenOnRemote } from './seen-on-remote.js';
import { reportTransfer, wholeVersions } from './transfer-report.js';
import { transferSubjects } from './transfer-subjects.js';

/** Copies into the cache what it lacks of the versions asked for. What neither side has is named. */
export async function fetch(
  repository: RepositoryContext,
  targets: readonly string[],
  options: TransferRequest,
): Promise<FetchResult> {
  const { signal, onProgress, dryRun = false, jobs = repository.config.jobs } = options;
  const context = dryRun ? onlyLooking(repository) : repository;
  const filter = pathFilter(options.include);
  const { subjects: named, broken } = await transferSubjects(context, targets, options);
  const remote = await context.remote(options.remote);
  const cache = await context.cache();
  const guard = await guardPurged(context, named, { signal });
  const { subjects } = guard;
  const asked = askedContent(subjects, filter);
  const isWanted = isAskedFor(asked, filter);
  const wants = (entry: TreeEntry, root: Digest): boolean =>
    isWanted(entry.path, root) && guard.wants?.(entry, root) !== false;
  const content = { blobs: asked.blobs, roots: [...asked.roots, ...asked.limits.keys()] };
  // What was here before says nothing of what is there.
  const fromThere = dryRun ? new Set() : await cache.missing(new Set(subjects.map(({ digest }) => digest)), { signal });
  const { warning, ...result } = dryRun
    ? {
        ...(await foreseeTransfer(content, { source: remote.store, target: cache, wants }, { signal })),
        warning: undefined,
      }
    : await fetchFromRemote(context, remote, {
        ...content,
        jobs,
        signal,
        onProgress,
        wants,
      });
  await requireInside(cache, subjects, { signal });
  const { transfer, problems, warnings } = await reportTransfer(
    cache,
    { remote, subjects, result, filter },
    { signal },
  );
  const whole = wholeVersions(subjects, transfer, filter);
  if (!dryRun) await takeBackDropped(cache.bucket, whole);
  if (!dryRun && warning === undefined) {
    const brought = whole.filter((digest) => fromThere.has(digest));
    await noteSeenOnRemote(context, remote.url, brought);
  }
  return {
    pixelis: 1,
    command: 'fetch',
    dryRun,
    remotes: [transfer],
    problems: [...broken.map(({ path, error }) => problemOf(error, { path })), ...problems],
    warnings: [
      ...guard.warnings(),
      ...warnings,
      ...(warning === undefined ? [] : [problemOf(warning, { remote: remote.name })]),
    ],
  };
}
