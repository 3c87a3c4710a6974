import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * A path as a user typed it, from the folder where the user stands, as a path from the top of the worktree with `/`;
 * '' is the top itself.
 * @throws `path.outside-repository`, `path.inside-git`
 */
export function pathFromTop(context: RepositoryContext, typed: string): string {
  const { root } = context.git.places;
  const absolute = resolve(root, context.folder, typed);
  // The top is known by its real path; a path may lead there through a link.
  const path = pathBelow(root, absolute) ?? pathBelow(root, realPathOf(absolute));
  if (path === undefined) {
    throw new PixelisError('path.outside-repository', `'${typed}' lies outside the repository`, {
      hint: `move it below '${root}', then add it there`,
      data: { path: typed, root },
    });
  }
  const first = path.split('/', 1)[0]?.toLowerCase();
  if (first === '.git' || first === '.pixelis') {
    throw new PixelisError('path.inside-git', `'${typed}' lies inside ${first}`, {
      hint: 'put data beside the code, for example in data/',
      data: { path },
    });
  }
  return path;
}

/** Undefined where it does not lie below. */
function pathBelow(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute).split(sep).join('/');
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? undefined : path;
}

/** With the links resolved in which it lies; what it names itself may be a link, or not exist. */
function realPathOf(absolute: string): string {
  const folder = dirname(absolute);
  if (folder === absolute) return absolute;
  try {
    return join(realpathSync(folder), basename(absolute));
  } catch {
    return join(realPathOf(folder), basename(absolute));
  }
}

/** Whether `path` is `folder` or lies below it; everything lies below ''. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
