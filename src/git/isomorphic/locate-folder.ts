import { readdir, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { diskError, PixelisError } from '#errors/index.js';
import type { GitPlaces } from '#git/git.js';
import { bareRepository, noRepository } from '#git/no-repository.js';
import type { Environment } from '#process/environment.js';
import { expandHome, type GitConfig, readGitConfig, readUserConfig } from './git-config.js';
import { readIndex } from './read-index.js';
import { lstatIfThere } from './read-worktree.js';
import { unsupported } from './unsupported.js';

const redirecting = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/**
 * Finds the repository around `cwd` by its folder `.git`.
 * @throws `repository.no-git`, `repository.bare`, and `git.unsupported` for what the library would misread
 */
export async function locateFolder(cwd: string, environment: Environment): Promise<GitPlaces> {
  const variable = redirecting.find((name) => environment[name] !== undefined);
  if (variable !== undefined) throw unsupported(`is named by ${variable}`);
  const root = await findRoot(await realpath(cwd), environment);
  const gitFolder = path.join(root, '.git');
  await refuseStrangers(root, await readUserConfig(environment));
  const config = await readGitConfig({ commonFolder: gitFolder }, environment);
  await refuseWhatIsMisread(gitFolder, config);
  const hooksPath = config.value('core.hookspath');
  const hooksFolder =
    hooksPath === undefined ? path.join(gitFolder, 'hooks') : expandHome(hooksPath, environment['HOME']);
  const places = {
    root,
    gitFolder,
    commonFolder: gitFolder,
    hooksFolder: path.resolve(root, hooksFolder),
    isShallow: (await lstatIfThere(path.join(gitFolder, 'shallow'))) !== undefined,
  };
  await readIndex(places); // refuses what it cannot read
  return places;
}

async function findRoot(start: string, environment: Environment): Promise<string> {
  const ceilings = new Set((environment['GIT_CEILING_DIRECTORIES'] ?? '').split(path.delimiter));
  for (let folder = start; ; folder = path.dirname(folder)) {
    const git = path.join(folder, '.git');
    const found = await stat(git).catch(() => undefined);
    if (found?.isFile() === true) throw unsupported('is a linked worktree or a submodule');
    if (found?.isDirectory() === true && (await isGitFolder(git))) return folder;
    if (await isGitFolder(folder)) throw bareRepository(start, path.basename(folder) !== '.git');
    const parent = path.dirname(folder);
    if (parent === folder || ceilings.has(parent)) throw noRepository(start);
  }
}

async function isGitFolder(folder: string): Promise<boolean> {
  for (const name of ['HEAD', 'objects', 'refs']) {
    if ((await lstatIfThere(path.join(folder, name))) === undefined) return false;
  }
  return true;
}

/** As git does: a repository of another user is trusted only where the user's own settings say so. */
async function refuseStrangers(root: string, config: GitConfig): Promise<void> {
  const { uid } = userInfo();
  const owner = (await stat(path.join(root, '.git'))).uid;
  const trusted = config.values('safe.directory');
  if (uid === -1 || owner === uid || trusted.includes('*') || trusted.includes(root)) return;
  throw new PixelisError('git.failed', `the repository at '${root}' belongs to another user`, {
    hint: `if you trust it, add to ~/.gitconfig: [safe] directory = ${root}`,
    data: { path: root },
  });
}

const packLimitBytes = 512 * 1024 * 1024;

async function refuseWhatIsMisread(gitFolder: string, config: GitConfig): Promise<void> {
  const extension = config.keys.find((key) => key.startsWith('extensions.'));
  if (extension !== undefined) throw unsupported(`uses the extension '${extension.slice('extensions.'.length)}'`);
  if (Number(config.value('core.repositoryformatversion') ?? 0) > 1) throw unsupported('has an unknown format');
  if (config.isTrue('core.bare')) throw bareRepository(path.dirname(gitFolder), true);
  if (config.value('core.worktree') !== undefined) throw unsupported('has its worktree elsewhere (core.worktree)');
  if (config.isTrue('core.sparsecheckout')) throw unsupported('is a sparse checkout');
  if (config.keys.some((key) => key.startsWith('remote.') && key.endsWith('.promisor'))) {
    throw unsupported('is a partial clone');
  }
  if ((await lstatIfThere(path.join(gitFolder, 'objects/info/alternates'))) !== undefined) {
    throw unsupported('borrows objects from another one (alternates)');
  }
  await refusePacks(path.join(gitFolder, 'objects/pack'));
}

/** The library reads a pack whole, into memory, and finds its objects by its own index only. */
async function refusePacks(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw diskError(error, folder);
  });
  for (const name of names.filter((file) => file.endsWith('.pack'))) {
    const size = (await lstatIfThere(path.join(folder, name)))?.size ?? 0;
    if (size > packLimitBytes) throw unsupported(`has a pack of ${Math.round(size / 1024 / 1024)} MiB`);
    if (!names.includes(name.replace(/\.pack$/, '.idx'))) throw unsupported(`has a pack without index, '${name}'`);
  }
}
