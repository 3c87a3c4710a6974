import { throwIfInterrupted } from '#errors/index.js';
import type { CommitId, CommitRange, RawCommit, RawTag } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { readShallow, withAncestors } from './read-history.js';
import { listRefs, listRefsIn, resolveRevision } from './resolve-revision.js';

export async function* readCommits(
  context: Context,
  which: Iterable<CommitId> | CommitRange,
  { signal }: TaskOptions = {},
): AsyncGenerator<RawCommit, void> {
  const ids = Symbol.iterator in which ? which : await listCommits(context, which);
  for (const id of ids) {
    throwIfInterrupted(signal);
    yield { id, bytes: await context.objects.raw(id, 'commit') };
  }
}

export async function* readTags(context: Context, { signal }: TaskOptions = {}): AsyncGenerator<RawTag, void> {
  for (const { name, id } of await listRefsIn(context, 'refs/tags')) {
    throwIfInterrupted(signal);
    const bytes = await context.objects.tag(id);
    if (bytes !== undefined) yield { name, id, bytes };
  }
}

/** Each commit before those that it is made from. */
async function listCommits(context: Context, range: CommitRange): Promise<readonly CommitId[]> {
  const cutOff = await readShallow(context);
  const hidden = await withAncestors(context, { commits: range.excluding ?? [], cutOff });
  const tips = await tipsOf(context, range);
  const parentsOf = new Map<CommitId, readonly CommitId[]>();
  const children = new Map<CommitId, number>();
  const waiting = [...tips];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (hidden.has(id) || parentsOf.has(id)) continue;
    const parents = cutOff.has(id) ? [] : (await context.objects.commit(requireObjectId(id))).parents;
    parentsOf.set(id, parents);
    for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
    waiting.push(...parents);
  }
  const ready = tips.filter((id) => parentsOf.has(id) && !children.has(id)).reverse();
  const listed = new Set<CommitId>();
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    listed.add(id);
    for (const parent of parentsOf.get(id) ?? []) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      if (left === 0 && parentsOf.has(parent)) ready.push(parent);
    }
  }
  return [...listed];
}

async function tipsOf(context: Context, { from, all = false }: CommitRange): Promise<readonly CommitId[]> {
  if (from !== undefined && !all) return from;
  const head = await resolveRevision(context, 'HEAD');
  const refs = all ? (await listRefs(context)).map(({ commit }) => commit) : [];
  return [...new Set([...(head === undefined ? [] : [head]), ...refs])];
}
