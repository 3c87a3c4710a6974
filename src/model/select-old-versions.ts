import { compareVersions, type VersionId } from './version.js';

/** Which versions may go though history names them. All that is given must hold. */
export interface RetentionRules {
  /** Of each artifact, so many stay: those with the highest numbers. */
  readonly keepLast?: number | undefined;
  /** Only what was recorded at this time or before: milliseconds since 1970. */
  readonly until?: number | undefined;
  readonly type?: string | undefined;
  /** Whether the artifact, or the version, is among those that may go; default: all are. */
  readonly isMeant?: ((version: VersionId) => boolean) | undefined;
}

/** What rules look at; a version without type or time is one whose record nobody has, and stays. */
export interface DatedVersion extends VersionId {
  readonly type?: string;
  readonly created?: string;
}

/** The versions that rules let go. */
export function selectOldVersions<V extends DatedVersion>(versions: Iterable<V>, rules: RetentionRules): readonly V[] {
  const byArtifact = new Map<string, V[]>();
  for (const version of versions) {
    const others = byArtifact.get(version.artifact);
    if (others === undefined) byArtifact.set(version.artifact, [version]);
    else others.push(version);
  }
  return [...byArtifact.values()].flatMap((ofOne) => {
    const ordered = ofOne.sort(compareVersions);
    const older = ordered.slice(0, Math.max(0, ordered.length - (rules.keepLast ?? 0)));
    return older.filter((version) => mayGo(version, rules));
  });
}

function mayGo({ type, created, ...version }: DatedVersion, rules: RetentionRules): boolean {
  if (type === undefined || created === undefined) return false;
  if (rules.type !== undefined && rules.type !== type) return false;
  if (rules.until !== undefined && !(Date.parse(created) <= rules.until)) return false;
  return rules.isMeant?.(version) !== false;
}
