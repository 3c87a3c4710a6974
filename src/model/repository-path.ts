import { PixelisError } from '#errors/index.js';
import { maxComponentBytes, treePathProblem, utf8Length } from './tree-path.js';

/** Path of a tracked file or folder, from the top of the worktree, with `/`. Stricter than a path inside a tracked folder. */
export type RepositoryPath = string & { readonly [repositoryPathBrand]: true };
declare const repositoryPathBrand: unique symbol;

/** What the path of a pointer ends in. */
export const pointerSuffix = '.pixelis.yaml';

/** @throws `path.invalid` */
export function parseRepositoryPath(text: string): RepositoryPath {
  const problem = repositoryPathProblem(text);
  if (problem === undefined) return text as RepositoryPath;
  throw new PixelisError('path.invalid', `path ${JSON.stringify(text.slice(0, 200))} cannot be tracked: ${problem}`, {
    hint: 'name a file or folder inside the repository',
    data: { path: text.slice(0, 4096), problem },
  });
}

export function isRepositoryPath(text: string): text is RepositoryPath {
  return repositoryPathProblem(text) === undefined;
}

/** The pointer that stands for a path: `data/train.csv` has `data/train.csv.pixelis.yaml`. */
export function pointerPathOf(path: RepositoryPath): string {
  return path + pointerSuffix;
}

/** The path that a pointer stands for; undefined where `pointerPath` is no path of a pointer. */
export function trackedPathOf(pointerPath: string): RepositoryPath | undefined {
  if (!pointerPath.endsWith(pointerSuffix)) return undefined;
  const path = pointerPath.slice(0, -pointerSuffix.length);
  return isRepositoryPath(path) ? path : undefined;
}

function repositoryPathProblem(text: string): string | undefined {
  const problem = treePathProblem(text);
  if (problem !== undefined) return problem;
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) return 'it contains a control character';
  if (text.toLowerCase().endsWith(pointerSuffix)) return 'it is the name of a pointer';
  const name = text.slice(text.lastIndexOf('/') + 1);
  const maxNameBytes = maxComponentBytes - pointerSuffix.length;
  if (utf8Length(name) > maxNameBytes)
    return `its name is longer than ${maxNameBytes} bytes, so its pointer has no room`;
  return undefined;
}
