import { type Digest, digestFromHex, digestHex, parseDigest } from '#model/digest.js';
import type { PurgedVersion, Tombstone } from '#model/tombstone.js';
import { type TombstoneFile, validateTombstoneFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { recordLimitBytes } from './yaml-document.js';
import { encodeYaml } from './yaml-encoder.js';

/** Folder of the records of what was purged. */
export const tombstonesFolder = '.pixelis/tombstones';

/** Where the tombstone of content lies: `.pixelis/tombstones/3fa2….yaml`. */
export function tombstonePath(digest: Digest): string {
  return `${tombstonesFolder}/${digestHex(digest)}.yaml`;
}

/** The digest that the path of a tombstone says; undefined where `path` is none. */
export function parseTombstonePath(path: string): Digest | undefined {
  const hex = /^\.pixelis\/tombstones\/([0-9a-f]{64})\.yaml$/.exec(path)?.[1];
  return hex === undefined ? undefined : digestFromHex(hex);
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeTombstone(bytes: Uint8Array, file: string): Tombstone {
  const value = decodeFile(bytes, { file, limitBytes: recordLimitBytes }, validateTombstoneFile);
  const { size, files, purged, by, reason, from, versions = [] } = value;
  return {
    digest: parseDigest(value.digest),
    size,
    ...(files === undefined ? {} : { files }),
    purged,
    by: { name: by.name, email: by.email },
    reason,
    from,
    versions: versions.map(toVersion),
  };
}

/** The one text of a tombstone. */
export function encodeTombstone(tombstone: Tombstone): Uint8Array {
  const { digest, size, files, purged, by, reason, from, versions } = tombstone;
  return new TextEncoder().encode(
    encodeYaml({
      pixelis: formatVersion,
      digest,
      size,
      files,
      purged,
      by: { name: by.name, email: by.email },
      reason,
      from,
      versions: versions.length === 0 ? undefined : versions.map(toVersion),
    }),
  );
}

type VersionOfFile = NonNullable<TombstoneFile['versions']>[number];

function toVersion({ artifact, version, digest, path }: VersionOfFile | PurgedVersion) {
  const purged = { artifact, version, digest: parseDigest(digest) };
  return (path === undefined ? purged : { ...purged, path }) satisfies PurgedVersion;
}
