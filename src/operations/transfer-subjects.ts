import { isPixelisError, PixelisError } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import { pointerLimitBytes } from '#format/yaml-document.js';
import type { BlobId } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import { pointerSuffix, type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import { type DroppedVersions, droppedVersions, type Dropping } from '#store/dropped-versions.js';
import { versionKey } from '#model/version.js';
import type { RepositoryContext } from './repository-context.js';
import { selectTargets } from './select-targets.js';
import { isWithin, pathFromTop } from './user-path.js';

/** A version whose objects are to be moved. */
export interface TransferSubject {
  readonly artifact: string;
  readonly version: number;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Folders only. */
  readonly files?: number | undefined;
  /** Where a pointer names it. */
  readonly path?: RepositoryPath | undefined;
  /** Paths inside the folder to which the transfer is limited. */
  readonly only?: readonly TreePath[] | undefined;
  /** The collection whose rules let it go from the cache. */
  readonly dropped?: Dropping | undefined;
  /** Whether nobody wants its content here: it was let go, and nothing but history, which was asked for, names it. */
  readonly isLetGo?: boolean | undefined;
  /** Whether nothing but history, which was asked for, names its content. */
  readonly isPast?: boolean | undefined;
  /** By their keys, all versions asked for that have this content. */
  readonly sharedBy?: readonly string[] | undefined;
}

export interface SubjectRequest extends TaskOptions {
  readonly revisions?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
}

export interface TransferSubjects {
  /** Each digest once for each limit. */
  readonly subjects: readonly TransferSubject[];
  /** Pointers that cannot be read. */
  readonly broken: readonly { readonly path: string; readonly error: PixelisError }[];
}

/** What to move: what the worktree's pointers name, what revisions point at, or all that history points at. */
export async function transferSubjects(
  context: RepositoryContext,
  targets: readonly string[],
  options: SubjectRequest,
): Promise<TransferSubjects> {
  const dropped = await droppedVersions((await context.cache()).bucket, options);
  const found = await subjectsAsked(context, { targets, dropped }, options);
  if (dropped.size === 0) return { ...found, subjects: uniqueSubjects(found.subjects) };
  const subjects = found.subjects.map((subject) => ({ ...subject, dropped: dropped.get(versionKey(subject)) }));
  return { ...found, subjects: uniqueSubjects(subjects) };
}

async function subjectsAsked(
  context: RepositoryContext,
  { targets, dropped }: { readonly targets: readonly string[]; readonly dropped: DroppedVersions },
  options: SubjectRequest,
): Promise<TransferSubjects> {
  if (options.all === true) {
    const history = await subjectsOfHistory(context, options);
    return targets.length > 0 ? chosen(context, history, targets) : withLetGo(history, dropped);
  }
  if (options.revisions !== undefined && options.revisions.length > 0) {
    const found: TransferSubjects[] = [];
    for (const revision of options.revisions) {
      const { pointers, broken } = await (await context.catalogAt(revision)).pointers(options);
      found.push({ subjects: pointers.map(({ path, pointer }) => ({ ...pointer, path })), broken });
    }
    const subjects = found.flatMap((each) => each.subjects);
    return chosen(context, { subjects, broken: found.flatMap((each) => each.broken) }, targets);
  }
  const { paths, versions, broken } = await selectTargets(context, targets, options);
  const pointed = paths.map(({ path, pointer, only }) => ({ ...pointer, path, only }));
  const named = versions.map(({ subpath, ...version }) => ({
    ...version,
    only: subpath === undefined ? undefined : [subpath],
  }));
  return { subjects: [...pointed, ...named], broken };
}

function withLetGo(history: HistorySubjects, dropped: DroppedVersions): TransferSubjects {
  const here = new Set(history.here);
  const wanted = new Set(history.here);
  for (const subject of history.subjects) if (!dropped.has(versionKey(subject))) wanted.add(subject.digest);
  const subjects = history.subjects.map((subject) => ({
    ...subject,
    ...(here.has(subject.digest) ? {} : { isPast: true }),
    ...(wanted.has(subject.digest) ? {} : { isLetGo: true }),
  }));
  return { ...history, subjects };
}

interface HistorySubjects extends TransferSubjects {
  /** What the worktree's pointers name. */
  readonly here: readonly Digest[];
}

/** Every version that a pointer names in any commit on any branch or tag, or in the worktree. */
async function subjectsOfHistory(context: RepositoryContext, options: TaskOptions): Promise<HistorySubjects> {
  const paths = new Map<BlobId, string>();
  for await (const { changes } of context.git.log({ all: true, scopes: [{ suffix: pointerSuffix }] }, options)) {
    for (const { path, after } of changes) if (after !== undefined) paths.set(after, path);
  }
  const subjects: TransferSubject[] = [];
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  for (const { path, pointer } of pointers) subjects.push({ ...pointer, path });
  const unreadable = [...broken];
  const onUnreadable = (id: BlobId, error: PixelisError): void => {
    const pointerPath = paths.get(id) as string;
    const path = trackedPathOf(pointerPath);
    if (path !== undefined) unreadable.push({ path, pointerPath, error });
  };
  const reading = { ...options, limitBytes: pointerLimitBytes, onUnreadable };
  for await (const { id, bytes } of context.git.readBlobs(paths.keys(), reading)) {
    const pointerPath = paths.get(id) as string;
    const path = trackedPathOf(pointerPath);
    if (path === undefined) continue;
    try {
      subjects.push({ ...decodePointer(bytes, pointerPath), path });
    } catch (error) {
      if (!isPixelisError(error)) throw error;
      unreadable.push({ path, pointerPath, error });
    }
  }
  return { subjects, broken: unreadable, here: pointers.map(({ pointer }) => pointer.digest) };
}

/** Those of the subjects that the targets name, by artifact or path. @throws `reference.not-found` for a target that names none */
function chosen(context: RepositoryContext, found: TransferSubjects, targets: readonly string[]): TransferSubjects {
  if (targets.length === 0) return found;
  const subjects = new Set<TransferSubject>();
  for (const target of targets) {
    const named = found.subjects.filter((subject) => isNamed(context, subject, target));
    if (named.length === 0) {
      throw new PixelisError('reference.not-found', `nothing that was asked for is called '${target}'`, {
        hint: 'name an artifact, a version or a path that one of these commits tracks',
        data: { target },
      });
    }
    for (const subject of named) subjects.add(subject);
  }
  return { ...found, subjects: [...subjects] };
}

function isNamed(context: RepositoryContext, { artifact, version, path }: TransferSubject, target: string): boolean {
  if (target === artifact || target === `${artifact}:v${version}`) return true;
  return path !== undefined && isPathNamed(context, path, target);
}

/** Whether a target is the path, or a folder above it. */
function isPathNamed(context: RepositoryContext, path: string, target: string): boolean {
  try {
    return isWithin(path, pathFromTop(context, target));
  } catch (error) {
    if (isPixelisError(error)) return false;
    throw error;
  }
}

/** Each digest once for each limit, as the last of them says. */
export function uniqueSubjects(subjects: readonly TransferSubject[]): readonly TransferSubject[] {
  const found = new Map<string, TransferSubject>();
  for (const subject of subjects) {
    const id = `${subject.digest} ${(subject.only ?? []).join('\0')}`;
    const sharedBy = found.get(id)?.sharedBy ?? [];
    const key = versionKey(subject);
    found.set(id, { ...subject, sharedBy: sharedBy.includes(key) ? sharedBy : [...sharedBy, key] });
  }
  return [...found.values()];
}
