import { PixelisError } from '#errors/index.js';
import { isArtifactName } from '#model/artifact-name.js';
import { parseDigest, shortDigest } from '#model/digest.js';
import type { Metadata } from '#model/metadata.js';
import type { Parent, VersionId, VersionRecord } from '#model/version.js';
import { type VersionFile, validateVersionFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { recordLimitBytes } from './yaml-document.js';
import { encodeYaml } from './yaml-encoder.js';

/** Folder of the records and aliases of all artifacts. */
export const artifactsFolder = '.pixelis/artifacts';

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeVersionRecord(bytes: Uint8Array, file: string): VersionRecord {
  const value = decodeFile(bytes, { file, limitBytes: recordLimitBytes }, validateVersionFile);
  const { artifact, version, type, size, files, executable, created, run, parents = [], metadata = {} } = value;
  return {
    artifact,
    version,
    type,
    digest: parseDigest(value.digest),
    size,
    ...(files === undefined ? {} : { files }),
    ...(executable === undefined ? {} : { executable }),
    created,
    ...(run === undefined ? {} : { run }),
    parents: parents.map((parent) => toParent(parent)),
    metadata: metadata as Metadata,
  };
}

/** The one text of a record. Empty parents and metadata are left out. @throws `file.too-large` */
export function encodeVersionRecord(record: VersionRecord): Uint8Array {
  const { artifact, version, type, digest, size, files, executable, created, run, parents, metadata } = record;
  const bytes = new TextEncoder().encode(
    encodeYaml({
      pixelis: formatVersion,
      artifact,
      version,
      type,
      digest,
      size,
      files,
      executable,
      created,
      run,
      parents: parents.length === 0 ? undefined : parents.map((parent) => toParent(parent)),
      metadata: Object.keys(metadata).length === 0 ? undefined : metadata,
    }),
  );
  if (bytes.length > recordLimitBytes) {
    throw new PixelisError('file.too-large', `the record of '${artifact}:v${version}' would be larger than 8 MiB`, {
      hint: 'put large metadata into an artifact of its own',
      data: { artifact, version, size: bytes.length },
    });
  }
  return bytes;
}

/**
 * Where the record of a version lies: `.pixelis/artifacts/dataset-mmvet/v3-1f2e3d4c.yaml`; from the 100th version on in a folder
 * for each hundred, `v1500/v1537-1f2e3d4c.yaml`, since git writes a folder's whole list with each commit that changes it.
 */
export function versionRecordPath({ artifact, version, digest }: VersionId): string {
  return `${artifactsFolder}/${artifact}/${folderOfHundred(version)}v${version}-${shortDigest(digest)}.yaml`;
}

/** What the path of a record says; undefined where `path` is none. */
export function parseVersionRecordPath(path: string): VersionRecordName | undefined {
  const [, artifact = '', folder, digits, digestStart = ''] = recordPath.exec(path) ?? [];
  const version = Number(digits);
  if (!isArtifactName(artifact) || !Number.isSafeInteger(version) || folder !== folderOfHundred(version))
    return undefined;
  return { artifact, version, digestStart };
}

export interface VersionRecordName {
  readonly artifact: string;
  readonly version: number;
  /** The first 8 hex digits of the digest. */
  readonly digestStart: string;
}

const recordPath = /^\.pixelis\/artifacts\/([^/]+)\/(|v\d+00\/)v([1-9]\d*)-([0-9a-f]{8})\.yaml$/;

function folderOfHundred(version: number): string {
  return version < 100 ? '' : `v${Math.floor(version / 100)}00/`;
}

type ParentFile = NonNullable<VersionFile['parents']>[number];

function toParent({ artifact, version, digest, role }: ParentFile | Parent) {
  const parent = { artifact, version, digest: parseDigest(digest) };
  return (role === undefined ? parent : { ...parent, role }) satisfies Parent;
}
