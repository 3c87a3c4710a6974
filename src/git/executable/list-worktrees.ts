import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { FileScope, GitFile, GitWorktree } from '#git/git.js';
import { isFileMode } from '#git/file-mode.js';
import { isObjectId } from '#git/object-id.js';
import { scopePathspecs, scopeTest } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GitRunner, GitRunOptions } from './git-runner.js';
import { readConfigValue, resolveCommit } from './read-refs.js';

export async function listWorktrees(runner: GitRunner, options: TaskOptions = {}): Promise<readonly GitWorktree[]> {
  const worktrees: GitWorktree[] = [];
  for (const place of await findWorktrees(runner)) {
    worktrees.push({ ...place, head: await resolveCommit(runner, 'HEAD', inWorktree(place, options)) });
  }
  return worktrees;
}

export async function listStagedFiles(
  runner: GitRunner,
  scope: FileScope,
  options: TaskOptions = {},
): Promise<readonly GitFile[]> {
  const isInScope = scopeTest([scope]);
  const files: GitFile[] = [];
  const args = ['ls-files', '--stage', '-z', '--', ...scopePathspecs([scope])];
  for (const place of await findWorktrees(runner)) {
    for await (const records of runner.records(args, inWorktree(place, options))) {
      for (const record of records) {
        const tab = record.indexOf('\t'); // 100644 <id> 0 TAB <path>
        const [mode = '', blob = ''] = record.slice(0, tab).split(' ');
        const path = record.slice(tab + 1);
        if (isFileMode(mode) && isObjectId(blob) && isInScope(path)) files.push({ path, blob, mode });
      }
    }
  }
  return files;
}

type WorktreePlace = Omit<GitWorktree, 'head'>;

/** Git keeps `worktrees/<name>/gitdir`, the path of the file `.git` in the linked worktree, in the common folder. */
async function findWorktrees(runner: GitRunner): Promise<readonly WorktreePlace[]> {
  const { commonFolder } = runner.places;
  const main = await mainFolder(runner);
  const places: WorktreePlace[] = main === undefined ? [] : [{ folder: main, gitFolder: commonFolder }];
  const parent = join(commonFolder, 'worktrees');
  for (const name of (await ifThere(parent, () => readdir(parent))) ?? []) {
    const gitFolder = join(parent, name);
    const link = join(gitFolder, 'gitdir');
    const file = await ifThere(link, () => readFile(link, 'utf8'));
    if (file !== undefined) places.push({ folder: dirname(resolve(gitFolder, file.trimEnd())), gitFolder });
  }
  return places;
}

/** Undefined for a bare repository. */
async function mainFolder(runner: GitRunner): Promise<string | undefined> {
  const { root, gitFolder, commonFolder } = runner.places;
  if (gitFolder === commonFolder) return root;
  const elsewhere = await readConfigValue(runner, 'core.worktree');
  if (elsewhere !== undefined) return resolve(commonFolder, elsewhere);
  return (await readConfigValue(runner, 'core.bare')) === 'true' ? undefined : dirname(commonFolder);
}

/** The folder of another worktree may be gone: git is asked from here, about its HEAD and index. */
function inWorktree({ gitFolder }: WorktreePlace, options: TaskOptions): GitRunOptions {
  return {
    signal: options.signal,
    environment: { GIT_DIR: gitFolder, GIT_WORK_TREE: '.', GIT_COMMON_DIR: undefined, GIT_INDEX_FILE: undefined },
  };
}

async function ifThere<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, path);
  }
}
