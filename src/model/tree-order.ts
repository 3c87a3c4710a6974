import { PixelisError } from '#errors/index.js';
import { comparePaths, type TreePath } from './tree-path.js';

/** Takes the paths of a tree one after the other. @throws `tree.invalid` where one is out of order or below a file */
export type TreeOrderChecker = (path: TreePath) => void;

/**
 * Checks that the paths of a tree are in the order of their bytes, each once, and that none is both a thing and a folder
 * of another. One checker goes over all pages of a tree.
 */
export function treeOrderChecker(): TreeOrderChecker {
  let previous: TreePath | undefined;
  // Earlier paths that the latest one begins with. `a` and `a/b` need not be neighbours: `a-` comes between.
  const prefixes: TreePath[] = [];
  return (path) => {
    if (previous !== undefined && comparePaths(previous, path) >= 0) {
      throw treeInvalid(`path ${JSON.stringify(path)} is out of order`);
    }
    previous = path;
    let top = prefixes.at(-1);
    while (top !== undefined && !path.startsWith(top)) {
      prefixes.pop();
      top = prefixes.at(-1);
    }
    if (top !== undefined && path[top.length] === '/') {
      throw treeInvalid(`path ${JSON.stringify(top)} is a folder and something else`);
    }
    prefixes.push(path);
  };
}

export function treeInvalid(problem: string): PixelisError {
  return new PixelisError('tree.invalid', `a tree is damaged: ${problem}`, {
    hint: "run 'pixelis verify' to find what is damaged",
    data: { problem },
  });
}
