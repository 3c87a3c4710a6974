import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { type TreePath, parseTreePath } from '#model/tree-path.js';
import type { BrokenPointer, PointerAt } from '#records/catalog.js';
import type { RepositoryContext } from './repository-context.js';
import { type ResolvedReference, resolveReference } from './resolve-reference.js';
import { isWithin, pathFromTop } from './user-path.js';

/** A tracked path that a command is to work on. */
export interface PathTarget extends PointerAt {
  /** Paths inside the tracked folder to which the command is limited; undefined for all of it. */
  readonly only: readonly TreePath[] | undefined;
}

/** What a user named: tracked paths, and versions that no pointer in the worktree points at. */
export interface Targets {
  readonly paths: readonly PathTarget[];
  readonly versions: readonly ResolvedReference[];
  /** Pointers among what was named that cannot be read. */
  readonly broken: readonly BrokenPointer[];
}

/**
 * The targets of a command: names of artifacts, tracked paths, paths inside tracked folders, folders that hold tracked
 * paths, versions. None means every tracked path.
 * @throws `reference.not-found` and what else {@link resolveReference} throws
 */
export async function selectTargets(
  context: RepositoryContext,
  typed: readonly string[],
  options: TaskOptions,
): Promise<Targets> {
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  if (typed.length === 0) return { paths: pointers.map((at) => ({ ...at, only: undefined })), versions: [], broken };
  const paths = new Map<string, PathTarget>();
  const versions: ResolvedReference[] = [];
  const unreadable = new Set<BrokenPointer>();
  const choose = (at: PointerAt, only?: TreePath): void => {
    const known = paths.get(at.path);
    if (only === undefined) paths.set(at.path, { ...at, only: undefined });
    else if (known === undefined) paths.set(at.path, { ...at, only: [only] });
    else if (known.only !== undefined) paths.set(at.path, { ...at, only: [...known.only, only] });
  };
  for (const text of typed) {
    const found = pathsNamed(context, text, { pointers, broken });
    for (const at of found.paths) choose(at);
    for (const at of found.broken) unreadable.add(at);
    if (found.inside !== undefined) choose(found.inside.at, found.inside.path);
    if (found.paths.length > 0 || found.broken.length > 0 || found.inside !== undefined) continue;
    const version = await resolveReference(context, text, options);
    const at = pointers.find(({ pointer, path }) =>
      version.path === undefined
        ? pointer.digest === version.digest && pointer.artifact === version.artifact
        : path === version.path && pointer.digest === version.digest,
    );
    if (at === undefined) versions.push(version);
    else choose(at, version.subpath);
  }
  return { paths: [...paths.values()], versions, broken: [...unreadable] };
}

/** Tracked paths that a text names: as a path, as a folder that holds them, or by the name of their artifact. */
function pathsNamed(
  context: RepositoryContext,
  text: string,
  { pointers, broken }: { readonly pointers: readonly PointerAt[]; readonly broken: readonly BrokenPointer[] },
): {
  readonly paths: readonly PointerAt[];
  readonly broken: readonly BrokenPointer[];
  readonly inside?: { readonly at: PointerAt; readonly path: TreePath };
} {
  const named = pointers.filter(({ pointer }) => pointer.artifact === text);
  if (named.length > 0) return { paths: named, broken: [] };
  const path = pathOrUndefined(context, text);
  if (path === undefined) return { paths: [], broken: [] };
  const isNamed = (at: { readonly path: string; readonly pointerPath: string }) =>
    at.pointerPath === path || isWithin(at.path, path);
  const held = { paths: pointers.filter(isNamed), broken: broken.filter(isNamed) };
  if (held.paths.length > 0 || held.broken.length > 0) return held;
  // What comes after an `@` may be a revision: that is for the reference to tell.
  if (text.includes('@')) return held;
  const at = pointers.find(({ pointer, path: above }) => pointer.files !== undefined && isWithin(path, above));
  return at === undefined ? held : { ...held, inside: { at, path: parseTreePath(path.slice(at.path.length + 1)) } };
}

/** The text as a path from the top; undefined where it cannot be one, since it may still be another reference. */
function pathOrUndefined(context: RepositoryContext, text: string): string | undefined {
  try {
    return pathFromTop(context, text);
  } catch (error) {
    if (isPixelisError(error, 'path.outside-repository') && !text.startsWith('.')) return undefined;
    throw error;
  }
}
