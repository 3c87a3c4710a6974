import { versionKey } from '#model/version.js';
import type { NamedVersion } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import { selectOldVersions, type RetentionRules } from '#model/select-old-versions.js';
import type { KeepReason, RootNames } from './root-names.js';

/** What becomes of the versions that may go though history names them, by their keys. */
export interface JudgedVersions {
  readonly dropped: Map<string, NamedVersion>;
  readonly kept: Map<string, KeptVersion>;
}

export interface KeptVersion extends NamedVersion {
  /** `registered`: of a remote, where clones say that they need it. */
  readonly reason: KeepReason | 'same-content' | 'registered';
  /** Those clones. */
  readonly clones?: readonly string[];
}

/** The versions that rules let go, and those that earlier collections did, without those that something keeps. */
export function judgeVersions(
  names: RootNames,
  { rules, earlier }: { readonly rules: RetentionRules | undefined; readonly earlier: ReadonlySet<Digest> },
): JudgedVersions {
  const judged: JudgedVersions = { dropped: new Map(), kept: new Map() };
  if (earlier.size > 0) {
    for (const [key, version] of names.versions) if (earlier.has(version.digest)) judged.dropped.set(key, version);
  }
  for (const version of rules === undefined ? [] : selectOldVersions(names.versions.values(), rules)) {
    judged.dropped.set(versionKey(version), version);
  }
  takeBackKept(judged, names);
  return judged;
}

/** Takes back what something keeps by now. */
export function takeBackKept(judged: JudgedVersions, { kept }: RootNames): void {
  for (const [key, { digest }] of judged.dropped) {
    const reason = kept.get(digest);
    if (reason !== undefined) takeBack(judged, key, reason);
  }
}

/** Keeps a version that was dropped. */
export function takeBack({ dropped, kept }: JudgedVersions, key: string, reason: KeptVersion['reason']): void {
  const version = dropped.get(key);
  if (version === undefined) return;
  dropped.delete(key);
  kept.set(key, { ...version, reason });
}
