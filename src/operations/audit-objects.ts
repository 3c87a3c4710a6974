import type { AuditFinding } from '#model/audit-finding.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type DroppedVersions, droppedVersions, type Dropping } from '#store/dropped-versions.js';
import { type VersionId, versionKey } from '#model/version.js';
import type { AuditedRecord, AuditedRecords } from './read-audited-records.js';
import { droppedOnRemote } from './dropped-on-remote.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { isFailureOf } from './verify-sides.js';

export interface ObjectCheck {
  readonly findings: readonly AuditFinding[];
  /** Why not everything was looked for; undefined where it was. */
  readonly left?: string;
}

/** Looks for the bytes of every version and pointer (of a folder: for its root) in the cache and, where asked, a remote. */
export async function checkObjects(
  context: RepositoryContext,
  { records, pointers }: AuditedRecords,
  { remote, ...options }: TaskOptions & { readonly remote: boolean | string },
): Promise<ObjectCheck> {
  const named = namedDigests({ records, pointers });
  const purged = purgedDigests(records);
  const cache = await context.cache();
  const dropped = await droppedVersions(cache.bucket, options);
  const letGo = letGoDigests({ records, pointers }, dropped);
  // What was let go and lies in the trash is to stay there.
  const absentHere = await cache.missingHere(named, options);
  const wanted = [...absentHere].filter((digest) => !letGo.has(digest));
  const absentWanted = await cache.missing(wanted, options);
  const absent = new Set([...absentHere].filter((digest) => letGo.has(digest) || absentWanted.has(digest)));
  const findings: AuditFinding[] = [];
  const there = new Set([...purged.keys()].filter((digest) => named.has(digest) && !absent.has(digest)));
  let missing: ReadonlySet<Digest> = new Set([...absent].filter((digest) => !purged.has(digest)));
  const isGone = (digest: Digest): boolean => letGo.get(digest)?.unpushed === true;
  let left: string | undefined;
  if (remote !== false) {
    let opened: Remote | undefined;
    try {
      opened = await context.remote(remote === true ? undefined : remote);
      const { name, store } = opened;
      const asked = new Set([...missing, ...[...purged.keys()].filter((digest) => named.has(digest))]);
      const lacking = await store.missing(asked, options);
      for (const digest of asked) if (purged.has(digest) && !lacking.has(digest)) there.add(digest);
      missing = new Set([...missing].filter((digest) => lacking.has(digest) && !isGone(digest)));
      // Asked for where something is missing.
      const dropping = missing.size === 0 ? new Map<string, Dropping>() : await droppedOnRemote({ store }, options);
      const letGoThere = letGoDigests({ records, pointers }, dropping);
      const gone = [...missing].filter((digest) => letGoThere.has(digest));
      missing = new Set([...missing].filter((digest) => !letGoThere.has(digest)));
      if (gone.length > 0)
        left = `${gone.length} of ${named.size} objects are not in this cache, and gc let them go from remote '${name}' by rule`;
      if (missing.size > 0)
        findings.push(...lost({ records, pointers }, missing, `neither the cache nor remote '${name}' has`));
    } catch (error) {
      if (!isFailureOf(opened, error)) throw error;
      findings.push({ kind: 'remote-unreachable', message: error.message, ...(error.hint && { hint: error.hint }) });
      left = `the remote could not be asked for ${missing.size} of ${named.size} objects`;
    }
  } else if (missing.size > 0) {
    const byRule = [...missing].filter((digest) => letGo.has(digest)).length;
    const ofGc = byRule === 0 ? '' : ` (gc let ${byRule} go by rule)`;
    const absence = `${missing.size} of ${named.size} objects are not in this cache${ofGc}`;
    if (context.config.defaultRemote !== undefined) left = `${absence}, and the remote was not asked (--remote)`;
    else {
      if (byRule > 0) left = absence;
      missing = new Set([...missing].filter((digest) => !letGo.has(digest)));
      const who = 'the cache has not, and there is no remote that could have,';
      findings.push(...lost({ records, pointers }, missing, who));
    }
  }
  for (const digest of there) {
    const { path, commit } = purged.get(digest) as AuditedRecord;
    const message = `'${path}' says that ${digest} was purged, and it is there`;
    findings.push({
      kind: 'tombstone-of-live-object',
      digest,
      path,
      commit,
      message,
      hint: `purge it again, or see who said so: git log -- ${path}`,
    });
  }
  return left === undefined ? { findings } : { findings, left };
}

/** What rules let go from the cache, where no other version has it. */
function letGoDigests(
  { records, pointers }: Pick<AuditedRecords, 'records' | 'pointers'>,
  dropped: DroppedVersions,
): ReadonlyMap<Digest, Dropping> {
  const letGo = new Map<Digest, Dropping>();
  if (dropped.size === 0) return letGo;
  const wanted = new Set<Digest>();
  const meet = (version: VersionId): void => {
    const dropping = dropped.get(versionKey(version));
    if (dropping === undefined) wanted.add(version.digest);
    else letGo.set(version.digest, dropping);
  };
  for (const record of records.values()) if (record.kind === 'version') meet(record.facts);
  for (const { pointer } of pointers) meet(pointer);
  for (const digest of wanted) letGo.delete(digest);
  return letGo;
}

function namedDigests({ records, pointers }: Pick<AuditedRecords, 'records' | 'pointers'>): Set<Digest> {
  const named = new Set<Digest>();
  for (const record of records.values()) if (record.kind === 'version') named.add(record.facts.digest);
  for (const { pointer } of pointers) named.add(pointer.digest);
  return named;
}

function purgedDigests(records: AuditedRecords['records']): Map<Digest, AuditedRecord> {
  const purged = new Map<Digest, AuditedRecord>();
  for (const record of records.values()) if (record.kind === 'tombstone') purged.set(record.tombstone.digest, record);
  return purged;
}

/** A finding for each version whose bytes are missing, and each pointer to what no record has. */
function* lost(
  { records, pointers }: Pick<AuditedRecords, 'records' | 'pointers'>,
  missing: ReadonlySet<Digest>,
  who: string,
): Iterable<AuditFinding> {
  const told = new Set<Digest>();
  const hint = 'whoever made it can push it: pixelis push';
  for (const record of records.values()) {
    if (record.kind !== 'version' || !missing.has(record.facts.digest)) continue;
    const { artifact, version, digest } = record.facts;
    const { path, commit } = record;
    told.add(digest);
    const message = `${who} the bytes of '${artifact}:v${version}' (${digest})`;
    yield { kind: 'object-missing', artifact, version, digest, path, commit, message, hint };
  }
  for (const { path, commit, pointer } of pointers) {
    const { artifact, version, digest } = pointer;
    if (!missing.has(digest) || told.has(digest)) continue;
    told.add(digest);
    const message = `${who} the bytes that '${path}' names (${digest})`;
    yield { kind: 'object-missing', artifact, version, digest, path, commit, message, hint };
  }
}
