import { mkdtemp, realpath, rmdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { configPath, encodeConfig, localConfigPath } from '#format/config.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import type { CommitId } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import type { Config } from '#model/config.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import { openCatalog } from '#records/catalog.js';
import { worktreeRecords } from '#records/record-source.js';
import { smallFilesBelow } from '#records/small-file.js';
import { removeStaleFolders } from '#store/stale-folders.js';
import type { RepositoryContext } from './repository-context.js';

/** A second worktree of the same repository, for a while. */
export interface ScratchWorktree {
  /** Absolute. */
  readonly root: string;
  /** What operations work with there: its own git, files and state; the same cache, remotes and settings. */
  readonly context: RepositoryContext;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
  /** Leaves it where it is. */
  keep(): Promise<void>;
}

export interface ScratchPlace {
  /** An absent or empty folder that becomes the worktree; default: a new one in `parent`. */
  readonly folder?: string | undefined;
  /** Where temporary files lie. */
  readonly parent: string;
}

const prefix = 'pixelis-reproduce-';

/** @throws `git.unsupported`, `git.failed`, `disk.*` */
export async function makeScratchWorktree(
  context: RepositoryContext,
  { commit, place }: { readonly commit: CommitId; readonly place: ScratchPlace },
  options: TaskOptions,
): Promise<ScratchWorktree> {
  const folder = place.folder ?? (await newFolder(place.parent));
  try {
    await context.git.addWorktree(folder, commit, options);
  } catch (error) {
    // A folder of the user's may well have been refused for what is in it.
    if (place.folder === undefined) await context.git.removeWorktree(folder).catch(() => rmdir(folder));
    throw error;
  }
  try {
    const scratch = await openScratch(context, await realpath(folder));
    return {
      root: scratch.git.places.root,
      context: scratch,
      async remove() {
        await scratch.git.close();
        await context.git.removeWorktree(folder);
      },
      keep: () => scratch.git.close(),
    };
  } catch (error) {
    await context.git.removeWorktree(folder);
    throw error;
  }
}

/** What a killed program left goes after a while; git forgets such worktrees by itself. */
async function newFolder(parent: string): Promise<string> {
  try {
    await removeStaleFolders(parent, prefix);
    return await mkdtemp(join(await realpath(parent), `${prefix}${process.pid}-`));
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) {
      throw new PixelisError('path.not-found', `the folder for temporary files, '${parent}', does not exist`, {
        hint: 'set TMPDIR, or say where the code is to be laid out: --scratch DIR',
        data: { path: parent },
        cause: error,
      });
    }
    throw diskError(error, parent);
  }
}

async function openScratch(context: RepositoryContext, root: string): Promise<RepositoryContext> {
  const environment = outsideOfHooks(context.environment);
  const git = await openGit({ cwd: root, environment });
  const ownState = join(git.places.gitFolder, 'pixelis');
  const files = smallFilesBelow(root, { temporaryFolder: join(ownState, 'tmp') });
  const settings = context.files.read(configPath, settingsLimitBytes);
  if (files.read(configPath, settingsLimitBytes) === undefined && settings !== undefined) {
    await files.create(configPath, settings);
  }
  await files.replace(localConfigPath, encodeConfig(settingsOfMachine(context.config, context.git.places.root)));
  return Object.create(context, {
    git: { value: git },
    files: { value: files },
    folder: { value: '' },
    ownState: { value: ownState },
    environment: { value: environment },
    worktreeCatalog: { value: () => openCatalog(worktreeRecords(git)) },
  }) as RepositoryContext;
}

/** Without the variables by which a git hook would lead git, and Pixelis, back to the first worktree. */
function outsideOfHooks(environment: Environment): Environment {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...others } = environment;
  return others;
}

/** Where cache and remotes are, which relative paths would not say from elsewhere. */
function settingsOfMachine(
  { cache, remotes, defaultRemote }: Config,
  root: string,
): Parameters<typeof encodeConfig>[0] {
  const absolute = (url: string): string =>
    /^[a-z][a-z0-9+.-]+:/i.test(url) || isAbsolute(url) ? url : resolve(root, url);
  return {
    ...(remotes.size === 0
      ? {}
      : {
          remotes: Object.fromEntries(
            [...remotes].map(([name, { pathStyle, url, ...rest }]) => [
              name,
              { url: absolute(url), ...rest, ...(pathStyle === undefined ? {} : { path_style: pathStyle }) },
            ]),
          ),
        }),
    ...(defaultRemote === undefined ? {} : { default_remote: defaultRemote }),
    cache: { fsync: cache.fsync, ...(cache.dir === undefined ? {} : { dir: resolve(root, cache.dir) }) },
  };
}
