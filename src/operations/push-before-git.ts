import { PixelisError, problemOf } from '#errors/index.js';
import type { CommitId, Git } from '#git/git.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { pushSubjects } from './push.js';
import type { RepositoryContext } from './repository-context.js';
import { type HookCall, type HookOutcome, nothingDone } from './hook-call.js';
import { type FoundRuns, runsOfHistory } from './runs-to-push.js';
import { type TransferSubject, uniqueSubjects } from './transfer-subjects.js';
import { versionHistory } from './version-history.js';

/**
 * Pushes the objects of all versions that the commits to be pushed point at, and of the runs that they bring, before git
 * pushes the commits. Refused where a version is missing afterwards, or the remote cannot be reached. Offline, or where no
 * remote is set up, nobody can tell: git goes on, with a warning.
 */
export async function pushBeforeGit(
  context: RepositoryContext,
  { arguments: [gitRemote = ''], input }: HookCall,
  options: TaskOptions,
): Promise<HookOutcome> {
  const updates = parseUpdates(input);
  if (updates.length === 0) return nothingDone;
  const pushed = await pushedCommits(context.git, { updates, gitRemote }, options);
  // A pointer that cannot be read names nothing that could be missing.
  const warnings: Problem[] = [];
  const subjects = await subjectsOf(context, { ...pushed, problems: warnings }, options);
  const runs = await runsOfHistory(context, { from: pushed.tips, excluding: pushed.known }, options);
  if (subjects.length + runs.runs.length === 0) return { ...nothingDone, warnings };
  const unknown = cannotTell(context, { subjects, runs });
  if (unknown !== undefined) return { ...nothingDone, warnings: [...warnings, unknown] };
  const pushing = await pushSubjects(context, { subjects, broken: [], runs }, options);
  const { remotes, problems } = pushing;
  const hasMoved = remotes.some(({ objects }) => objects > 0);
  const action = problems.length > 0 ? 'refused' : hasMoved ? 'pushed' : 'none';
  return { ...nothingDone, action, remotes, problems, warnings: [...warnings, ...pushing.warnings] };
}

interface Update {
  readonly localId: string;
  readonly remoteId: string;
}

/** Git's lines `<local ref> <local id> <remote ref> <remote id>`, without deletions. An id of zeros stands for nothing. */
function parseUpdates(input: string): readonly Update[] {
  return input.split('\n').flatMap((line) => {
    const [, localId = '', , remoteId = ''] = line.trim().split(' ');
    return /^0*$/.test(localId) ? [] : [{ localId, remoteId }];
  });
}

interface PushedCommits {
  /** Where the pushed refs will stand. */
  readonly tips: readonly CommitId[];
  /** What the other side has, for all that is known here. */
  readonly known: readonly CommitId[];
}

async function pushedCommits(
  git: Git,
  { updates, gitRemote }: { readonly updates: readonly Update[]; readonly gitRemote: string },
  options: TaskOptions,
): Promise<PushedCommits> {
  const resolve = async (ids: Iterable<string>): Promise<CommitId[]> => {
    const commits = await Promise.all([...new Set(ids)].map((id) => git.resolveCommit(id, options)));
    return commits.filter((commit) => commit !== undefined);
  };
  const prefix = `refs/remotes/${gitRemote}/`;
  const refs = (await git.listRefs(options)).filter(({ name }) => gitRemote !== '' && name.startsWith(prefix));
  // A remote may stand at a commit that was never fetched: then it says nothing of what it has.
  const there = await resolve(updates.map(({ remoteId }) => remoteId).filter((id) => !/^0*$/.test(id)));
  return {
    tips: await resolve(updates.map(({ localId }) => localId)),
    known: [...new Set([...there, ...refs.map(({ commit }) => commit)])],
  };
}

/** The versions that the new commits brought, and all that the tips point at: an earlier push may have left some out. */
async function subjectsOf(
  context: RepositoryContext,
  { tips, known, problems }: PushedCommits & { readonly problems: Problem[] },
  options: TaskOptions,
): Promise<readonly TransferSubject[]> {
  const subjects: TransferSubject[] = [];
  const query = { from: tips, excluding: known, scopes: [{ suffix: pointerSuffix }] };
  for await (const { pointers } of versionHistory(context.git, { query, problems }, options)) {
    for (const { path, pointer } of pointers) subjects.push({ ...pointer, path, isPast: true });
  }
  for (const tip of tips) {
    const { pointers } = await (await context.catalogAt(tip)).pointers(options);
    for (const { path, pointer } of pointers) subjects.push({ ...pointer, path });
  }
  return uniqueSubjects(subjects);
}

function cannotTell(
  { isOffline, config }: RepositoryContext,
  { subjects, runs: { runs } }: { readonly subjects: readonly TransferSubject[]; readonly runs: FoundRuns },
): Problem | undefined {
  const hasRemote = config.defaultRemote !== undefined;
  if (hasRemote && !isOffline) return undefined;
  const names = [...subjects.map(({ artifact, version }) => `${artifact}:v${version}`), ...runs.map(({ run }) => run)];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  const what = `whether '${names[0]}'${more} can be had by others is not known`;
  const error = hasRemote
    ? new PixelisError('offline.forbidden', `Pixelis is offline: ${what}`, { hint: 'pixelis push, once online' })
    : new PixelisError('remote.not-configured', `no remote is set up: ${what}`, {
        hint: 'pixelis remote add origin URL, then pixelis push',
      });
  return problemOf(error);
}
