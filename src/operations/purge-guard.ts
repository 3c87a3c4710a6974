import { problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Problem } from '#schema/index.js';
import { knownTombstones, objectPurged, type Tombstones } from './known-tombstones.js';
import type { RepositoryContext } from './repository-context.js';
import type { RunContent } from './run-content.js';
import type { TransferSubject } from './transfer-subjects.js';

/** Keeps purged content out of a transfer, and tells what was left out. */
export interface PurgeGuard {
  readonly tombstones: Tombstones;
  /** The subjects but for those that were purged as a whole. */
  readonly subjects: readonly TransferSubject[];
  /** Whether an entry of a tree is to be moved; undefined where nothing was ever purged, and every entry is. */
  readonly wants: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
  /** A warning for each version that was left out, or of which files were, as far as they were asked for. */
  warnings(): readonly Problem[];
}

/** That content was purged fails no transfer: there is nothing that anybody could do. */
export async function guardPurged(
  context: RepositoryContext,
  subjects: readonly TransferSubject[],
  options: TaskOptions,
): Promise<PurgeGuard> {
  const tombstones = await knownTombstones(context, options);
  const left = subjects.filter(({ digest }) => !tombstones.has(digest));
  const inside = purgedInside(tombstones);
  return {
    tombstones,
    subjects: left,
    wants: tombstones.size === 0 ? undefined : (entry, root) => inside.wants(entry, root),
    warnings() {
      const told = new Map<string, Problem>();
      for (const subject of subjects) {
        const name = `'${subject.artifact}:v${subject.version}'`;
        const tombstone = tombstones.get(subject.digest);
        const files = inside.found(subject.digest);
        if (tombstone !== undefined) told.set(name, warning(name, tombstone, subject));
        else if (files !== undefined) told.set(name, warning(filesOf(files, name), files.first, subject));
      }
      return [...told.values()];
    },
  };
}

/** What runs kept, but for what was purged of it. */
export function withoutPurged({ blobs, roots, runOf }: RunContent, tombstones: Tombstones): RunContent {
  return {
    blobs: new Map([...blobs].filter(([digest]) => !tombstones.has(digest))),
    roots: new Set([...roots].filter((digest) => !tombstones.has(digest))),
    runOf,
  };
}

interface PurgedFiles {
  readonly digests: Set<Digest>;
  readonly first: Tombstone;
  readonly path: string;
}

/** Notes what is met of each tree. */
function purgedInside(tombstones: Tombstones) {
  const found = new Map<Digest, PurgedFiles>();
  return {
    wants(entry: TreeEntry, root: Digest): boolean {
      const first = entry.kind === 'folder' ? undefined : tombstones.get(entry.digest);
      if (first === undefined) return true;
      const files = found.get(root) ?? { digests: new Set(), first, path: entry.path };
      found.set(root, files);
      files.digests.add(first.digest);
      return false;
    },
    found: (root: Digest) => found.get(root),
  };
}

function filesOf({ digests, path }: PurgedFiles, name: string): string {
  const more = digests.size > 1 ? `, as ${digests.size - 1} more of ${name},` : ` of ${name}`;
  return `'${path}'${more}`;
}

function warning(what: string, tombstone: Tombstone, { artifact, version, digest, path }: TransferSubject): Problem {
  const subject = { artifact, version, digest, ...(path === undefined ? {} : { path }) };
  return problemOf(objectPurged(what, tombstone), subject);
}
