import { rm } from 'node:fs/promises';
import type { Test } from 'tap';
import type { PixelisError } from '#errors/index.js';
import type { CollectOptions } from '../../src/collection.js';
import type { CollectRemoteOptions } from '../../src/remote-collection.js';
import type { Repository } from '../../src/repository.js';
import { collectedRepository } from './garbage.js';
import { type GitRepository, gitRepositoryAt } from './git-repository.js';
import { makeContextWithRemote, type OperationFixture, openOperationContext } from './operation-context.js';
import { outputErrors } from './output-schemas.js';

export const now = { grace: '0', wait: '0', trashAge: '0' } as const;

/** What tests do with a clone. */
function commandsIn(t: Test, repository: GitRepository) {
  const collected = collectedRepository(t, repository);
  let opened: Promise<OperationFixture> | undefined;
  const call: typeof collected.call = async (work) =>
    work((await (opened ??= openOperationContext(t, repository))).pixelis);
  const ask = async <Result extends object>(work: (pixelis: Repository) => Promise<Result>): Promise<Result> => {
    const result = await call(work);
    t.strictSame(outputErrors(result), []);
    return result;
  };
  /** What comes next is done by another process. */
  const end = async (): Promise<void> => {
    await (await opened)?.pixelis.close();
    opened = undefined;
  };
  const gc = (mode: 'plan' | 'apply' | 'purge', options: CollectRemoteOptions = {}) =>
    ask((pixelis) => pixelis.gc.remote('origin')[mode]({ ...now, ...options }));
  return {
    ...collected,
    call,
    ask,
    end,
    collect: async (options: CollectOptions = {}) => {
      await end();
      return collected.collect(options);
    },
    plan: (options: CollectRemoteOptions = {}) => gc('plan', { keepLast: 1, ...options }),
    letGo: (options: CollectRemoteOptions = {}) => gc('apply', { keepLast: 1, ...options }),
    collectRemote: (options: CollectRemoteOptions = {}) => gc('apply', options),
    free: (options: CollectRemoteOptions = {}) => gc('purge', options),
    undo: () => ask((pixelis) => pixelis.gc.remote('origin').undo()),
    push: (...targets: readonly string[]) => ask((pixelis) => pixelis.push(targets, { all: targets.length === 0 })),
    fetch: (...targets: readonly string[]) => ask((pixelis) => pixelis.fetch(targets, { all: targets.length === 0 })),
    verifyAll: () => ask((pixelis) => pixelis.verify([], { all: true, remote: true })),
    /** The cache of this clone is as good as new. */
    empty: async () => {
      await end();
      await rm(collected.cacheFolder, { recursive: true });
    },
    /** The versions that verify misses on the remote, or knows to have been let go there. */
    onRemote: async () => {
      const { problems, dropped = [] } = await ask((pixelis) => pixelis.verify([], { all: true, remote: true }));
      return {
        missing: problems.filter(({ remote }) => remote !== undefined).map(({ version }) => version),
        letGo: dropped.filter(({ remote }) => remote !== undefined).map(({ version }) => version),
      };
    },
  };
}

/** Three versions of a folder at one path, each committed and pushed. */
export async function makeVersions(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const { repository, remoteFolder } = fixture;
  const commands = commandsIn(t, repository);
  for (const version of [1, 2, 3]) {
    await repository.write('data/a/same', 'the same in all');
    await repository.write('data/a/own', `version ${version}`);
    await commands.call((pixelis) => pixelis.add(['data/a']));
    await repository.commit(`v${version}`);
  }
  await commands.push();
  const cloneOf = async () => {
    const root = `${repository.root}-clone-${Math.random().toString(36).slice(2)}`;
    await repository.git('clone', '--quiet', `file://${repository.root}`, root);
    return commandsIn(t, gitRepositoryAt(root, repository.environment));
  };
  return { ...commands, remoteFolder, cloneOf };
}

export const numbers = (versions: readonly { readonly version: number }[]) =>
  versions.map(({ version }) => version).sort((a, b) => a - b);
export const codes = (problems: readonly { readonly code: string }[]) => [...new Set(problems.map(({ code }) => code))];
export const failure = async (work: Promise<unknown>): Promise<PixelisError | undefined> =>
  work.then(
    () => undefined,
    (error: PixelisError) => error,
  );
