import { mkdirSync } from 'node:fs';
import { appendFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { remoteStatePath } from './remote-state.js';
import type { RepositoryContext } from './repository-context.js';

/*
 * Which versions a remote was seen to have all of, by a push or a fetch of this clone: a line each. It tells a user without
 * a network what probably waits to be pushed, and nothing else rests on it: every push looks for itself.
 */

/** Notes versions that a remote has all of now. */
export async function noteSeenOnRemote(
  context: RepositoryContext,
  url: string,
  digests: readonly Digest[],
): Promise<void> {
  const known = await seenOnRemote(context, url);
  const fresh = [...new Set(digests)].filter((digest) => !known.has(digest));
  if (fresh.length === 0) return;
  const file = fileOf(context, url);
  try {
    mkdirSync(dirname(file), { recursive: true });
    await appendFile(file, fresh.map((digest) => `${digest}\n`).join(''));
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Versions that a remote was once seen to have all of. */
export async function seenOnRemote(context: RepositoryContext, url: string): Promise<ReadonlySet<string>> {
  const file = fileOf(context, url);
  try {
    return new Set((await readFile(file, 'utf8')).split('\n'));
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return new Set();
    throw diskError(error, file);
  }
}

/** Forgets what the remote was seen to have: it is not the one that it was. */
export async function forgetSeenOnRemote(context: RepositoryContext, url: string): Promise<void> {
  const file = fileOf(context, url);
  await rm(file, { force: true }).catch((error: unknown) => {
    throw diskError(error, file);
  });
}

function fileOf(context: RepositoryContext, url: string): string {
  return remoteStatePath(context, 'seen', url);
}
