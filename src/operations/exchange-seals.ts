import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { readSealChain, sealsRef } from '#seals/seal-chain.js';
import { fetchedSealsRef } from './join-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { ownSeals } from './sealed-trail.js';

/** How seals get to a remote of git, and from there. */
export interface SealExchange {
  readonly remote: string;
  /** False where somebody else's seals are there, which must be joined first. */
  push(options: TaskOptions): Promise<boolean>;
  /** Brings the seals that are there, beside our own. False where there are none. */
  fetch(options: TaskOptions): Promise<boolean>;
}

/** @throws `offline.forbidden`; `usage.invalid-argument` where git has no such remote */
export async function exchangeSeals({ git, isOffline }: RepositoryContext, remote: string): Promise<SealExchange> {
  if (isOffline) {
    throw new PixelisError('offline.forbidden', `the remote '${remote}' of git is out of reach: Pixelis is offline`, {
      hint: 'go online: without --offline, and without PIXELIS_OFFLINE_MODE',
    });
  }
  if (!/^[A-Za-z0-9_][\w.-]*$/.test(remote) || remote.includes('..')) {
    throw new PixelisError('usage.invalid-argument', `'${remote}' cannot be the name of a remote of git`, {
      hint: 'git remote',
    });
  }
  if ((await git.configValue(`remote.${remote}.url`)) === undefined) {
    throw new PixelisError('usage.invalid-argument', `git has no remote '${remote}'`, {
      hint: 'see those that it has: git remote --verbose',
      data: { remote },
    });
  }
  return {
    remote,
    push: async ({ signal }) => git.pushRef({ remote, from: sealsRef, to: sealsRef }, { signal }),
    fetch: async ({ signal }) => git.fetchRef({ remote, from: sealsRef, to: fetchedSealsRef(remote) }, { signal }),
  };
}

/**
 * Fetches the seals of a remote, checks them, and goes on from them where they go on from ours. What is worth knowing of it.
 * @throws `seal.broken` where they are not as `audit seal` writes them; `git.failed`, `offline.forbidden`
 */
export async function fetchSeals(
  context: RepositoryContext,
  name: string,
  options: TaskOptions,
): Promise<PixelisError | undefined> {
  const { git } = context;
  const exchange = await exchangeSeals(context, name);
  const { remote } = exchange;
  const found = await exchange.fetch(options);
  const tip = found ? await git.resolveCommit(fetchedSealsRef(remote), options) : undefined;
  if (tip === undefined) {
    return new PixelisError('seal.not-found', `'${remote}' has no seals`, {
      hint: `pixelis audit seal --push=${remote}`,
    });
  }
  const theirs = await readSealChain(git, tip, options);
  const own = await git.resolveCommit(sealsRef, options);
  if (own === undefined || theirs.seals.has(own)) {
    if (own !== tip) await git.updateRef({ ref: sealsRef, from: own, to: tip }, options);
    return undefined;
  }
  if ((await ownSeals(git, options))?.seals.has(tip) === true) return undefined;
  return new PixelisError('seal.incomplete', `'${remote}' has seals that were made beside those of this clone`, {
    hint: `join the two: pixelis audit seal --push=${remote}`,
  });
}
