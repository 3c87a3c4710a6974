import type { LocalBucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { type Digest, isDigest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { readKey } from './read-key.js';

/*
 * Which versions rules let go, a list for each collection whose trash is still there: `dropped/<run>.json`. History goes on
 * naming them; without the list the next collection, which may have other rules, would bring their content back.
 */

export async function noteDroppedVersions(bucket: LocalBucket, run: string, digests: Iterable<Digest>): Promise<void> {
  await writeList(bucket, keyOf(run), [...digests]);
}

async function writeList(bucket: LocalBucket, key: string, digests: readonly Digest[]): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify({ pixelis: 1, digests })}\n`);
  await bucket.put(key, sourceOfBytes(bytes), { replace: true });
}

/** Of all collections of which something lies in the trash; lists of others are removed. */
export async function droppedVersions(
  bucket: LocalBucket,
  runs: readonly string[],
  { signal }: TaskOptions = {},
): Promise<ReadonlySet<Digest>> {
  const dropped = new Set<Digest>();
  const known = new Set(runs.map(keyOf));
  for await (const { key } of bucket.list('dropped/', { signal })) {
    if (!known.has(key)) await bucket.delete(key);
    else for (const digest of await readList(bucket, key)) dropped.add(digest);
  }
  return dropped;
}

/** Forgets what a collection let go, which is taken back: also where a later one let it go as well. */
export async function forgetDroppedVersions(bucket: LocalBucket, run: string): Promise<void> {
  const forgotten = new Set(await readList(bucket, keyOf(run)));
  await bucket.delete(keyOf(run));
  for await (const { key } of bucket.list('dropped/')) {
    const digests = await readList(bucket, key);
    const left = digests.filter((digest) => !forgotten.has(digest));
    if (left.length < digests.length) await writeList(bucket, key, left);
  }
}

/** Nothing of a list that cannot be read: then nothing is lost, and the content comes back. */
async function readList(bucket: LocalBucket, key: string): Promise<readonly Digest[]> {
  const bytes = await readKey(bucket, key, {});
  try {
    const { digests } = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as { readonly digests: unknown };
    return Array.isArray(digests) ? digests.filter((text) => typeof text === 'string' && isDigest(text)) : [];
  } catch {
    return [];
  }
}

function keyOf(run: string): string {
  return `dropped/${run}.json`;
}
