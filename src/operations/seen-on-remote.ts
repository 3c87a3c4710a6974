import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
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

/** By the URL: a remote that moves elsewhere has been seen to have nothing. */
function fileOf({ sharedState }: RepositoryContext, url: string): string {
  return join(sharedState, 'remotes', 'seen', createHash('sha256').update(url).digest('hex').slice(0, 32));
}
