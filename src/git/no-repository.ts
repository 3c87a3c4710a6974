import { PixelisError } from '#errors/index.js';

/** The error where no repository lies around `cwd`. */
export function noRepository(cwd: string): PixelisError {
  return new PixelisError('repository.no-git', `'${cwd}' is not in a git repository`, {
    hint: 'go into one, or make one here: git init',
    data: { path: cwd },
  });
}

/** The error where the repository around `cwd` has no worktree, or `cwd` lies in git's own folder. */
export function bareRepository(cwd: string, isBare: boolean): PixelisError {
  const message = isBare ? `the repository at '${cwd}' is bare` : `'${cwd}' is in git's own folder, not in a worktree`;
  const hint = isBare ? 'make a worktree of it: git worktree add <path>' : "go into the repository's worktree";
  return new PixelisError('repository.bare', message, { hint, data: { path: cwd } });
}
