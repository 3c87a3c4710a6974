import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import { type Digest, parseDigest } from '#model/digest.js';
import { openObjectStore } from '#store/bucket-store.js';
import type { CollectOptions } from '../../src/collection.js';
import type { Repository } from '../../src/repository.js';
import type { GitRepository } from './git-repository.js';
import { openOperationContext } from './operation-context.js';
import { outputErrors } from './output-schemas.js';

/** What tests of garbage collection do with a repository, each as a command of its own. */
export interface Collected {
  readonly repository: GitRepository;
  readonly cacheFolder: string;
  /** Opens the repository, calls it, and closes it: what it pinned is pinned no more. */
  readonly call: <Result>(work: (pixelis: Repository) => Promise<Result>) => Promise<Result>;
  /** Adds a path with this content; the digest of the version. */
  readonly add: (path: string, content: string | Uint8Array) => Promise<Digest>;
  /** Collects at once what nothing names. */
  readonly collect: (options?: CollectOptions) => ReturnType<Repository['gc']['apply']>;
  /** Whether the cache has the object, the trash left aside. */
  readonly holds: (digest: Digest) => Promise<boolean>;
  /** Takes away all that names anything, in the worktree, in the index and in git, but for what refs reach. */
  readonly forget: () => Promise<void>;
}

export function collectedRepository(
  t: Test,
  repository: GitRepository,
  cacheFolder = join(repository.root, '.git/pixelis/cache'),
): Collected {
  const call: Collected['call'] = async (work) => {
    const { pixelis } = await openOperationContext(t, repository);
    try {
      return await work(pixelis);
    } finally {
      await pixelis.close();
    }
  };
  return {
    repository,
    cacheFolder,
    call,
    async add(path, content) {
      await repository.write(path, content);
      const { paths } = await call((pixelis) => pixelis.add([path]));
      return parseDigest(paths[0]?.digest ?? '');
    },
    async collect(options) {
      const result = await call((pixelis) => pixelis.gc.apply({ grace: '0', ...options }));
      t.strictSame(outputErrors(result), []);
      return result;
    },
    async holds(digest) {
      const bucket = folderBucket(cacheFolder, { create: true });
      return !(await (await openObjectStore(bucket, { label: 'the cache' })).missing([digest])).has(digest);
    },
    async forget() {
      await repository.git('rm', '-r', '-f', '--quiet', '--cached', '--ignore-unmatch', '.');
      for (const name of ['data', '.pixelis/artifacts', '.pixelis/runs', '.git/pixelis/index']) {
        await rm(join(repository.root, name), { recursive: true, force: true });
      }
      await repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
      await repository.git('prune', '--expire=now');
    },
  };
}
