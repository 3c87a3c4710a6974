import { PixelisError } from '#errors/index.js';
import { decodeTombstone, parseTombstonePath, tombstonePath, tombstonesFolder } from '#format/tombstone.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import type { RepositoryContext } from './repository-context.js';

/** What was purged, by the digest of what had to go. */
export type Tombstones = ReadonlyMap<Digest, Tombstone>;

/**
 * What was purged by the worktree's records, and by those that any branch or tag brought: an old commit that is checked out
 * has no tombstone of what was purged since. A record that cannot be read purges nothing; `verify` tells of it.
 */
export async function knownTombstones(
  { git, worktreeCatalog }: Pick<RepositoryContext, 'git' | 'worktreeCatalog'>,
  { signal }: TaskOptions = {},
): Promise<Tombstones> {
  const known = new Map(await worktreeCatalog().tombstones({ signal, onBroken: () => undefined }));
  const paths = new Map<BlobId, string>();
  const settled = new Set<string>();
  const query = { all: true, scopes: [{ folder: tombstonesFolder, suffix: '.yaml' }] };
  for await (const { changes } of git.log(query, { signal })) {
    for (const { path, blob } of changes) {
      const digest = parseTombstonePath(path);
      // The newest commit that touched it counts: one that took it away takes the purge back.
      if (digest === undefined || known.has(digest) || settled.has(path)) continue;
      settled.add(path);
      if (blob !== undefined) paths.set(blob, path);
    }
  }
  for await (const { id, bytes } of git.readBlobs(paths.keys(), { signal, limitBytes: recordLimitBytes })) {
    const path = paths.get(id) as string;
    const tombstone = readable(bytes, path);
    if (tombstone !== undefined && tombstonePath(tombstone.digest) === path) known.set(tombstone.digest, tombstone);
  }
  return known;
}

/** The error for content that was purged: who did it, when and why. `what` begins the sentence: `'dataset-x:v2'`. */
export function objectPurged(what: string, { digest, purged, by, reason }: Tombstone): PixelisError {
  const day = purged.slice(0, 10);
  return new PixelisError('object.purged', `${what} was purged on ${day} by ${by.name}: ${reason}`, {
    hint: `it is gone for good; see the record: git log -- ${tombstonePath(digest)}`,
    data: { digest, purged, by: by.name, email: by.email, reason },
  });
}

function readable(bytes: Uint8Array, path: string): Tombstone | undefined {
  try {
    return decodeTombstone(bytes, path);
  } catch (error) {
    if (error instanceof PixelisError) return undefined;
    throw error;
  }
}
