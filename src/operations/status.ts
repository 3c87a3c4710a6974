import { problemOf } from '#errors/index.js';
import type { GitStatusEntry } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import { pointerTo } from '#model/pointer.js';
import { pointerPathOf, pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Conflict, Problem, StatusPath, StatusResult } from '#schema/index.js';
import { changedRecords } from './changed-records.js';
import { readHeadPointers } from './head-pointers.js';
import { purgedLeft, type TombstoneLookup, tombstoneLookup } from './known-tombstones.js';
import { lookAtPath } from './look-at-path.js';
import { lookInStores } from './look-in-stores.js';
import { placedFrom } from './outdated-path.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { seenOnRemote } from './seen-on-remote.js';
import { type PathTarget, selectTargets } from './select-targets.js';
import { summarizeUntracked } from './untracked-paths.js';
import { conflictedFiles } from './conflicted-files.js';
import { examineConflict } from './examine-conflict.js';
import { isWithin, pathFromTop } from './user-path.js';
import { compareWithPointer } from './worktree-state.js';

export interface StatusRequest extends TaskOptions {
  readonly remote?: boolean | undefined;
}

/** How HEAD, pointers, worktree, cache and, where asked, the remote stand to each other. */
export async function status(
  context: RepositoryContext,
  targets: readonly string[],
  options: StatusRequest,
): Promise<StatusResult> {
  const [entries, head, { paths, versions, broken }] = await Promise.all([
    context.git.status({}, options),
    context.git.head(options),
    selectTargets(context, targets, options),
  ]);
  const remote = options.remote === true ? await context.remote() : undefined;
  const gitState = new Map(entries.map((entry) => [entry.path, entry]));
  const headPointers = await readHeadPointers(context, entries, options);
  const problems: Problem[] = broken.map((at) => problemOf(at.error, { path: at.path }));
  const mayConflict = entries.some(({ staged }) => staged === 'conflicted') || broken.length > 0;
  const conflicts = mayConflict ? await conflictsAmong(context, targets, options) : [];
  const states: StatusPath[] = [];
  const tombstones = tombstoneLookup(context, { signal: options.signal });
  const glance = {};
  for (const target of paths)
    states.push(await stateOf(context, target, { remote, headPointers, gitState, tombstones, glance, options }));
  const named = new Set([...paths, ...broken].map(({ path }) => path));
  for (const { path, pointer } of headPointers) {
    // Gone from the worktree, still at HEAD.
    const entry = gitState.get(pointerPathOf(path));
    const isDeleted = entry?.worktree === 'deleted' || entry?.staged === 'deleted';
    if (named.has(path) || !isDeleted || !isAsked(path, targets, paths)) continue;
    states.push({ ...nothingAt(pointer), path, pointer: 'deleted' });
  }
  const uncommitted = entries.filter(({ path }) => isOurs(path)).map(({ path }) => path);
  const isClean =
    conflicts.length === 0 &&
    uncommitted.length === 0 &&
    states.every((state) => state.worktree === 'unchanged') &&
    problems.length === 0;
  return {
    pixelis: 1,
    command: 'status',
    root: context.git.places.root,
    ...(head.branch === undefined ? {} : { branch: head.branch }),
    ...(head.commit === undefined ? {} : { commit: head.commit }),
    ...(remote === undefined ? {} : { remote: remote.name }),
    clean: isClean,
    conflicts,
    paths: states,
    untracked: targets.length > 0 ? [] : await summarizeUntracked(context, entries, options),
    uncommitted,
    ...(await unpushedVersions(context, paths, { remote, states })),
    problems,
    warnings: [
      ...versions.map(({ artifact, version }) => ({
        code: 'path.not-tracked',
        message: `'${artifact}:v${version}' is at no path of the worktree`,
      })),
      ...changedRecords(context.git, entries),
      ...(await stillHere(context, tombstones, options)),
    ],
  };
}

/** What a merge left in conflict, among what was asked for. */
async function conflictsAmong(
  context: RepositoryContext,
  targets: readonly string[],
  options: TaskOptions,
): Promise<readonly Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const file of await conflictedFiles(context, options)) {
    const { conflict } = await examineConflict(context, file, options);
    const names = new Set([conflict.path, conflict.file, conflict.ours?.artifact, conflict.theirs?.artifact]);
    const isAskedFor = targets.some((text) => names.has(text) || isWithin(conflict.path, pathFromTop(context, text)));
    if (targets.length === 0 || isAskedFor) conflicts.push(conflict);
  }
  return conflicts;
}

/** A warning where the cache still has content that was purged: most likely by somebody else. */
async function stillHere(
  context: RepositoryContext,
  tombstones: TombstoneLookup,
  { signal }: TaskOptions,
): Promise<readonly Problem[]> {
  const purged = await tombstones.here();
  if (purged.size === 0) return [];
  const cache = await context.cache();
  const sizeOf = (digest: Digest) => (purged.get(digest)?.files === undefined ? purged.get(digest)?.size : 0);
  const left = purged.size - (await cache.missingHere(purged.keys(), { signal, sizeOf })).size;
  return left === 0 ? [] : [problemOf(purgedLeft(left))];
}

/** What waits to be pushed to the default remote: by what it was seen to have, or by what it says now. */
async function unpushedVersions(
  context: RepositoryContext,
  paths: readonly PathTarget[],
  { remote, states }: { readonly remote: Remote | undefined; readonly states: readonly StatusPath[] },
): Promise<Pick<StatusResult, 'unpushed'>> {
  const { defaultRemote, remotes } = context.config;
  const url = defaultRemote === undefined ? undefined : remotes.get(defaultRemote)?.url;
  if (url === undefined) return {};
  const seen = await seenOnRemote(context, url);
  const lacking = new Set(
    states.filter(({ missingOnRemote }) => (missingOnRemote?.objects ?? 0) > 0).map(({ path }) => path),
  );
  const purged = new Set(states.filter(({ cache }) => cache === 'purged').map(({ path }) => path));
  const waiting = paths.filter(
    ({ path, pointer }) => !purged.has(path) && (remote === undefined ? !seen.has(pointer.digest) : lacking.has(path)),
  );
  return { unpushed: waiting.map(({ pointer: { artifact, version, digest } }) => ({ artifact, version, digest })) };
}

interface Surroundings {
  readonly remote: Remote | undefined;
  readonly headPointers: Awaited<ReturnType<typeof readHeadPointers>>;
  readonly gitState: ReadonlyMap<string, GitStatusEntry>;
  readonly tombstones: TombstoneLookup;
  readonly glance: object;
  readonly options: TaskOptions;
}

async function stateOf(context: RepositoryContext, target: PathTarget, around: Surroundings): Promise<StatusPath> {
  const { path, pointer, pointerPath } = target;
  const { remote, headPointers, gitState, tombstones, glance, options } = around;
  const seen = await lookAtPath(context, path, options);
  const cache = await context.cache();
  const { isUnchanged, ...worktree } = await compareWithPointer(context, { target, seen, tombstones }, options);
  const stores = await lookInStores(
    { cache, remote: remote?.store, tombstones },
    { pointer, seen: isUnchanged ? seen : undefined },
    { ...options, glance },
  );
  const isAsPointed = worktree.worktree === 'unchanged' || worktree.worktree === 'absent';
  const from = isAsPointed ? undefined : await placedFrom(context, { pointer, seen }, options);
  const before = headPointers.find((head) => head.path === path)?.pointer;
  return {
    ...nothingAt(pointer),
    path,
    pointer: pointerState(gitState.get(pointerPath)),
    ...(before === undefined
      ? {}
      : { head: { artifact: before.artifact, version: before.version, digest: before.digest } }),
    ...worktree,
    ...(from === undefined ? {} : { placedFrom: from }),
    ...stores,
  };
}

function pointerState(entry: GitStatusEntry | undefined): StatusPath['pointer'] {
  if (entry === undefined) return 'unchanged';
  if (entry.staged === 'conflicted') return 'conflicted';
  return entry.headBlob === undefined ? 'added' : 'modified';
}

/** What a status says of a pointer before anything is looked at. */
function nothingAt(pointer: PathTarget['pointer']) {
  const { executable: _, ...facts } = pointerTo(pointer);
  return {
    ...facts,
    worktree: 'absent' as const,
    changedFiles: [],
    notPulledFiles: 0,
    cache: 'absent' as const,
    missingInCache: { objects: 0, bytes: 0 },
  };
}

function isAsked(path: string, targets: readonly string[], chosen: readonly PathTarget[]): boolean {
  return targets.length === 0 || chosen.some((target) => isWithin(path, target.path));
}

/** Files that Pixelis writes for git. */
function isOurs(path: string): boolean {
  return path.endsWith(pointerSuffix) || path.startsWith('.pixelis/') || path === '.pixelisignore';
}
