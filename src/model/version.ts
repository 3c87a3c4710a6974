import type { Digest } from './digest.js';
import type { Metadata } from './metadata.js';

/** One immutable state of an artifact. The number alone may be taken twice, by two branches; with the digest it is one. */
export interface VersionId {
  readonly artifact: string;
  /** From 1. */
  readonly version: number;
  readonly digest: Digest;
}

/** What the record of a version states. */
export interface VersionRecord extends VersionId {
  readonly type: string;
  /** Bytes: of the file, or of all files and links in the folder. */
  readonly size: number;
  /** Folders only: files and links in it. The digest is that of the tree's root. */
  readonly files?: number;
  /** Files only. */
  readonly executable?: true;
  /** UTC, to the second: `2026-03-01T09:30:00Z`. */
  readonly created: string;
  /** The run that made it. */
  readonly run?: string;
  readonly parents: readonly Parent[];
  readonly metadata: Metadata;
}

/** A version that another was made from. */
export interface Parent extends VersionId {
  /** What it was used as. */
  readonly role?: string;
}

/** Orders versions of one artifact: by number, then by digest. */
export function compareVersions(left: VersionId, right: VersionId): number {
  return left.version - right.version || (left.digest < right.digest ? -1 : left.digest > right.digest ? 1 : 0);
}

/** Tells versions apart. */
export function versionKey({ artifact, version, digest }: VersionId): string {
  return `${artifact}:v${version}@${digest}`;
}
