import { decodeAliases, editAliases } from '#format/aliases.js';
import type { AliasTarget, AliasTargets } from '#model/alias.js';

/** The texts of one file of aliases; undefined where a side has none. */
export interface AliasTexts {
  readonly base: Uint8Array | undefined;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

export interface MergedAliases {
  /** All that could be merged, and for the rest what each side says. The same where nothing contradicts. */
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
  /** Aliases that the sides set to different versions. */
  readonly conflicts: readonly string[];
}

/** Merges the aliases of one artifact, each by itself. @throws `file.*` where a side cannot be read */
export function mergeAliases({ base, ours, theirs }: AliasTexts, file: string): MergedAliases {
  const before: AliasTargets = base === undefined ? new Map() : decodeAliases(base, file);
  const [mine, other] = [decodeAliases(ours, file), decodeAliases(theirs, file)];
  const merged = new Map<string, AliasTarget>();
  const [onlyOurs, onlyTheirs] = [new Map<string, AliasTarget>(), new Map<string, AliasTarget>()];
  const conflicts: string[] = [];
  for (const alias of [...new Set([...mine.keys(), ...other.keys()])].sort()) {
    const [old, left, right] = [before.get(alias), mine.get(alias), other.get(alias)];
    const isTheirs = isSame(left, old);
    if (isTheirs || isSame(right, old) || isSame(left, right)) {
      const target = isTheirs ? right : left;
      if (target !== undefined) merged.set(alias, target);
      continue;
    }
    conflicts.push(alias);
    if (left !== undefined) onlyOurs.set(alias, left);
    if (right !== undefined) onlyTheirs.set(alias, right);
  }
  return {
    ours: editAliases(ours, new Map([...merged, ...onlyOurs]), file),
    theirs: editAliases(ours, new Map([...merged, ...onlyTheirs]), file),
    conflicts,
  };
}

function isSame(left: AliasTarget | undefined, right: AliasTarget | undefined): boolean {
  return left?.version === right?.version && left?.digest === right?.digest;
}
