import type { Digest } from './digest.js';
import type { VersionId } from './version.js';

/** The record of content that was removed on purpose, everywhere. What has the digest is purged, never missing. */
export interface Tombstone {
  /** Of the file, or of the root of the folder's tree. */
  readonly digest: Digest;
  /** Bytes: of the file, or of all files and links in the folder. */
  readonly size: number;
  /** Folders only: files and links in it. What no other version needed of them went too. */
  readonly files?: number;
  /** UTC, to the second: `2026-03-01T09:30:00Z`. */
  readonly purged: string;
  readonly by: Person;
  readonly reason: string;
  /** What the purge was to empty of it: `cache`, and remotes by their URL, without credentials. */
  readonly from: readonly string[];
  /** The versions that it stood in, as far as they were known. */
  readonly versions: readonly PurgedVersion[];
}

/** A version that purged content stood in. */
export interface PurgedVersion extends VersionId {
  /** Where in the folder it stood; undefined where it was the version itself. */
  readonly path?: string;
}

/** Somebody as git knows them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Versions that a tombstone lists; of more, the first. */
export const tombstoneVersionLimit = 5000;
