import { type Digest, shortDigest } from './digest.js';

/** A version as results tell of it: the digest is a text. */
interface Named {
  readonly artifact: string;
  readonly version: number;
  readonly digest: string;
}

/** References that tell versions apart: `model-m:v2`; two of one number, as two branches make them, by digest. */
export function namesApart(versions: readonly Named[]): readonly string[] {
  const digests = new Map<string, Set<string>>();
  const nameOf = ({ artifact, version }: Named): string => `${artifact}:v${version}`;
  for (const version of versions) {
    const name = nameOf(version);
    digests.set(name, (digests.get(name) ?? new Set()).add(version.digest));
  }
  return versions.map((version) => {
    const name = nameOf(version);
    const isAmbiguous = (digests.get(name)?.size ?? 0) > 1;
    return isAmbiguous ? `${version.artifact}@blake3:${shortDigest(version.digest as Digest)}` : name;
  });
}
