import { PixelisError } from '#errors/index.js';
import type { GitPlaces } from '#git/git.js';
import { bareRepository, noRepository } from '#git/no-repository.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import { runProcess } from '#process/run-process.js';
import { environmentFor } from './git-environment.js';
import { gitFailed } from './git-failed.js';

const questions = [
  'rev-parse',
  '--path-format=absolute',
  '--is-bare-repository',
  '--is-shallow-repository',
  '--git-dir',
  '--git-common-dir',
  '--git-path',
  'hooks',
  '--show-toplevel', // fails where there is no worktree, so it is asked last
];

/**
 * Asks git, in one call, where the repository around `cwd` lies.
 * @throws `repository.no-git`, `repository.bare`, `git.unsupported`, `git.failed`
 */
export async function locateRepository(
  git: string,
  where: { readonly cwd: string; readonly environment: Environment },
  options: TaskOptions = {},
): Promise<GitPlaces> {
  const { cwd } = where;
  const environment = environmentFor('read', where.environment);
  const result = await runProcess({ file: git, args: questions, cwd, environment }, { signal: options.signal });
  const lines = result.stdout.toString('utf8').split('\n').slice(0, -1);
  const [isBare, isShallow, gitFolder, commonFolder, hooksFolder, root] = lines;
  if (result.exitCode !== 0) {
    if (/not a git repository/.test(result.stderr)) throw noRepository(cwd);
    if (/must be run in a work tree/.test(result.stderr)) throw bareRepository(cwd, isBare === 'true');
    throw gitFailed(questions, result);
  }
  if (isBare !== 'true' && isBare !== 'false') {
    throw new PixelisError('git.unsupported', `'${git}' is too old`, { hint: 'install git 2.31 or newer' });
  }
  if (gitFolder === undefined || commonFolder === undefined || hooksFolder === undefined || root === undefined) {
    throw gitFailed(questions, result);
  }
  if (lines.length > 6) {
    throw new PixelisError('git.unsupported', `the path of the repository around '${cwd}' has a line break in it`, {
      hint: 'move the repository to a folder without one',
    });
  }
  return { root, gitFolder, commonFolder, hooksFolder, isShallow: isShallow === 'true' };
}
