import path from 'node:path';
import { throwIfInterrupted } from '#errors/index.js';
import { compareByBytes } from '#git/compare-by-bytes.js';
import type { CommitId, GitCommit, LogQuery } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { readTextIfThere } from './read-text.js';
import { compareTrees, type TreeFilter, treeFilter } from './trees.js';

/** Walks from `from` into all parents, the youngest commit first, as `git log --full-history` does. */
export async function* readHistory(
  context: Context,
  query: LogQuery & { readonly from: readonly CommitId[] },
  options: TaskOptions = {},
): AsyncGenerator<GitCommit, void> {
  const { scopes, excluding = [], limit = Number.POSITIVE_INFINITY } = query;
  if (scopes.length === 0 || limit <= 0) return;
  const { objects } = context;
  const filter = treeFilter(scopes);
  const cutOff = await readShallow(context);
  const hidden = await withAncestors(context, { commits: excluding, cutOff });
  const queue = await commitQueue(context, query.from);
  let count = 0;
  for (let id = queue.next(); id !== undefined; id = queue.next()) {
    throwIfInterrupted(options.signal);
    if (hidden.has(id)) continue;
    const { tree, ...commit } = await objects.commit(id);
    const parents = cutOff.has(id) ? [] : commit.parents;
    for (const parent of parents) await queue.add(parent);
    const before = parents[0] === undefined ? undefined : (await objects.commit(parents[0])).tree;
    const changes = await changesBetween(context, [before, tree], filter);
    if (changes.length === 0) continue;
    yield { id, ...commit, changes };
    if (++count >= limit) return;
  }
}

/** Commits with all that they are made from, as far as it is here. */
export async function withAncestors(
  { objects }: Context,
  { commits, cutOff }: { readonly commits: readonly CommitId[]; readonly cutOff: ReadonlySet<string> },
): Promise<ReadonlySet<CommitId>> {
  const found = new Set(commits);
  for (const id of found) {
    if (cutOff.has(id)) continue;
    for (const parent of (await objects.commit(requireObjectId(id))).parents) found.add(parent);
  }
  return found;
}

async function changesBetween(
  { objects }: Context,
  trees: readonly [string | undefined, string],
  filter: TreeFilter,
): Promise<GitCommit['changes']> {
  const changes = [];
  for await (const change of compareTrees(objects, trees, filter)) changes.push(change);
  return changes.sort((one, other) => compareByBytes(one.path, other.path));
}

/** Ids of the commits whose parents are not here. */
export async function readShallow({ places }: Context): Promise<ReadonlySet<string>> {
  const text = (await readTextIfThere(path.join(places.commonFolder, 'shallow'))) ?? '';
  return new Set(text.split('\n').filter((line) => line !== ''));
}

interface CommitQueue {
  add(id: CommitId): Promise<void>;
  next(): CommitId | undefined;
}

/** Each commit once, the youngest first; of equally old ones the one that was added first. */
async function commitQueue({ objects }: Context, from: readonly CommitId[]): Promise<CommitQueue> {
  const seen = new Set<CommitId>();
  const waiting: { readonly id: CommitId; readonly time: number }[] = []; // oldest first
  const queue: CommitQueue = {
    async add(id) {
      if (seen.has(id)) return;
      seen.add(id);
      const { time } = (await objects.commit(requireObjectId(id))).committer;
      let at = waiting.length;
      while (at > 0 && (waiting[at - 1]?.time ?? 0) >= time) at -= 1;
      waiting.splice(at, 0, { id, time });
    },
    next: () => waiting.pop()?.id,
  };
  for (const id of from) await queue.add(id);
  return queue;
}
