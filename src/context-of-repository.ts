import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PixelisError } from '#errors/index.js';
import { configPath, decodeConfig, localConfigPath } from '#format/config.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import type { Git } from '#git/git.js';
import { type Config, mergeConfig } from '#model/config.js';
import type { Remote, RepositoryContext } from '#operations/repository-context.js';
import type { Environment } from '#process/environment.js';
import { openCatalog } from '#records/catalog.js';
import type { LineageReader } from '#records/lineage-reader.js';
import { committedRecords, worktreeRecords } from '#records/record-source.js';
import { type SmallFiles, smallFilesBelow } from '#records/small-file.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { RegisteredRepository } from '#store/registered-repositories.js';

/** Where the user stands, and what was asked of the whole session. */
export interface Session {
  /** From the top of the worktree; '' is the top. */
  readonly folder: string;
  readonly isOffline: boolean;
  /** The variables of this program. */
  readonly environment: Environment;
  /** As in {@link RepositoryContext}. */
  readonly commandLine: readonly string[];
}

/**
 * Puts together what operations work with. Stores are opened on first use, so that a command pays for what it needs.
 * @throws `repository.not-found`, `file.*` for settings that cannot be read
 */
export function contextOfRepository(git: Git, session: Session): RepositoryContext {
  const ownState = join(git.places.gitFolder, 'pixelis');
  const files = smallFilesBelow(git.places.root, { temporaryFolder: join(ownState, 'tmp') });
  const settings = settingsReader(git, files);
  settings();
  const sharedState = join(git.places.commonFolder, 'pixelis');
  let cache: Promise<LocalBucketStore> | undefined;
  let lineage: Promise<LineageReader> | undefined;
  const remotes = new Map<string, Promise<Remote>>();
  const context: RepositoryContext = {
    git,
    files,
    get config() {
      return settings();
    },
    ...session,
    sharedState,
    ownState,
    now: () => new Date(),
    cache: () => (cache ??= openCache(git, settings())),
    openClone: (repository) => openClone(repository, session.environment),
    remote(name) {
      const { defaultRemote, remotes: configured } = settings();
      const wanted = name ?? defaultRemote;
      if (wanted === undefined) throw noRemote();
      const key = JSON.stringify([wanted, configured.get(wanted)]);
      const opened = remotes.get(key) ?? openRemote(context, wanted);
      remotes.set(key, opened);
      return opened;
    },
    worktreeCatalog: () => openCatalog(worktreeRecords(git)),
    async catalogAt(revision) {
      const commit = await git.resolveCommit(revision);
      if (commit === undefined) {
        throw new PixelisError('git.revision-not-found', `git knows no revision '${revision}'`, {
          hint: 'list what there is: git branch --all, git tag, git log --oneline',
          data: { revision },
        });
      }
      return openCatalog(committedRecords(git, commit));
    },
    lineage() {
      lineage ??= import('#records/lineage-reader.js').then(({ openLineageReader }) =>
        openLineageReader(git, { sharedState, ownState }),
      );
      return lineage;
    },
    async close() {
      const opened = await cache?.catch(() => undefined);
      await opened?.close();
      await git.close();
    },
  };
  return context;
}

/** Reads the settings as they are now: a command of the same session may have changed them. Decoded once. */
function settingsReader(git: Git, files: SmallFiles): () => Config {
  let known: { readonly text: string; readonly config: Config } | undefined;
  return () => {
    const committed = files.read(configPath, settingsLimitBytes);
    if (committed === undefined) {
      throw new PixelisError('repository.not-found', `'${git.places.root}' is a git repository without Pixelis`, {
        hint: 'set it up: pixelis init',
        data: { root: git.places.root },
      });
    }
    const local = files.read(localConfigPath, settingsLimitBytes);
    const text = Buffer.concat([committed, Buffer.of(0), local ?? Buffer.of(0)]).toString('latin1');
    if (known?.text === text) return known.config;
    const layers = [
      decodeConfig(committed, configPath),
      ...(local === undefined ? [] : [decodeConfig(local, localConfigPath)]),
    ];
    known = { text, config: mergeConfig(layers) };
    return known.config;
  };
}

async function openCache(git: Git, config: Config): Promise<LocalBucketStore> {
  const [{ folderBucket }, { openLocalStore }, { registerRepository }] = await Promise.all([
    import('#bucket/folder-bucket.js'),
    import('#store/local-store.js'),
    import('#store/registered-repositories.js'),
  ]);
  const { dir, fsync } = config.cache;
  const folder = dir === undefined ? join(git.places.commonFolder, 'pixelis', 'cache') : resolve(git.places.root, dir);
  const bucket = folderBucket(folder, { fsync, create: true, label: 'the cache' });
  // A cache that is set, or is a link, may be shared.
  if (dir !== undefined || isElsewhere(folder)) await registerRepository(bucket, git.places);
  return openLocalStore(bucket, { label: 'the cache' });
}

function isElsewhere(folder: string): boolean {
  try {
    return realpathSync(folder) !== folder;
  } catch {
    return false;
  }
}

/** The variables that a git hook has say where our own repository is. */
const located =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|PREFIX)$/;

async function openClone({ commonFolder, root }: RegisteredRepository, environment: Environment): Promise<Git> {
  const { openGit } = await import('#git/open-git.js');
  const elsewhere = Object.fromEntries(Object.entries(environment).filter(([name]) => !located.test(name)));
  // The worktree that is on record may be gone while the repository is there.
  const cwd = [root, dirname(commonFolder)].find((folder) => existsSync(folder)) ?? root;
  const git = await openGit({ cwd, environment: elsewhere });
  if (git.places.commonFolder === commonFolder) return git;
  await git.close();
  throw new PixelisError('repository.no-git', `'${cwd}' is not a worktree of '${commonFolder}'`, {
    hint: `run any pixelis command in one of its worktrees`,
    data: { path: cwd, commonFolder },
  });
}

async function openRemote({ config, isOffline, git, sharedState }: RepositoryContext, name: string): Promise<Remote> {
  const settings = config.remotes.get(name);
  if (settings === undefined) {
    throw new PixelisError('remote.not-configured', `there is no remote '${name}'`, {
      hint:
        config.remotes.size === 0
          ? 'add one: pixelis remote add origin URL'
          : `there are: ${[...config.remotes.keys()].join(', ')}`,
      data: { remote: name },
    });
  }
  if (isOffline) {
    // A folder, too: it may well be a share.
    throw new PixelisError('offline.forbidden', `remote '${name}' is out of reach: Pixelis is offline`, {
      hint: 'go online: without --offline, and without PIXELIS_OFFLINE_MODE',
      data: { remote: name, url: settings.url },
    });
  }
  const [{ openBucket }, { openObjectStore }] = await Promise.all([
    import('#bucket/open-bucket.js'),
    import('#store/bucket-store.js'),
  ]);
  const bucket = openBucket(settings, { baseFolder: git.places.root, jobs: config.jobs, fsync: config.cache.fsync });
  const label = `remote '${name}'`;
  const store = await openObjectStore(bucket, { label, tableCache: join(sharedState, 'remotes', 'packs') });
  return { name, url: settings.url, store };
}

function noRemote(): PixelisError {
  return new PixelisError('remote.not-configured', 'no remote is set up', {
    hint: 'add one: pixelis remote add origin s3://bucket/prefix (or the path of a folder)',
  });
}
