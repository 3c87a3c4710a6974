import { PixelisError } from '#errors/index.js';
import { decodeRunRecord, runRecordPath } from '#format/run-record.js';
import { decodeTombstone, tombstonePath } from '#format/tombstone.js';
import { decodeVersionRecord, parseVersionRecordPath } from '#format/version-record.js';
import { shortDigest } from '#model/digest.js';
import type { RunRecord } from '#model/run.js';
import type { Tombstone } from '#model/tombstone.js';
import type { VersionRecord } from '#model/version.js';
import type { RecordFile } from './record-source.js';

/** The record of a version. It says what its file name says, or it was tampered with. @throws `file.*` */
export function decodeNamedVersion({ path, bytes }: RecordFile): VersionRecord {
  const record = decodeVersionRecord(bytes, path);
  const named = parseVersionRecordPath(path);
  if (
    record.artifact === named?.artifact &&
    record.version === named.version &&
    shortDigest(record.digest) === named.digestStart
  ) {
    return record;
  }
  throw misnamed(path, `'${record.artifact}:v${record.version}'`);
}

/** The record of a run, likewise. @throws `file.*` */
export function decodeNamedRun({ path, bytes }: RecordFile): RunRecord {
  const record = decodeRunRecord(bytes, path);
  if (path === runRecordPath(record.run)) return record;
  throw misnamed(path, `run '${record.run}'`);
}

/** The record of what was purged, likewise. @throws `file.*` */
export function decodeNamedTombstone({ path, bytes }: RecordFile): Tombstone {
  const tombstone = decodeTombstone(bytes, path);
  if (path === tombstonePath(tombstone.digest)) return tombstone;
  throw misnamed(path, `the purge of ${tombstone.digest}`);
}

function misnamed(path: string, subject: string): PixelisError {
  return new PixelisError('file.invalid', `'${path}' is the record of ${subject}, not of what its name says`, {
    hint: `see how it came here: git log -- ${path}`,
    data: { path },
  });
}
