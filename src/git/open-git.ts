import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Environment } from '#process/environment.js';
import { findExecutable } from '#process/find-executable.js';
import { executableGit } from './executable/executable-git.js';
import { locateRepository } from './executable/locate-repository.js';
import type { Git } from './git.js';

export interface OpenGitOptions {
  /** Absolute path of a folder in the repository. */
  readonly cwd: string;
  /** The environment that git runs in, and whose PATH says where it is. */
  readonly environment: Environment;
  /** Which adapter to use; if left out, the executable where there is one. */
  readonly adapter?: Git['adapter'] | undefined;
  /** Aborting it ends what the port keeps running. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the git repository around a folder. The caller closes it.
 * @throws `repository.no-git`, `repository.bare`, `git.unsupported` (with the reason), `git.failed`
 */
export async function openGit({ cwd, environment, adapter, signal }: OpenGitOptions): Promise<Git> {
  const executable = adapter === 'isomorphic-git' ? undefined : findExecutable('git', environment);
  throwIfInterrupted(signal);
  const git =
    executable === undefined
      ? await openWithoutExecutable({ cwd, environment, adapter, signal })
      : executableGit(executable, await locateRepository(executable, { cwd, environment }, { signal }), environment);
  return closedByAbort(git, signal);
}

function closedByAbort(git: Git, signal: AbortSignal | undefined): Git {
  if (signal === undefined) return git;
  const onAbort = (): void => void git.close();
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    ...git,
    close: () => {
      signal.removeEventListener('abort', onAbort);
      return git.close();
    },
  };
}

async function openWithoutExecutable(options: OpenGitOptions): Promise<Git> {
  if (options.adapter === 'git') {
    throw new PixelisError('git.unsupported', 'there is no git on the PATH', { hint: 'install git' });
  }
  const { openIsomorphicGit } = await import('./isomorphic/open-isomorphic-git.js');
  return openIsomorphicGit(options);
}
