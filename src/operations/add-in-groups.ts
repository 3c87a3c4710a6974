import { PixelisError, throwIfInterrupted, type Tried, tried } from '#errors/index.js';
import type { AddPlan } from './add-plan.js';
import { baseOfPath } from './add-base.js';
import { type Added, addGroup } from './add-group.js';
import type { GroupOptions, LookedPath } from './add-steps.js';
import { lookAtPath } from './look-at-path.js';
import type { RepositoryContext } from './repository-context.js';
import type { GitView } from './write-pointers.js';

/**
 * Adds paths, in groups that share what costs the same for one and for many. A group is small enough that little is done again
 * after a kill, and has each artifact once: the next version of it sees the one before. @returns what came of each, in order
 */
export async function* addInGroups(
  context: RepositoryContext,
  plans: readonly AddPlan[],
  options: GroupOptions & { readonly git: GitView },
): AsyncGenerator<readonly Tried<Added>[], void, undefined> {
  let group = emptyGroup();
  for (const plan of plans) {
    throwIfInterrupted(options.signal);
    const looked = await tried(() => lookAt(context, plan, options));
    const load = loadOf(looked);
    if (!hasRoomFor(group, plan, load)) {
      yield await addGroup(context, group.paths, options);
      group = emptyGroup();
    }
    group.paths.push(looked);
    group.artifacts.add(plan.identity.name);
    group.entries += load.entries;
    group.bytes += load.bytes;
  }
  yield await addGroup(context, group.paths, options);
}

const pathsPerGroup = 256;
const entriesPerGroup = 4096;
const bytesPerGroup = 64 * 1024 * 1024;

interface Load {
  /** Files and folders that lie at a path. */
  readonly entries: number;
  /** Of the files that are to be read. */
  readonly bytes: number;
}

interface Group extends Load {
  readonly paths: Tried<LookedPath>[];
  readonly artifacts: Set<string>;
  entries: number;
  bytes: number;
}

function emptyGroup(): Group {
  return { paths: [], artifacts: new Set(), entries: 0, bytes: 0 };
}

function hasRoomFor(group: Group, { identity }: AddPlan, { entries, bytes }: Load): boolean {
  if (group.paths.length === 0) return true;
  return (
    group.paths.length < pathsPerGroup &&
    !group.artifacts.has(identity.name) &&
    group.entries + entries <= entriesPerGroup &&
    group.bytes + bytes <= bytesPerGroup
  );
}

async function lookAt(context: RepositoryContext, plan: AddPlan, options: GroupOptions): Promise<LookedPath> {
  const { subject } = plan;
  const seen = await lookAtPath(context, subject.path, options);
  return { plan, seen, ...(await baseOfPath(context, { subject, seen }, options)) };
}

function loadOf(looked: Tried<LookedPath>): Load {
  if (looked instanceof PixelisError) return { entries: 0, bytes: 0 };
  const { entries } = looked.seen.scan;
  const unread = entries.filter(({ kind, digest }) => kind !== 'folder' && digest === undefined);
  return { entries: entries.length, bytes: unread.reduce((sum, { size }) => sum + size, 0) };
}
