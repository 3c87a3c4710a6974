import { problemOf } from '#errors/index.js';
import type { PushResult } from '#schema/index.js';
import { pushContent } from '#store/push-content.js';
import { pathFilter } from './path-filter.js';
import type { RepositoryContext } from './repository-context.js';
import { requireInside } from './require-inside.js';
import { askedContent, contentToPush, foreseeTransfer } from './transfer-content.js';
import { noteSeenOnRemote } from './seen-on-remote.js';
import { reportTransfer, wholeVersions } from './transfer-report.js';
import { type SubjectRequest, type TransferSubjects, transferSubjects } from './transfer-subjects.js';

export interface TransferRequest extends SubjectRequest {
  readonly remote?: string | undefined;
  readonly include?: readonly string[] | undefined;
  readonly jobs?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Copies to a remote what it lacks of the versions asked for. What neither side has is named. */
export async function push(
  context: RepositoryContext,
  targets: readonly string[],
  options: TransferRequest,
): Promise<PushResult> {
  return pushSubjects(context, await transferSubjects(context, targets, options), options);
}

/** The same for versions that are known already. */
export async function pushSubjects(
  context: RepositoryContext,
  { subjects, broken }: TransferSubjects,
  options: TransferRequest,
): Promise<PushResult> {
  const { signal, onProgress, dryRun = false, jobs = context.config.jobs } = options;
  const filter = pathFilter(options.include);
  const remote = await context.remote(options.remote);
  const cache = await context.cache();
  await requireInside(cache, subjects, { signal });
  const content = await contentToPush(cache, askedContent(subjects, filter), { signal, filter });
  const result = dryRun
    ? await foreseeTransfer(content, { source: cache, target: remote.store }, { signal })
    : await pushContent(cache, remote.store, { ...content, jobs, signal, onProgress });
  const { transfer, problems } = await reportTransfer(cache, { remote, subjects, result, filter }, { signal });
  if (!dryRun) await noteSeenOnRemote(context, remote.url, wholeVersions(subjects, transfer, filter));
  return {
    pixelis: 1,
    command: 'push',
    dryRun,
    remotes: [transfer],
    problems: [...broken.map(({ path, error }) => problemOf(error, { path })), ...problems],
    warnings: [],
  };
}
