import { problemOf } from '#errors/index.js';
import type { PushResult, Transfer } from '#schema/index.js';
import type { CopyResult } from '#store/copy-objects.js';
import { type Content, pushContent } from '#store/push-content.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import { onlyLooking } from './only-looking.js';
import { leaveOutLetGo } from './left-out.js';
import { idOf } from './merged-version.js';
import { pathFilter } from './path-filter.js';
import { guardPurged, withoutPurged } from './purge-guard.js';
import { type PushedRuns, pushRuns } from './push-runs.js';
import { isWritingDenied, registerIncomplete, registerPush } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { requireInside } from './require-inside.js';
import { runContent } from './run-content.js';
import { type FoundRuns, runsInScope } from './runs-to-push.js';
import { askedContent, contentToPush, foreseeTransfer, incompleteRoots } from './transfer-content.js';
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
  const found = await transferSubjects(context, targets, options);
  // Whoever names what is to be pushed gets that.
  const isLimited = targets.length > 0 || (options.include ?? []).length > 0;
  const runs = isLimited ? noRuns : await runsInScope(context, options);
  return pushSubjects(context, { ...found, runs }, options);
}

const noRuns: FoundRuns = { runs: [], broken: [] };

/** The same for versions and runs that are known already. */
export async function pushSubjects(
  repository: RepositoryContext,
  { subjects: named, broken, runs }: TransferSubjects & { readonly runs: FoundRuns },
  options: TransferRequest,
): Promise<PushResult> {
  const { signal, onProgress, dryRun = false, jobs = repository.config.jobs } = options;
  const context = dryRun ? onlyLooking(repository) : repository;
  const filter = pathFilter(options.include);
  const remote = await context.remote(options.remote);
  const cache = await context.cache();
  const guard = await guardPurged(context, named, { signal });
  const { wants } = guard;
  const { subjects, leftOut } = await leaveOutLetGo(context, { remote, subjects: guard.subjects }, { signal });
  await requireInside(cache, subjects, { signal });
  const content = await contentToPush(cache, askedContent(subjects, filter), { signal, filter, wants });
  const kept = withoutPurged(await runContent(context.worktreeCatalog(), runs.runs, { signal }), guard.tombstones);
  const foresee = () => foreseeTransfer(content, { source: cache, target: remote.store, wants }, { signal });
  if (!dryRun) await register(context, remote, { contents: [content, kept], foresee, signal });
  const result = dryRun
    ? await foresee()
    : await pushContent(cache, remote.store, { ...content, wants, jobs, signal, onProgress });
  const { transfer, problems, warnings } = await reportTransfer(
    cache,
    { remote, subjects, result, filter },
    { signal },
  );
  const whole = wholeVersions(subjects, transfer, filter);
  // What a rule let go there and was brought there again is let go no more.
  if (!dryRun && result.copied.objects > 0) await takeBackDropped(remote.store.bucket, whole);
  if (!dryRun) await noteSeenOnRemote(context, remote.url, whole);
  const ofRuns = await pushRuns(
    context,
    { remote, found: runs, content: kept, wants },
    { signal, onProgress, jobs, dryRun },
  );
  const incomplete = [...incompleteRoots(content.roots ?? [], result), ...ofRuns.incomplete];
  if (!dryRun) await registerIncomplete(context, remote, { roots: incomplete, signal });
  return {
    pixelis: 1,
    command: 'push',
    dryRun,
    remotes: [{ ...withRuns(transfer, runs, ofRuns), ...(leftOut.length === 0 ? {} : { leftOut: leftOut.map(idOf) }) }],
    problems: [...broken.map(({ path, error }) => problemOf(error, { path })), ...problems, ...ofRuns.problems],
    warnings: [...guard.warnings(), ...warnings, ...ofRuns.warnings],
  };
}

/** Who may not write to the remote need not register there, as long as there is nothing to be written. */
async function register(
  context: RepositoryContext,
  remote: Remote,
  {
    contents,
    foresee,
    signal,
  }: {
    readonly contents: readonly Content[];
    readonly foresee: () => Promise<CopyResult>;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const blobs = contents.flatMap((content) => [...(content.blobs?.keys() ?? [])]);
  const roots = contents.flatMap((content) => [...(content.roots ?? [])]);
  if (blobs.length + roots.length === 0) return;
  try {
    await registerPush(context, remote, { needs: { blobs, roots }, signal });
  } catch (error) {
    if (!isWritingDenied(error) || (await foresee()).copied.objects > 0) throw error;
  }
}

function withRuns(transfer: Transfer, { runs }: FoundRuns, { copied, present, corrupt }: PushedRuns): Transfer {
  if (runs.length === 0) return transfer;
  return {
    ...transfer,
    runs: runs.length,
    upToDate: transfer.upToDate && copied.objects === 0 && corrupt === 0,
    objects: transfer.objects + copied.objects,
    bytes: transfer.bytes + copied.bytes,
    presentObjects: transfer.presentObjects + present,
    corruptObjects: transfer.corruptObjects + corrupt,
  };
}
