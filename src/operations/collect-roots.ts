import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Git } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type RegisteredRepository, registeredRepositories } from '#store/registered-repositories.js';
import {
  keepWhatHeadsUse,
  type ReadRoots,
  readGitBlobs,
  type SeenContents,
  seenBlobs,
  seenContents,
} from './read-git-roots.js';
import { readLiveRoots } from './read-live-roots.js';
import { readWorktreeRoots } from './read-worktree-roots.js';
import type { RepositoryContext } from './repository-context.js';
import { type RootNames, rootNames } from './root-names.js';
import { type IgnoredRoots, readingRepository, rootUnreadable } from './root-unreadable.js';

export interface RootRequest {
  readonly ignored: IgnoredRoots;
  /** Repositories that count no more, by git's folder or the top of a worktree. */
  readonly forgotten: ReadonlySet<string>;
  /** What is needed by nobody: of a worktree that has it, what else was placed with it is not needed for that. */
  readonly purged: Pick<ReadonlySet<Digest>, 'has'>;
  /** Whether versions may go that heads do not use: these are then looked at one by one. */
  readonly wantsHeads: boolean;
}

/** Reads what all repositories need that share the cache. */
export interface RootReader {
  readonly names: RootNames;
  /** Settings `gc.keep` of all worktrees. */
  readonly keepPatterns: ReadonlySet<string>;
  /** Git's common folders of the repositories that were read. */
  readonly repositories: ReadonlySet<string>;
  /** Those that are to be forgotten, as they are on record. */
  readonly forgotten: ReadonlySet<string>;
  /** Files that were read from git. */
  readonly blobs: number;
  /**
   * Reads everything; from the second time on, of git only what it has since. What was read before stays.
   * @throws `gc.root-unreadable`
   */
  read(options: TaskOptions): Promise<void>;
  close(): Promise<void>;
}

export function openRootReader(context: RepositoryContext, request: RootRequest): RootReader {
  const names = rootNames();
  const keepPatterns = new Set<string>();
  const seen = seenBlobs();
  const clones = new Map<string, Git>();
  const repositories = new Set<string>();
  const forgotten = new Set<string>();
  const { ignored, purged } = request;
  let contents: SeenContents | undefined;
  return {
    names,
    keepPatterns,
    repositories,
    forgotten,
    get blobs() {
      return seen.count;
    },
    async read(options) {
      const { bucket } = await context.cache();
      const own = context.git.places;
      const registered = (await registeredRepositories(bucket, options)).filter(
        ({ commonFolder }) => commonFolder !== own.commonFolder,
      );
      for (const repository of registered) {
        const { commonFolder, root } = repository;
        if (request.forgotten.has(commonFolder) || request.forgotten.has(root)) forgotten.add(commonFolder);
        else if (!clones.has(commonFolder)) clones.set(commonFolder, await openOther(context, repository));
      }
      contents ??= await seenContents();
      const roots = { names, ignored, purged, contents, keepPatterns, seen };
      for (const git of [context.git, ...clones.values()]) {
        repositories.add(git.places.commonFolder);
        await readClone(git, roots, { ...options, wantsHeads: request.wantsHeads });
      }
    },
    async close() {
      for (const git of clones.values()) await git.close();
    },
  };
}

/** In this order what moves meanwhile is met: a run becomes a record, a file becomes a blob, never the other way round. */
async function readClone(
  git: Git,
  roots: ReadRoots & Parameters<typeof readWorktreeRoots>[1] & Parameters<typeof readGitBlobs>[1],
  { wantsHeads, ...options }: TaskOptions & { readonly wantsHeads: boolean },
): Promise<void> {
  const repository = git.places.commonFolder;
  await readLiveRoots(join(repository, 'pixelis'), roots, repository);
  const worktrees = await readingRepository(repository, () => git.listWorktrees(options));
  for (const { folder, gitFolder } of worktrees) {
    await readWorktreeRoots({ folder, gitFolder, repository }, roots, options);
  }
  await readGitBlobs(git, roots, options);
  if (wantsHeads) await keepWhatHeadsUse(git, roots, options);
}

async function openOther(context: RepositoryContext, repository: RegisteredRepository): Promise<Git> {
  const { commonFolder } = repository;
  const subject = {
    root: commonFolder,
    repository: commonFolder,
    hint: `if it is gone for good: pixelis gc --forget-repository ${commonFolder}`,
  };
  if (!existsSync(commonFolder)) {
    throw rootUnreadable(
      subject,
      new PixelisError('path.not-found', `the repository shares this cache, and is not there`, {
        data: { path: commonFolder },
      }),
    );
  }
  try {
    return await context.openClone(repository);
  } catch (error) {
    if (!isPixelisError(error) || error.code === 'interrupted') throw error;
    throw rootUnreadable(subject, error);
  }
}
