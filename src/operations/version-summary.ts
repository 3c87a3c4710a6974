import { type AliasTargets, latestAlias } from '#model/alias.js';
import type { VersionRecord } from '#model/version.js';
import type { VersionSummary } from '#schema/index.js';
import { purgeFacts, type Tombstones } from './known-tombstones.js';

/** An artifact's versions, and the names that move between them. */
export interface ArtifactVersions {
  readonly artifact: string;
  /** By number, then digest; at least one. */
  readonly versions: readonly VersionRecord[];
  readonly aliases: AliasTargets;
}

export function summaryOf(
  record: VersionRecord,
  all: Pick<ArtifactVersions, 'versions' | 'aliases'>,
  tombstones: Tombstones,
): VersionSummary {
  const tombstone = tombstones.get(record.digest);
  const { artifact, version, digest, type, size, files, created, run, metadata } = record;
  return {
    artifact,
    version,
    digest,
    type,
    size,
    ...(files === undefined ? {} : { files }),
    created,
    ...(run === undefined ? {} : { run }),
    aliases: aliasesOf(record, all),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(tombstone === undefined ? {} : { purged: purgeFacts(tombstone) }),
  };
}

/** Aliases that name a version, by name; before them `latest` where it is the latest. */
export function aliasesOf(record: VersionRecord, all: Pick<ArtifactVersions, 'versions' | 'aliases'>): string[] {
  const named = [...all.aliases].filter(
    ([, { version, digest }]) => version === record.version && digest === record.digest,
  );
  return [...(isLatest(record, all.versions) ? [latestAlias] : []), ...named.map(([alias]) => alias).sort()];
}

/** Whether no version has a higher number. Where two branches took the same one, both are. */
export function isLatest(record: VersionRecord, versions: readonly VersionRecord[]): boolean {
  return record.version === versions.at(-1)?.version;
}
