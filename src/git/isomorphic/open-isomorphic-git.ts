import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import { joinStages } from '#git/conflict-stages.js';
import type { CommitId, FileScope, Git, GitBlob, GitFile, GitWorktree } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import type { Context } from './context.js';
import { expandHome, readGitConfig } from './git-config.js';
import { locateFolder } from './locate-folder.js';
import { objectSource } from './object-source.js';
import { diffTrees } from './diff-trees.js';
import { readCommits, readTags } from './read-raw.js';
import { readHistory } from './read-history.js';
import { readIndex } from './read-index.js';
import { ignoredPaths, listWorktreeFiles, lstatIfThere, readStatus, trackedPaths } from './read-worktree.js';
import { listRefs, listStandIns, readHead, resolveRevision } from './resolve-revision.js';
import { treeFilter, walkTree } from './trees.js';
import { commit } from './write-commit.js';
import { stage } from './write-index.js';
import { isFileMode } from '#git/file-mode.js';
import { scopeTest } from '#git/scope.js';
import { compareByBytes } from '#git/compare-by-bytes.js';

/** The port to git for a machine without the executable. It refuses what it would misread. */
export async function openIsomorphicGit(where: {
  readonly cwd: string;
  readonly environment: Environment;
}): Promise<Git> {
  const { environment } = where;
  const places = await locateFolder(where.cwd, environment);
  const library = await import('isomorphic-git');
  const base = { fs, dir: places.root, gitdir: places.gitFolder, cache: {} };
  const context: Context = {
    library,
    base,
    places,
    environment,
    objects: objectSource(library, base),
    readConfig: () => readGitConfig(places, environment),
  };

  return {
    adapter: 'isomorphic-git',
    places,
    resolveCommit: (revision, options) => when(options, () => resolveRevision(context, revision)),
    head: (options) => when(options, () => readHead(context)),
    listRefs: (options) => when(options, () => listRefs(context)),
    listFiles: (id, scope, options) => when(options, () => listFiles(context, id, scope)),
    readBlobs: (ids, options) => readBlobs(context, ids, options),
    allBlobs: () => {
      throw takesGit('finding every object that git still has');
    },
    async *log(query, options) {
      yield* readHistory(
        context,
        { ...query, from: query.from ?? (await startingPoints(context, query.all)) },
        options,
      );
    },
    readCommits: (which, options) => readCommits(context, which, options),
    diffTrees: (query, options) => diffTrees(context, query, options),
    listStandIns: (options) => when(options, () => listStandIns(context)),
    readTags: (options) => readTags(context, options),
    listWorktreeFiles: (scope, options) => listWorktreeFiles(context, scope, options),
    trackedPaths: (paths, options) => when(options, () => trackedPaths(context, paths)),
    ignoredPaths: (paths, options) => when(options, () => ignoredPaths(context, paths)),
    status: (scope, options) => readStatus(context, scope, options),
    conflicts: (scope, options) => when(options, () => listConflicts(context, scope)),
    stage: (paths, options) => stage(context, paths, options),
    commit: (message, options) => commit(context, message, options),
    amend: async () => Promise.reject(takesGit('changing a commit')),
    addWorktree: async () => Promise.reject(takesGit('another worktree')),
    removeWorktree: async () => Promise.reject(takesGit('another worktree')),
    listWorktrees: (options) => when(options, () => listWorktrees(context)),
    listStagedFiles: (scope, options) => when(options, () => listStagedFiles(context, scope)),
    diffFolders: async () => Promise.reject(takesGit('a patch')),
    isAncestor: (ancestor, of, options) => when(options, () => isAncestor(context, ancestor, of)),
    writeCommit: async () => Promise.reject(takesGit('a seal')),
    updateRef: async () => Promise.reject(takesGit('moving a ref')),
    pushRef: async () => Promise.reject(takesGit('to push')),
    fetchRef: async () => Promise.reject(takesGit('to fetch')),
    configValue: async (key) => (await context.readConfig()).value(key),
    async configPath(key) {
      const file = (await context.readConfig()).value(key);
      return file === undefined || file === ''
        ? undefined
        : resolve(places.root, expandHome(file, environment['HOME']));
    },
    setConfigValue: async () => Promise.reject(takesGit("changing git's configuration")),
    close: async () => undefined,
  };
}

function takesGit(what: string): PixelisError {
  return new PixelisError('git.unsupported', `${what} takes git itself, and there is no git on the PATH`, {
    hint: 'install git',
    data: { what },
  });
}

async function when<T>(options: TaskOptions | undefined, ask: () => Promise<T>): Promise<T> {
  throwIfInterrupted(options?.signal);
  return ask();
}

async function listFiles(
  { objects }: Context,
  ...[id, scope]: Parameters<Git['listFiles']>
): ReturnType<Git['listFiles']> {
  const { tree } = await objects.commit(requireObjectId(id));
  const files = [];
  for await (const file of walkTree(objects, tree, treeFilter([scope]))) if (isFileMode(file.mode)) files.push(file);
  return files.sort((one, other) => compareByBytes(one.path, other.path));
}

/** It is never opened in a linked worktree; the main one may have some. */
async function listWorktrees(context: Context): Promise<readonly GitWorktree[]> {
  const { root, gitFolder } = context.places;
  if ((await lstatIfThere(join(gitFolder, 'worktrees'))) !== undefined) throw takesGit('another worktree');
  return [{ folder: root, gitFolder, head: await resolveRevision(context, 'HEAD') }];
}

async function listStagedFiles(context: Context, scope: FileScope): Promise<readonly GitFile[]> {
  await listWorktrees(context);
  const isInScope = scopeTest([scope]);
  const entries = await readIndex(context.places);
  return entries
    .filter((entry) => isFileMode(entry.mode) && isInScope(entry.path))
    .map(({ path: file, blob, mode }) => ({ path: file, blob, mode }));
}

async function listConflicts({ places }: Context, scope: FileScope): ReturnType<Git['conflicts']> {
  const isInScope = scopeTest([scope]);
  const entries = await readIndex(places);
  return joinStages(entries.filter((entry) => entry.stage > 0 && isInScope(entry.path)));
}

async function* readBlobs(
  { objects }: Context,
  ...[ids, options = {}]: Parameters<Git['readBlobs']>
): AsyncGenerator<GitBlob, void> {
  const { limitBytes = Number.POSITIVE_INFINITY, onUnreadable } = options;
  for (const id of new Set(ids)) {
    throwIfInterrupted(options.signal);
    const bytes = await objects.raw(id, 'blob');
    if (bytes !== undefined && bytes.length <= limitBytes) {
      yield { id, bytes };
      continue;
    }
    const error =
      bytes === undefined
        ? new PixelisError('git.failed', `git has no object '${id}'`, { data: { id } })
        : new PixelisError(
            'file.too-large',
            `git's object '${id}' has ${bytes.length} bytes, more than ${limitBytes}`,
            { data: { id, size: bytes.length, limitBytes } },
          );
    if (onUnreadable === undefined) throw error;
    onUnreadable(id, error);
  }
}

async function startingPoints(context: Context, all = false): Promise<NonNullable<Parameters<Git['log']>[0]['from']>> {
  if (all) return (await listRefs(context)).map((ref) => ref.commit);
  const head = await resolveRevision(context, 'HEAD');
  return head === undefined ? [] : [head];
}

async function isAncestor({ objects }: Context, ancestor: CommitId, of: CommitId): Promise<boolean> {
  await objects.commit(ancestor);
  const seen = new Set<string>([of]);
  for (const id of seen) {
    if (id === ancestor) return true;
    for (const parent of (await objects.commit(id)).parents) seen.add(parent);
  }
  return false;
}
