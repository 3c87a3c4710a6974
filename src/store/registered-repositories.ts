import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError, PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { readKey } from './read-key.js';

/** A repository whose objects lie in a cache that others may share. */
export interface RegisteredRepository {
  /** Git's folder that its worktrees share. */
  readonly commonFolder: string;
  /** Top of one of its worktrees. */
  readonly root: string;
}

const folder = 'repositories';
/** Where the cache of a repository lies in git's folder, unless it is set. */
const ownCache = join('pixelis', 'cache');

/**
 * Puts it on record, once and for all, that a repository uses a cache: `repositories/<hash of its path>.json`. Whoever may
 * only read the cache leaves no record.
 */
export async function registerRepository(
  bucket: LocalBucket,
  { commonFolder, root }: RegisteredRepository,
): Promise<void> {
  const repository = { commonFolder, root };
  const key = keyOf(repository.commonFolder);
  const known = await readRecord(bucket, key).catch(() => undefined);
  if (known?.commonFolder === repository.commonFolder && existsSync(known.root)) return;
  const bytes = Buffer.from(`${JSON.stringify({ pixelis: 1, ...repository })}\n`);
  try {
    await bucket.put(key, sourceOfBytes(bytes), { replace: true });
  } catch (error) {
    if (!isPixelisError(error, 'disk.denied')) throw error;
  }
}

/**
 * The repositories on record; and, where the cache lies in one, that: of its own cache it leaves no record.
 * @throws `file.invalid` for a record that cannot be read
 */
export async function registeredRepositories(
  bucket: LocalBucket,
  { signal }: TaskOptions = {},
): Promise<readonly RegisteredRepository[]> {
  const repositories: RegisteredRepository[] = [];
  const around = repositoryAround(bucket);
  if (around !== undefined) repositories.push({ commonFolder: around, root: dirname(around) });
  for await (const { key } of bucket.list(`${folder}/`, { signal })) {
    const repository = await readRecord(bucket, key);
    if (repository !== undefined) repositories.push(repository);
  }
  return repositories;
}

/** Git's folder that the cache lies in, links resolved. */
function repositoryAround(bucket: LocalBucket): string | undefined {
  const cache = dirname(dirname(bucket.pathOf(`${folder}/x`)));
  const place = existsSync(cache) ? realpathSync(cache) : cache;
  const around = dirname(dirname(place));
  return place === join(around, ownCache) && existsSync(join(around, 'HEAD')) ? around : undefined;
}

/** Takes a repository from the record; what only it needs is collected from then on. */
export async function forgetRepository(bucket: LocalBucket, commonFolder: string): Promise<void> {
  await bucket.delete(keyOf(commonFolder));
}

async function readRecord(bucket: LocalBucket, key: string): Promise<RegisteredRepository | undefined> {
  const bytes = await readKey(bucket, key, {});
  if (bytes === undefined) return undefined;
  try {
    const { commonFolder, root } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<RegisteredRepository>;
    if (typeof commonFolder === 'string' && typeof root === 'string') return { commonFolder, root };
  } catch {}
  const file = bucket.pathOf(key);
  throw new PixelisError('file.invalid', `'${file}' does not say which repository uses the cache`, {
    hint: 'remove it, and run any pixelis command in each repository that shares the cache: each puts itself on record',
    data: { path: file },
  });
}

function keyOf(commonFolder: string): string {
  return `${folder}/${createHash('sha256').update(commonFolder).digest('hex').slice(0, 32)}.json`;
}
