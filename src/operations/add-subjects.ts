import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, PixelisError } from '#errors/index.js';
import { objectFolder } from '#model/object-key.js';
import { type RepositoryPath, parseRepositoryPath, pointerPathOf, pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { type TreePath, parseTreePath } from '#model/tree-path.js';
import type { PointerAt } from '#records/catalog.js';
import { openIgnoreRules } from '#worktree/ignore-rules.js';
import { readStoreLink } from '#worktree/store-link.js';
import { readWorktreeIndex } from '#worktree/worktree-index.js';
import { indexFileOf } from './path-index.js';
import type { RepositoryContext } from './repository-context.js';
import { isWithin, pathFromTop } from './user-path.js';

/** A path that can be put under version. */
export interface AddSubject {
  readonly path: RepositoryPath;
  /** The pointer that is there already. */
  readonly present: PointerAt | undefined;
  readonly isFolder: boolean;
  /** Paths inside the tracked folder to which the change is limited; undefined for all of it. */
  readonly only: readonly TreePath[] | undefined;
}

/**
 * What `add` is to do, from what the user typed: paths, tracked or new, and paths inside tracked folders. All are looked
 * at before anything is written.
 * @throws `path.*` for the first that cannot be put under version, with the command that mends it
 */
export async function addSubjects(
  context: RepositoryContext,
  typed: readonly string[],
  options: TaskOptions,
): Promise<readonly AddSubject[]> {
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  const subjects = new Map<RepositoryPath, AddSubject>();
  for (const text of typed) {
    const { path, isFolder } = await pathToAdd(context, text, pointers);
    const unreadable = broken.find((candidate) => isWithin(path, candidate.path));
    if (unreadable !== undefined) throw unreadable.error;
    const present = pointers.find((candidate) => isWithin(path, candidate.path));
    const inside = present === undefined ? '' : path.slice(present.path.length + 1);
    const tracked = present?.path ?? parseRepositoryPath(path);
    const known = subjects.get(tracked);
    const only =
      inside === '' || (known !== undefined && known.only === undefined)
        ? undefined
        : [...(known?.only ?? []), parseTreePath(inside)];
    subjects.set(tracked, { path: tracked, present, isFolder, only });
  }
  const fresh = [...subjects.values()].filter((subject) => subject.present === undefined);
  refuseOverlaps(fresh, [...subjects.keys()], pointers);
  await refuseWhatGitHas(context, fresh, options);
  await refuseIgnored(context, fresh, options);
  return [...subjects.values()];
}

/** A path that exists and can be read, from the top; the name of a tracked artifact stands for its path. */
async function pathToAdd(
  context: RepositoryContext,
  typed: string,
  pointers: readonly PointerAt[],
): Promise<{ readonly path: string; readonly isFolder: boolean }> {
  const path = pathFromTop(context, typed);
  if (path === '') {
    throw new PixelisError('path.overlaps', 'the whole repository cannot be one artifact', {
      hint: 'name the folders that hold data: pixelis add data',
    });
  }
  if (path.endsWith(pointerSuffix)) {
    throw new PixelisError('path.is-pointer', `'${typed}' is a pointer`, {
      hint: `name what it stands for: pixelis add ${path.slice(0, -pointerSuffix.length)}`,
      data: { path },
    });
  }
  await refuseLinksAbove(context, typed, path);
  const stats = await lstat(join(context.git.places.root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw diskError(error, path);
  });
  if (stats?.isDirectory() || stats?.isFile()) return { path, isFolder: stats.isDirectory() };
  const named = pointers.filter((candidate) => candidate.pointer.artifact === typed);
  if (stats === undefined && named.length === 1)
    return pathToAdd(context, join(context.git.places.root, (named[0] as PointerAt).path), pointers);
  // Inside a tracked folder a link is content like any other, and what is gone is a deletion.
  const inside = pointers.find((candidate) => isWithin(path, candidate.path));
  const isContent =
    inside !== undefined &&
    inside.path !== path &&
    (stats !== undefined || (await wasPlaced(context, inside.path, path)));
  if (isContent) return { path, isFolder: false };
  if (stats === undefined) {
    throw new PixelisError('path.not-found', `'${typed}' does not exist`, {
      hint: inside?.path === path ? `bring it back first: pixelis checkout ${path}` : 'check the spelling: ls',
      data: { path },
    });
  }
  if (inside?.path === path && (await isStoreLink(context, path))) return { path, isFolder: false };
  if (stats.isSymbolicLink()) {
    throw new PixelisError('path.is-symlink', `'${typed}' is a symbolic link`, {
      hint: `let git track the link (git add ${path}), or add what it points at`,
      data: { path },
    });
  }
  throw new PixelisError('path.special-file', `'${typed}' is neither a file nor a folder`, { data: { path } });
}

/** Whether a tracked file is a link that was placed in its stead. */
async function isStoreLink(context: RepositoryContext, path: string): Promise<boolean> {
  const { bucket } = await context.cache();
  return readStoreLink(join(context.git.places.root, path), bucket.pathOf(objectFolder)) !== undefined;
}

/** Whether something lay at or below a path inside a tracked folder when it was last looked at. */
async function wasPlaced(context: RepositoryContext, tracked: RepositoryPath, path: string): Promise<boolean> {
  const rows = (await readWorktreeIndex(indexFileOf(context, tracked)))?.rows();
  const inside = path.slice(tracked.length + 1);
  while (rows?.next() === true) if (isWithin(rows.path, inside)) return true;
  return false;
}

/** Where a folder above it is a link, a path leads somewhere else: there, the content has a path of its own. */
async function refuseLinksAbove(context: RepositoryContext, typed: string, path: string): Promise<void> {
  const { root } = context.git.places;
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    const isLink = (await lstat(join(root, folder)).catch(() => undefined))?.isSymbolicLink() === true;
    if (!isLink) continue;
    throw new PixelisError('path.is-symlink', `'${typed}' lies behind the symbolic link '${folder}'`, {
      hint: 'add it by the path that the link leads to',
      data: { path, link: folder },
    });
  }
}

function refuseOverlaps(
  fresh: readonly AddSubject[],
  named: readonly RepositoryPath[],
  pointers: readonly PointerAt[],
): void {
  for (const { path } of fresh) {
    const below = [...pointers.map((pointer) => pointer.path), ...named].find(
      (other) => other !== path && isWithin(other, path),
    );
    if (below === undefined) continue;
    throw new PixelisError('path.overlaps', `'${path}' holds '${below}', which is tracked by itself`, {
      hint: `add its other folders one by one, or give '${below}' up first: git rm ${pointerPathOf(below)}`,
      data: { path, other: below },
    });
  }
}

async function refuseWhatGitHas(
  context: RepositoryContext,
  fresh: readonly AddSubject[],
  options: TaskOptions,
): Promise<void> {
  const tracked = await context.git.trackedPaths(
    fresh.map((subject) => subject.path),
    options,
  );
  for (const { path } of fresh) {
    if (!tracked.has(path)) continue;
    throw new PixelisError('path.tracked-by-git', `git tracks '${path}'`, {
      hint: `hand it over first: git rm -r --cached ${path}`,
      data: { path },
    });
  }
}

/** What Pixelis ignores is not to be added; what git ignores is welcome, as long as git takes the pointer. */
async function refuseIgnored(
  context: RepositoryContext,
  fresh: readonly AddSubject[],
  options: TaskOptions,
): Promise<void> {
  const rules = openIgnoreRules(context.git.places.root);
  for (const { path, isFolder } of fresh) {
    const rule = rules.ruleFor(path, isFolder);
    if (rule === undefined) continue;
    throw new PixelisError('path.ignored', `'${path}' is ignored (${rule})`, {
      hint: 'change .pixelisignore, then add it',
      data: { path, rule },
    });
  }
  const pointerPaths = fresh.map((subject) => pointerPathOf(subject.path));
  for (const [pointerPath, rule] of await context.git.ignoredPaths(pointerPaths, options)) {
    throw new PixelisError('path.ignored', `git would ignore the pointer '${pointerPath}' (${rule})`, {
      hint: `let git see it: in the file with that rule, ignore what is in the folder instead ('data/*'), then add '!*${pointerSuffix}'`,
      data: { path: pointerPath, rule },
    });
  }
}
