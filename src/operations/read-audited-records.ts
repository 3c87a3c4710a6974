import { isPixelisError, PixelisError } from '#errors/index.js';
import { decodeEnvironmentRecord, parseEnvironmentRecordPath } from '#format/environment-record.js';
import { decodePointer } from '#format/pointer.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import { readCanonicalYaml } from '#format/yaml-fast-reader.js';
import type { BlobId, Git } from '#git/git.js';
import { isObjectOf } from '#git/object-id.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { AuditFinding } from '#model/audit-finding.js';
import type { Digest } from '#model/digest.js';
import { type RunFacts, runFacts, type VersionFacts } from '#model/lineage-facts.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import { decodeNamedRun, decodeNamedTombstone, decodeNamedVersion } from '#records/named-record.js';
import { recordKindOf } from '#records/record-kind.js';
import type { History } from './read-history.js';

/** A record as the first commit that has it wrote it. */
export type AuditedRecord = AuditedVersion | AuditedRun | AuditedEnvironment | AuditedTombstone;

interface Recorded {
  readonly path: string;
  /** Number of the first commit that has it. */
  readonly commit: number;
}

export interface AuditedVersion extends Recorded {
  readonly kind: 'version';
  readonly facts: VersionFacts;
  readonly pointer: Pointer;
}

export interface AuditedRun extends Recorded {
  readonly kind: 'run';
  readonly facts: RunFacts;
  readonly ended: string;
  readonly environment: Digest | undefined;
  readonly code: Pick<RunRecord['code'], 'commit' | 'dirty'>;
}

export interface AuditedEnvironment extends Recorded {
  readonly kind: 'environment';
  readonly digest: Digest;
}

export interface AuditedTombstone extends Recorded {
  readonly kind: 'tombstone';
  readonly tombstone: Tombstone;
}

/** What a pointer said from a commit on. */
export interface AuditedPointer extends Recorded {
  readonly pointer: Pointer;
}

export interface AuditedRecords {
  /** By path; those that cannot be read are among the findings. */
  readonly records: ReadonlyMap<string, AuditedRecord>;
  readonly pointers: readonly AuditedPointer[];
  readonly findings: readonly AuditFinding[];
}

/** Reads every content that a record or pointer ever had, and judges each by itself. */
export async function readAuditedRecords(
  git: Git,
  history: History,
  { signal, onProgress }: TaskOptions,
): Promise<AuditedRecords> {
  const records = new Map<string, AuditedRecord>();
  const pointers: AuditedPointer[] = [];
  const findings: AuditFinding[] = [];
  const wanted = contentsOf(history);
  const hasher = await loadHasher();
  const hash = (bytes: Uint8Array): string => hashBytes(bytes, hasher);
  const onUnreadable = (blob: BlobId, error: PixelisError): void => {
    for (const at of wanted.get(blob) ?? []) findings.push(unreadable(at, error));
  };
  let doneItems = 0;
  const options = { signal, limitBytes: recordLimitBytes, onUnreadable };
  for await (const { id, bytes } of git.readBlobs(wanted.keys(), options)) {
    const places = wanted.get(id) ?? [];
    const isForged = !isObjectOf(id, 'blob', bytes);
    for (const at of places) {
      if (isForged) findings.push(forged(at, id));
      try {
        if (at.kind === 'pointer') {
          pointers.push({ path: at.path, commit: at.commit, pointer: decodePointer(bytes, at.path) });
          continue;
        }
        const record = decode(at, bytes, hash);
        if (readCanonicalYaml(decoder.decode(bytes)) === undefined) findings.push(notCanonical(at));
        if ((records.get(at.path)?.commit ?? Number.POSITIVE_INFINITY) > at.commit) records.set(at.path, record);
      } catch (error) {
        if (!isPixelisError(error)) throw error;
        findings.push(unreadable(at, error));
      }
    }
    doneItems += 1;
    if (doneItems % 1000 === 0) onProgress?.({ phase: 'scan', doneItems, totalItems: wanted.size });
  }
  return { records, pointers, findings };
}

interface Place extends Recorded {
  readonly kind: Exclude<ReturnType<typeof recordKindOf>, undefined>;
}

/** By content: the paths at which it stood, each with the first commit. */
function contentsOf({ records, pointers, commits }: History): Map<BlobId, Place[]> {
  const contents = new Map<BlobId, Place[]>();
  for (const map of [records, pointers]) {
    for (const [path, changes] of map) {
      const kind = recordKindOf(path) as Place['kind'];
      const seen = new Set<string>();
      for (const { commit, after } of changes) {
        if (after === undefined || seen.has(after)) continue;
        if (kind === 'pointer' && commits[commit]?.isBase === true) continue;
        seen.add(after);
        const places = contents.get(after as BlobId);
        if (places === undefined) contents.set(after as BlobId, [{ kind, path, commit }]);
        else places.push({ kind, path, commit });
      }
    }
  }
  return contents;
}

/** @throws `file.*` */
function decode({ kind, path, commit }: Place, bytes: Uint8Array, hash: (bytes: Uint8Array) => string): AuditedRecord {
  const at = { path, commit };
  switch (kind) {
    case 'version': {
      const { artifact, version, digest, type, created, run, parents, ...rest } = decodeNamedVersion({ path, bytes });
      const facts = { artifact, version, digest, type, created, parents, ...(run === undefined ? {} : { run }) };
      return { kind, ...at, facts, pointer: pointerTo({ artifact, version, digest, ...rest }) };
    }
    case 'run': {
      const record = decodeNamedRun({ path, bytes });
      const { ended, environment, code } = record;
      return { kind, ...at, facts: runFacts(record), ended, environment, code };
    }
    case 'tombstone':
      return { kind, ...at, tombstone: decodeNamedTombstone({ path, bytes }) };
    default: {
      const digest = parseEnvironmentRecordPath(path) as Digest;
      if (hash(bytes) !== digest) throw misnamedEnvironment(path);
      decodeEnvironmentRecord(bytes, path);
      return { kind: 'environment', ...at, digest };
    }
  }
}

const decoder = new TextDecoder();

function misnamedEnvironment(path: string): PixelisError {
  return new PixelisError('file.invalid', `'${path}' is not what its name says, which is the digest of its bytes`);
}

function unreadable({ kind, path, commit }: Place, error: PixelisError): AuditFinding {
  const at = { path, commit, message: error.message };
  if (error.code === 'git.failed') {
    const hint = 'bring what git lacks: git fetch --refetch; then look again';
    return { kind: 'blob-missing', ...at, message: `git has not the content of '${path}'`, hint };
  }
  if (kind === 'pointer') return { kind: 'pointer-unreadable', ...at };
  const isNewer = error.code === 'file.newer-format';
  const hint = isNewer ? 'audit with that version of Pixelis' : `see who wrote it: git log --all -- ${path}`;
  return { kind: isNewer ? 'record-newer-format' : 'record-invalid', ...at, hint };
}

function forged({ path, commit }: Place, blob: BlobId): AuditFinding {
  return {
    kind: 'blob-forged',
    path,
    commit,
    message: `git's object '${blob}', the content of '${path}', is not what its id says`,
    hint: "somebody wrote into git's own folder: git fsck, then clone afresh",
  };
}

function notCanonical({ path, commit }: Place): AuditFinding {
  const message = `'${path}' is not as Pixelis writes it: it was written by hand`;
  return { kind: 'record-not-canonical', path, commit, message };
}
