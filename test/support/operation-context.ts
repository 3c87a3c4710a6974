import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { PixelisError } from '#errors/index.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { encodeConfig } from '#format/config.js';
import { openGit } from '#git/open-git.js';
import { mergeConfig } from '#model/config.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openCatalog } from '#records/catalog.js';
import { committedRecords, worktreeRecords } from '#records/record-source.js';
import { smallFilesBelow } from '#records/small-file.js';
import { openLocalStore } from '#store/local-store.js';
import { type GitRepository, makeGitRepository } from './git-repository.js';

export interface OperationFixture {
  readonly repository: GitRepository;
  readonly context: RepositoryContext;
}

/** What an operation works with, over a real git repository that is set up and has no commit yet. */
export async function makeOperationContext(
  t: Test,
  changes: Partial<RepositoryContext> = {},
): Promise<OperationFixture> {
  const repository = await makeGitRepository(t);
  await repository.write('.pixelis/config.yaml', encodeConfig());
  await repository.write('.pixelis/.gitignore', '/config.local.yaml\n');
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  t.teardown(() => git.close());
  const sharedState = join(git.places.commonFolder, 'pixelis');
  const cacheFolder = join(sharedState, 'cache');
  await mkdir(cacheFolder, { recursive: true });
  const context: RepositoryContext = {
    git,
    files: smallFilesBelow(repository.root),
    config: mergeConfig([]),
    folder: '',
    sharedState,
    ownState: sharedState,
    isOffline: false,
    commandLine: ['/opt/node', "/opt/it's/pixelis.js"],
    now: () => new Date('2026-03-01T09:30:00Z'),
    cache: () => openLocalStore(folderBucket(cacheFolder), { label: 'the cache' }),
    remote: () => Promise.reject(new PixelisError('remote.not-configured', 'no remote is set up')),
    worktreeCatalog: () => openCatalog(worktreeRecords(git)),
    async catalogAt(revision) {
      const commit = await git.resolveCommit(revision);
      if (commit === undefined) throw new PixelisError('git.revision-not-found', `git knows no revision '${revision}'`);
      return openCatalog(committedRecords(git, commit));
    },
    ...changes,
  };
  return { repository, context };
}
