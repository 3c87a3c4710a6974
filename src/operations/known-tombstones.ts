import { PixelisError } from '#errors/index.js';
import { decodeTombstone, parseTombstonePath, tombstonePath, tombstonesFolder } from '#format/tombstone.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import type { Catalog } from '#records/catalog.js';
import type { PurgeFacts } from '#schema/index.js';
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
  const known = new Map(await tombstonesHere(worktreeCatalog(), { signal }));
  const paths = new Map<BlobId, string>();
  const settled = new Set<string>();
  const query = { all: true, scopes: [{ folder: tombstonesFolder, suffix: '.yaml' }] };
  for await (const { changes } of git.log(query, { signal })) {
    for (const { path, after: blob } of changes) {
      const digest = parseTombstonePath(path);
      // The newest commit that touched it counts: one that took it away takes the purge back.
      if (digest === undefined || known.has(digest) || settled.has(path)) continue;
      settled.add(path);
      if (blob !== undefined) paths.set(blob, path);
    }
  }
  const reading = { signal, limitBytes: recordLimitBytes, onUnreadable: () => undefined };
  for await (const { id, bytes } of git.readBlobs(paths.keys(), reading)) {
    const path = paths.get(id) as string;
    const tombstone = readable(bytes, path);
    if (tombstone !== undefined && tombstonePath(tombstone.digest) === path) known.set(tombstone.digest, tombstone);
  }
  return known;
}

/** What was purged by the records of the worktree alone, which costs next to nothing. */
export function tombstonesHere(catalog: Catalog, { signal }: TaskOptions = {}): Promise<Tombstones> {
  return catalog.tombstones({ signal, onBroken: () => undefined });
}

/** What was purged, looked up when it is asked for, and once. */
export interface TombstoneLookup {
  /** {@link tombstonesHere} */
  here(): Promise<Tombstones>;
  /** {@link knownTombstones} */
  everywhere(): Promise<Tombstones>;
}

export function tombstoneLookup(context: RepositoryContext, options: TaskOptions): TombstoneLookup {
  let here: Promise<Tombstones> | undefined;
  let everywhere: Promise<Tombstones> | undefined;
  return {
    here: () => (here ??= tombstonesHere(context.worktreeCatalog(), options)),
    everywhere: () => (everywhere ??= knownTombstones(context, options)),
  };
}

/** What a result says of it: all of it is gone, or so many files. */
export function purgeFacts({ purged, by, reason }: Tombstone, files?: number): PurgeFacts {
  return { purged, by: by.name, reason, ...(files === undefined ? {} : { files }) };
}

/** The error for content that was purged: who did it, when and why. `what` begins the sentence: `'dataset-x:v2'`. */
export function objectPurged(what: string, { digest, purged, by, reason }: Tombstone): PixelisError {
  const day = purged.slice(0, 10);
  return new PixelisError('object.purged', `${what} was purged on ${day} by ${by.name}: ${reason}`, {
    hint: `it is gone for good; see the record: git log -- ${tombstonePath(digest)}`,
    data: { digest, purged, by: by.name, email: by.email, reason },
  });
}

/** What is said where a store, the cache or a remote, still has so many objects that were purged. */
export function purgedLeft(count: number, remote?: string): PixelisError {
  const objects = count === 1 ? '1 object that was purged is' : `${count} objects that were purged are`;
  return new PixelisError(
    'object.purged',
    `${objects} still ${remote === undefined ? 'in the cache' : `on remote '${remote}'`}`,
    {
      hint: 'remove them: pixelis purge --apply',
    },
  );
}

function readable(bytes: Uint8Array, path: string): Tombstone | undefined {
  try {
    return decodeTombstone(bytes, path);
  } catch (error) {
    if (error instanceof PixelisError) return undefined;
    throw error;
  }
}
