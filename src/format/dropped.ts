import { type Digest, parseDigest } from '#model/digest.js';
import type { VersionId } from '#model/version.js';
import { validateDroppedFile, validateReturnedFile } from '#schema/index.js';
import { decodeJsonFile, encodeJsonFile } from './json-document.js';
import { formatVersion } from './schema-file.js';

/** A version that a rule let go. */
export interface DroppedVersion extends VersionId {
  /** Whether it could go though no remote was seen to have all of it. */
  readonly unpushed?: boolean | undefined;
  readonly isTree?: boolean | undefined;
}

/** What a collection let go, and why. */
export interface DroppedList {
  /** `2026-11-23T09:30:00Z` */
  readonly dropped: string;
  /** As it was typed: `--keep-last 3 --type checkpoint`. Undefined where all of it went before. */
  readonly rule?: string | undefined;
  /** The clone that collected; of stores that are shared. */
  readonly by?: string | undefined;
  readonly versions: readonly DroppedVersion[];
}

/** Content that is back, by the collection that had let it go. */
export interface ReturnedContent {
  readonly run: string;
  readonly digest: Digest;
}

/** Half a million versions. */
const limitBytes = 64 * 1024 * 1024;

/** @throws `file.invalid`, `file.newer-format`, `file.too-large` */
export function decodeDropped(bytes: Uint8Array, file: string): DroppedList {
  const { dropped, rule, by, versions } = decodeJsonFile(bytes, { file, limitBytes }, validateDroppedFile);
  return {
    dropped,
    ...(rule === undefined ? {} : { rule }),
    ...(by === undefined ? {} : { by }),
    versions: versions.map(({ artifact, version, digest, isTree, unpushed }) => ({
      artifact,
      version,
      digest: parseDigest(digest),
      ...(isTree === undefined ? {} : { isTree }),
      ...(unpushed === true ? { unpushed } : {}),
    })),
  };
}

/** The one text of a list: what is not known is left out. */
export function encodeDropped({ dropped, rule, by, versions }: DroppedList): Uint8Array {
  return encodeJsonFile({
    pixelis: formatVersion,
    dropped,
    rule,
    by,
    versions: versions.map(({ artifact, version, digest, isTree, unpushed }) => ({
      artifact,
      version,
      digest,
      isTree,
      unpushed: unpushed === true ? true : undefined,
    })),
  });
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large` */
export function decodeReturned(bytes: Uint8Array, file: string): readonly ReturnedContent[] {
  const { back } = decodeJsonFile(bytes, { file, limitBytes }, validateReturnedFile);
  return back.map(({ run, digest }) => ({ run, digest: parseDigest(digest) }));
}

export function encodeReturned(back: readonly ReturnedContent[]): Uint8Array {
  return encodeJsonFile({ pixelis: formatVersion, back: back.map(({ run, digest }) => ({ run, digest })) });
}
