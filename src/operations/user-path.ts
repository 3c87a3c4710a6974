import { isAbsolute, relative, resolve, sep } from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * A path as a user typed it, from the folder where the user stands, as a path from the top of the worktree with `/`;
 * '' is the top itself.
 * @throws `path.outside-repository`, `path.inside-git`
 */
export function pathFromTop(context: RepositoryContext, typed: string): string {
  const { root } = context.git.places;
  const path = relative(root, resolve(root, context.folder, typed))
    .split(sep)
    .join('/');
  if (path === '..' || path.startsWith('../') || isAbsolute(path)) {
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

/** Whether `path` is `folder` or lies below it; everything lies below ''. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
