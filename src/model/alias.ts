import type { Digest } from './digest.js';

/** The version that each alias of an artifact names. */
export type AliasTargets = ReadonlyMap<string, AliasTarget>;

export interface AliasTarget {
  readonly version: number;
  readonly digest: Digest;
}

/** The alias that every artifact has: its newest version. */
export const latestAlias = 'latest';

/** Whether a text can be an alias: a word that is neither `latest` nor a version such as `v3`. */
export function isAliasName(text: string): boolean {
  return text.length <= 100 && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !/^v\d+$/.test(text) && text !== latestAlias;
}
