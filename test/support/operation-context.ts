import type { Test } from 'tap';
import { encodeConfig } from '#format/config.js';
import { openGit } from '#git/open-git.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { contextOfRepository, type Session } from '../../src/context-of-repository.js';
import type { Repository } from '../../src/repository.js';
import { repositoryOver } from '../../src/repository-over.js';
import { type GitRepository, makeFolder, makeGitRepository } from './git-repository.js';

export interface OperationFixture {
  readonly repository: GitRepository;
  readonly context: RepositoryContext;
  /** The public face over the same context. */
  readonly pixelis: Repository;
}

export interface FixtureOptions extends Partial<Session> {
  readonly now?: RepositoryContext['now'];
}

/** What an operation works with, over a real git repository that is set up and has no commit yet. */
export async function makeOperationContext(t: Test, options: FixtureOptions = {}): Promise<OperationFixture> {
  return makeContext(t, {}, options);
}

/** The same with a remote `origin` in a folder. */
export async function makeContextWithRemote(
  t: Test,
  options: FixtureOptions = {},
): Promise<OperationFixture & { readonly remoteFolder: string }> {
  const remoteFolder = await makeFolder(t);
  const fixture = await makeContext(t, { remotes: { origin: { url: remoteFolder } } }, options);
  return { ...fixture, remoteFolder };
}

async function makeContext(
  t: Test,
  settings: Parameters<typeof encodeConfig>[0],
  options: FixtureOptions,
): Promise<OperationFixture> {
  const repository = await makeGitRepository(t);
  await repository.write('.pixelis/config.yaml', encodeConfig(settings));
  await repository.write('.pixelis/.gitignore', '/config.local.yaml\n');
  return openOperationContext(t, repository, options);
}

/** The same over a repository that is set up already: a clone, a linked worktree. */
export async function openOperationContext(
  t: Test,
  repository: GitRepository,
  { now, ...session }: FixtureOptions = {},
): Promise<OperationFixture> {
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  const opened = contextOfRepository(git, {
    folder: '',
    isOffline: false,
    commandLine: ['/opt/node'],
    environment: repository.environment,
    ...session,
  });
  t.teardown(() => opened.close());
  // Made from the other, so that it, too, has the settings as they are now.
  const context: RepositoryContext = Object.create(opened, {
    now: { value: now ?? (() => new Date('2026-03-01T09:30:00Z')) },
  });
  return { repository, context, pixelis: repositoryOver(context) };
}
