import { versionKey } from '#model/version.js';
import type { NamedObject, NamedVersion, NamesInFile } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';

/** Why a version stays though rules would let it go. */
export type KeepReason = 'alias' | 'in-use' | 'pinned' | 'live-run' | 'last-copy';

/** Everything that repositories name, filled while they are read. A second look only adds to it. */
export interface RootNames {
  /** What a blob of git, or a file, names. */
  add(names: NamesInFile): void;
  /** Something that is needed whatever becomes of versions. */
  addObject(object: NamedObject): void;
  /** Files that nobody says to be trees, as columns have them. */
  addBlobs(digests: Iterable<Digest>): void;
  /** Content whose versions no rule drops. The first reason stays. */
  keep(digest: Digest, reason: KeepReason): void;

  readonly versions: ReadonlyMap<string, NamedVersion>;
  readonly kept: ReadonlyMap<Digest, KeepReason>;
  /** What is needed but for versions. */
  objects(): Iterable<NamedObject>;
}

export function rootNames(): RootNames {
  const versions = new Map<string, NamedVersion>();
  const kept = new Map<Digest, KeepReason>();
  const blobs = new NeededObjects();
  const others = new Map<Digest, NamedObject>();
  const mentions = new Set<Digest>();
  const names: RootNames = {
    versions,
    kept,
    add({ versions: named, objects, mentions: mentioned }) {
      for (const version of named) {
        const key = versionKey(version);
        const known = versions.get(key);
        versions.set(key, known === undefined ? version : united(known, version));
      }
      for (const object of objects) names.addObject(object);
      for (const digest of mentioned) mentions.add(digest);
    },
    addObject(object) {
      if (object.isTree === false) blobs.add(object.digest, unknownSize);
      else if (others.get(object.digest)?.isTree !== true) others.set(object.digest, object);
    },
    addBlobs(digests) {
      for (const digest of digests) blobs.add(digest, unknownSize);
    },
    keep(digest, reason) {
      if (!kept.has(digest)) kept.set(digest, reason);
    },
    *objects() {
      for (const digest of blobs.digests()) yield { digest, isTree: false };
      yield* others.values();
      for (const digest of kept.keys()) yield { digest, isTree: undefined };
      // Whoever merely mentions a version does not say what is to become of it.
      const ofVersions = new Set(Array.from(versions.values(), ({ digest }) => digest));
      for (const digest of mentions) if (!ofVersions.has(digest)) yield { digest, isTree: undefined };
    },
  };
  return names;
}

/** What either file says of a version. */
function united(known: NamedVersion, other: NamedVersion): NamedVersion {
  const isTree = known.isTree ?? other.isTree;
  return { ...other, ...known, ...(isTree === undefined ? { isTree: undefined } : { isTree }) };
}
