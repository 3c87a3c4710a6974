import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { droppingsOn } from './dropped-on-remote.js';
import { versionFilter } from './gc-request.js';
import { keepWhatHeadsUse } from './read-git-roots.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import type { TransferSubject } from './transfer-subjects.js';

export interface SubjectsForRemote {
  readonly subjects: readonly TransferSubject[];
  /** What rules let go there, and nothing but history names: it would come back with every push otherwise. */
  readonly leftOut: readonly TransferSubject[];
}

/**
 * Leaves out what rules let go from a remote, unless anything needs it by now that would have kept it from going: a head of
 * a branch or tag, the index, a worktree, an alias, a pin. Where that cannot be told nothing is left out. The remote is asked
 * only where a version is known from history alone.
 */
export async function leaveOutLetGo(
  context: RepositoryContext,
  { remote, subjects }: { readonly remote: Remote; readonly subjects: readonly TransferSubject[] },
  options: TaskOptions,
): Promise<SubjectsForRemote> {
  if (!subjects.some(({ isPast }) => isPast === true)) return { subjects, leftOut: [] };
  const droppingOf = await droppingsOn(remote, options);
  const letGo = subjects.filter((subject) => subject.isPast === true && droppingOf(subject) !== undefined);
  if (letGo.length === 0) return { subjects, leftOut: [] };
  const isUsed = await usedNow(context, options);
  const leftOut = new Set(letGo.filter((subject) => !isUsed(subject)));
  const wanted = new Set(letGo);
  return {
    subjects: subjects
      .filter((subject) => !leftOut.has(subject))
      .map((subject) => (wanted.has(subject) ? { ...subject, isPast: false } : subject)),
    leftOut: [...leftOut],
  };
}

async function usedNow(
  context: RepositoryContext,
  options: TaskOptions,
): Promise<(version: TransferSubject) => boolean> {
  const used = new Set<Digest>();
  try {
    await keepWhatHeadsUse(context.git, { names: { keep: (digest) => void used.add(digest) } }, options);
  } catch (error) {
    if (!isPixelisError(error, 'gc.root-unreadable')) throw error;
    return () => true;
  }
  const isPinned = versionFilter(context.config.gc.keep);
  return (version) => used.has(version.digest) || isPinned?.(version) === true;
}
