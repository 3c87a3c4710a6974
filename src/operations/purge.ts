import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { encodeTombstone, tombstonePath } from '#format/tombstone.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import type { Problem, PurgedStore, PurgeResult, PurgeUse } from '#schema/index.js';
import { countObjects } from '#store/erase-objects.js';
import { NeededObjects } from '#store/needed-objects.js';
import { gitUser } from './git-user.js';
import { knownTombstones, type Tombstones } from './known-tombstones.js';
import { onlyLooking } from './only-looking.js';
import { addPendingPurges, forgetPurges, notePurge } from './pending-purges.js';
import { everyNeeder, type Use } from './purge-needs.js';
import { planPurge, type PurgePlan } from './purge-plan.js';
import { type PurgeRemotes, purgeRemotes } from './purge-reader.js';
import { purgeTargets } from './purge-targets.js';
import { purgeWorktree } from './purge-worktree.js';
import { purgeCache, purgeableHere } from './purge-cache.js';
import { purgeRemote } from './purge-remote.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';
import { isRemoteFailure } from './verify-sides.js';

export interface PurgeRequest extends TaskOptions {
  readonly reason?: string | undefined;
  readonly remotes?: readonly string[] | undefined;
  readonly local?: boolean | undefined;
  readonly withSharing?: boolean | undefined;
  readonly worktree?: boolean | undefined;
  readonly apply?: boolean | undefined;
}

/**
 * Removes content for good, everywhere that can be reached, and leaves a tombstone for each digest; without references, what
 * tombstones name already. In this order: tombstones, staged; a note of what is to go; the remotes; the cache. Who is killed
 * between runs the same again.
 * @throws `usage.invalid-argument` without a reason; `purge.shared`, `purge.unknown-needs`, `reference.*`, `offline.forbidden`
 */
export async function purge(
  repository: RepositoryContext,
  references: readonly string[],
  request: PurgeRequest = {},
): Promise<PurgeResult> {
  const { signal, onProgress, apply = false, worktree = false } = request;
  const context = apply ? repository : onlyLooking(repository);
  const reason = request.reason?.trim();
  if (apply && references.length > 0) requireReason(reason);
  const remotes = await purgeRemotes(context, request);
  const known = await knownTombstones(context, { signal });
  const pending = new NeededObjects();
  const notes = await addPendingPurges(context, pending);
  const plan = await planOf(context, { references, remotes, known, pending, request });
  const told = { reason, known, plan };
  const warnings: Problem[] = [];
  if (!apply) {
    const counted = await eachStore(remotes, async (remote) =>
      remote === undefined
        ? countObjects(await context.cache(), await purgeableHere(context, plan, { signal }), { signal })
        : countObjects(remote.store, plan.gone, { signal }),
    );
    const found = await purgeWorktree(context, plan.gone, { remove: false, signal });
    return resultOf({ ...told, ...counted, applied: false, worktree: found, warnings });
  }
  await bury(context, { plan, known, reason: reason ?? '', remotes, options: { signal } });
  const note = await notePurge(context, plan.gone);
  const left: Problem[] = [];
  const erased = await eachStore(remotes, async (remote) => {
    const options = { signal, onProgress };
    const { left: files, ...counts } = await (remote === undefined
      ? purgeCache(context, plan, options)
      : purgeRemote(context, remote, plan, options));
    const about = remote === undefined ? {} : { remote: remote.name };
    for (const { file, error } of files)
      left.push(problemOf(error, { ...about, ...(file === undefined ? {} : { path: file }) }));
    return counts;
  });
  const found = await purgeWorktree(context, plan.gone, { remove: worktree, signal });
  const problems = [...erased.problems, ...left];
  if (problems.length === 0) await forgetPurges([...notes, note]);
  return resultOf({ ...told, stores: erased.stores, problems, applied: true, worktree: found, warnings });
}

function requireReason(reason: string | undefined): void {
  if (reason !== undefined && reason !== '' && reason.length <= 2000) return;
  throw new PixelisError('usage.invalid-argument', 'a purge needs a reason of at most 2,000 characters', {
    hint: "say why: --reason 'participant 17 withdrew consent'",
  });
}

interface Question {
  readonly references: readonly string[];
  readonly remotes: PurgeRemotes;
  readonly known: Tombstones;
  readonly pending: NeededObjects;
  readonly request: PurgeRequest;
}

async function planOf(
  context: RepositoryContext,
  { references, remotes, known, pending, request }: Question,
): Promise<PurgePlan> {
  const { signal, withSharing = false } = request;
  const targets = await purgeTargets(context, references, { signal });
  const needers = await everyNeeder(context, { signal });
  const question = { targets, needers, known, pending, withSharing, past: remotes.past };
  const plan = await planPurge(remotes.reader, question, { signal });
  // What no store has cannot be hurt; what a store has that does not answer could be.
  const unknown = plan.unknown.find(({ cause }) => !(cause instanceof PixelisError) || cause.code !== 'object.missing');
  const unsure = unknown ?? (remotes.problems.length > 0 || request.local === true ? plan.unknown[0] : undefined);
  if (unsure !== undefined) throw unsure;
  return plan;
}

/** Writes and stages the tombstones that are not there yet: from now on nobody brings the content back. */
async function bury(
  context: RepositoryContext,
  {
    plan,
    known,
    reason,
    remotes,
    options,
  }: {
    readonly plan: PurgePlan;
    readonly known: Tombstones;
    readonly reason: string;
    readonly remotes: PurgeRemotes;
    readonly options: TaskOptions;
  },
): Promise<void> {
  const fresh = plan.contents.filter(({ digest }) => !known.has(digest));
  const paths = plan.contents.map(({ digest }) => tombstonePath(digest));
  if (fresh.length > 0) {
    const by = await gitUser(context);
    const purged = `${context.now().toISOString().slice(0, 19)}Z`;
    const from = ['cache', ...remotes.all.map(({ url }) => url)];
    for (const content of fresh) {
      const tombstone: Tombstone = { ...content, purged, by, reason, from };
      await context.files.create(tombstonePath(content.digest), encodeTombstone(tombstone));
    }
  }
  // Those of another branch are not here, and one that an earlier purge wrote may not be staged yet.
  const here = await context.worktreeCatalog().tombstones({ ...options, onBroken: () => undefined });
  const present = new Set([...here.keys()].map(tombstonePath));
  await stageFiles(
    context,
    paths.filter((path) => present.has(path)),
    options,
  );
}

/** The remotes first: as long as the cache knows what is to go, a purge can be repeated. One that fails is a problem. */
async function eachStore(
  { remotes, problems: before }: PurgeRemotes,
  work: (remote: Remote | undefined) => Promise<Omit<PurgedStore, 'remote'>>,
): Promise<{ readonly stores: PurgedStore[]; readonly problems: readonly Problem[] }> {
  const stores: PurgedStore[] = [];
  const problems = [...before];
  for (const remote of remotes) {
    try {
      stores.push({ remote: remote.name, ...(await work(remote)) });
    } catch (error) {
      if (!isRemoteFailure(error) && !isPixelisError(error, 'purge.unknown-needs')) throw error;
      problems.push(problemOf(error, { remote: remote.name }));
    }
  }
  stores.unshift(await work(undefined));
  return { stores, problems };
}

interface Told extends Pick<PurgeResult, 'applied' | 'stores' | 'worktree' | 'warnings'> {
  readonly reason: string | undefined;
  readonly known: Tombstones;
  readonly plan: PurgePlan;
  readonly problems: readonly Problem[];
}

function resultOf({ reason, known, plan, problems, ...done }: Told): PurgeResult {
  return {
    pixelis: 1,
    command: 'purge',
    applied: done.applied,
    ...(reason === undefined ? {} : { reason }),
    purged: plan.contents.map(({ versions, ...content }) => ({
      ...content,
      tombstone: tombstonePath(content.digest),
      isNew: !known.has(content.digest),
      versions: [...versions],
    })),
    keptObjects: plan.kept.size,
    uses: plan.uses.map(useFacts),
    stores: done.stores,
    worktree: done.worktree,
    problems: [...problems],
    warnings: done.warnings,
  };
}

/** As many files are named. */
const maxNamed = 100;

function useFacts({ of: { needer }, purged, shared }: Use): PurgeUse {
  const { artifact, version, digest, run } = needer;
  return {
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
    ...(run === undefined ? {} : { run }),
    lost: purged.slice(0, maxNamed).map(({ path }) => path),
    lostFiles: purged.length,
    kept: shared,
  };
}
