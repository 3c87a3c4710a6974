import { realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { configPath } from '#format/config.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import type { Git } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import type { InitResult } from '#schema/index.js';
import { smallFilesBelow } from '#records/small-file.js';
import { contextOfRepository, type Session } from './context-of-repository.js';
import type { InitOptions, OpenOptions, Repository } from './repository.js';
import { repositoryOver } from './repository-over.js';

/**
 * Opens the repository around a folder. The caller closes it, or binds it with `await using`.
 * @throws `repository.no-git`, `repository.bare`, `repository.not-found`; `file.*` for settings that cannot be read
 * @example
 * await using repository = await openRepository();
 * const { paths } = await repository.add(['data/penguins']);
 */
export async function openRepository(options: OpenOptions = {}): Promise<Repository> {
  const { git, session } = await openGitAround(options);
  try {
    return repositoryOver(contextOfRepository(git, session));
  } catch (error) {
    await git.close();
    throw error;
  }
}

/**
 * Sets Pixelis up in a git repository: settings, ignore file, git attributes, hooks.
 * @throws `repository.no-git`, `repository.exists`, `remote.invalid-url`
 */
export async function initRepository(options: InitOptions = {}): Promise<InitResult> {
  const { git, session } = await openGitAround(options);
  try {
    const files = smallFilesBelow(git.places.root, { temporaryFolder: join(git.places.gitFolder, 'pixelis', 'tmp') });
    if (files.read(configPath, settingsLimitBytes) !== undefined) {
      throw new PixelisError('repository.exists', `'${git.places.root}' is set up already`, {
        hint: 'in a new clone, its git hooks and merge driver: pixelis hooks install; settings: pixelis config; remotes: pixelis remote',
        data: { root: git.places.root },
      });
    }
    const { initialize } = await import('#operations/initialize.js');
    return await initialize({ git, files, open: () => contextOfRepository(git, session) }, options);
  } finally {
    await git.close();
  }
}

async function openGitAround(options: OpenOptions): Promise<{ readonly git: Git; readonly session: Session }> {
  const folder = await realFolder(resolve(options.folder ?? process.cwd()));
  const git = await openGit({ cwd: folder, environment: process.env });
  const inside = relative(git.places.root, folder);
  return {
    git,
    session: {
      // With GIT_WORK_TREE set the user may stand elsewhere; paths are then taken from the top.
      folder: inside.startsWith('..') ? '' : inside.split(sep).join('/'),
      environment: process.env,
      isOffline: options.offline ?? process.env['PIXELIS_OFFLINE_MODE'] === 'true',
      commandLine: [process.execPath, fileURLToPath(new URL('../bin/pixelis.js', import.meta.url))],
    },
  };
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) {
      throw new PixelisError('path.not-found', `folder '${folder}' does not exist`, { data: { path: folder } });
    }
    throw diskError(error, folder);
  }
}
