import type { Git, GitPlaces } from '#git/git.js';
import type { Environment } from '#process/environment.js';
import { allBlobs } from './all-blobs.js';
import { amendCommit } from './amend-commit.js';
import { diffFolders } from './diff-folders.js';
import { diffTrees } from './diff-trees.js';
import { fetchRef, pushRef } from './exchange-refs.js';
import { gitRunner } from './git-runner.js';
import { addWorktree, removeWorktree } from './linked-worktrees.js';
import { listStagedFiles, listWorktrees } from './list-worktrees.js';
import { objectReader } from './object-reader.js';
import { ignoredPaths, listConflicts, listFiles, listWorktreeFiles, trackedPaths } from './read-files.js';
import { readLog } from './read-log.js';
import { readCommits, readTags } from './read-raw.js';
import { listRefs, listStandIns, readConfigPath, readConfigValue, readHead, resolveCommit } from './read-refs.js';
import { readStatus } from './read-status.js';
import { commit, stage } from './write-commits.js';
import { isAncestor, updateRef, writeCommit } from './write-refs.js';
import { setConfigValue } from './write-config.js';

/** The port to git by the executable at the absolute path `git`. */
export function executableGit(git: string, places: GitPlaces, environment: Environment): Git {
  const runner = gitRunner(git, places, environment);
  const reader = objectReader(runner);
  return {
    adapter: 'git',
    places,
    resolveCommit: (revision, options) => resolveCommit(runner, revision, options),
    head: (options) => readHead(runner, options),
    listRefs: (options) => listRefs(runner, options),
    listFiles: (id, scope, options) => listFiles(runner, id, { ...scope, ...options }),
    readBlobs: (ids, options) => reader.readBlobs(ids, options),
    allBlobs: (options) => allBlobs(runner, reader, options),
    async *log(query, options) {
      const asksForHead = query.from === undefined && query.all !== true;
      const head = asksForHead ? await resolveCommit(runner, 'HEAD', options) : undefined;
      yield* readLog(runner, { ...query, head }, options);
    },
    readCommits: (which, options) => readCommits({ runner, reader }, which, options),
    diffTrees: (query, options) => diffTrees(runner, query, options),
    listStandIns: (options) => listStandIns(runner, options),
    readTags: (options) => readTags({ runner, reader }, options),
    listWorktreeFiles: (scope, options) => listWorktreeFiles(runner, { ...scope, ...options }),
    trackedPaths: (paths, options) => trackedPaths(runner, paths, options),
    ignoredPaths: (paths, options) => ignoredPaths(runner, paths, options),
    status: (scope, options) => readStatus(runner, scope, { ...options, environment }),
    conflicts: (scope, options) => listConflicts(runner, scope, options),
    stage: (paths, options) => stage(runner, paths, options),
    commit: (message, options) => commit(runner, message, options),
    amend: (paths, options) => amendCommit(runner, paths, options),
    addWorktree: (folder, id, options) => addWorktree(runner, { folder, commit: id }, options),
    removeWorktree: (folder, options) => removeWorktree(runner, folder, options),
    listWorktrees: (options) => listWorktrees(runner, options),
    listStagedFiles: (scope, options) => listStagedFiles(runner, scope, options),
    diffFolders: (folder, options) => diffFolders(runner, folder, options),
    isAncestor: (ancestor, of, options) => isAncestor(runner, { ancestor, of }, options),
    writeCommit: (made, options) => writeCommit(runner, made, options),
    updateRef: (change, options) => updateRef(runner, change, options),
    pushRef: (exchange, options) => pushRef(runner, exchange, options),
    fetchRef: (exchange, options) => fetchRef(runner, exchange, options),
    configValue: (key) => readConfigValue(runner, key),
    configPath: (key) => readConfigPath(runner, key),
    setConfigValue: (key, value, options) => setConfigValue(runner, [key, value], options),
    close: () => reader.close(),
  };
}
