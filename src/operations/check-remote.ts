import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import { type BucketCheck, checkBucket } from '#bucket/check-bucket.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Check, RemoteCheckResult, RemoteFacts } from '#schema/index.js';
import { readSettings } from './read-settings.js';
import { remoteFacts, remoteNotConfigured } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Tries a remote with a small object that is removed again. What it refuses is among the problems.
 * @throws `remote.not-configured`, `offline.forbidden`
 */
export async function checkRemote(
  context: RepositoryContext,
  name: string | undefined,
  options: TaskOptions = {},
): Promise<RemoteCheckResult> {
  const facts = configured(context, name);
  const found = await tried(context, facts.name, options);
  return {
    pixelis: 1,
    command: 'remote check',
    remote: facts,
    reachable: found.isReachable,
    readable: found.canRead,
    writable: found.canWrite,
    listable: found.canList,
    checks: checksOf(found),
    problems: found.problems.map((error) => problemOf(error, { remote: facts.name })),
    warnings: [],
  };
}

function configured(context: RepositoryContext, name: string | undefined): RemoteFacts {
  const remotes = remoteFacts(readSettings(context.files));
  const facts = remotes.find((remote) => (name === undefined ? remote.isDefault : remote.name === name));
  if (facts !== undefined) return facts;
  throw remoteNotConfigured(
    name ?? 'origin',
    remotes.map((remote) => remote.name),
  );
}

type Found = Omit<BucketCheck, 'label'>;

async function tried(context: RepositoryContext, name: string, options: TaskOptions): Promise<Found> {
  try {
    return await checkBucket((await context.remote(name)).store.bucket, options);
  } catch (error) {
    if (!isPixelisError(error) || error.kind !== 'remote' || error.code === 'offline.forbidden') throw error;
    return { ...nothing, problems: [error] };
  }
}

const nothing: Omit<Found, 'problems'> = {
  isReachable: false,
  canList: false,
  canWrite: false,
  canRead: false,
  canRemove: false,
  hasConditionalWrites: undefined,
  latencyMs: undefined,
};

function checksOf(found: Found): Check[] {
  const latency = found.latencyMs === undefined ? '' : `, in ${Math.ceil(found.latencyMs)} ms at best`;
  const abilities: readonly (readonly [string, boolean, string, string])[] = [
    ['reach', found.isReachable, `it answers${latency}`, 'it does not answer'],
    ['list', found.canList, 'objects can be listed', 'objects cannot be listed'],
    ['write', found.canWrite, 'objects can be written', 'objects cannot be written'],
    ['read', found.canRead, 'objects can be read', 'objects cannot be read'],
  ];
  const checks = abilities.map(([name, can, yes, no]): Check => {
    return can ? { name, state: 'ok', message: yes } : problem(name, no, found.problems);
  });
  if (!found.canWrite) return checks;
  checks.push(
    found.canRemove
      ? { name: 'remove', state: 'ok', message: 'objects can be removed' }
      : { name: 'remove', state: 'warning', message: 'objects cannot be removed, which only gc needs' },
    found.hasConditionalWrites === true
      ? { name: 'conditional-writes', state: 'ok', message: 'of two who write at once one is told' }
      : { name: 'conditional-writes', state: 'warning', message: 'two who write at once are not told of each other' },
  );
  return checks;
}

function problem(name: string, message: string, problems: readonly PixelisError[]): Check {
  const hint = problems.find((error) => error.hint !== undefined)?.hint;
  return { name, state: 'problem', message, ...(hint === undefined ? {} : { advice: hint }) };
}
