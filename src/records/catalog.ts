import { PixelisError } from '#errors/index.js';
import { aliasesPath, decodeAliases } from '#format/aliases.js';
import { decodePointer } from '#format/pointer.js';
import { artifactsFolder, decodeVersionRecord, parseVersionRecordPath } from '#format/version-record.js';
import { recordLimitBytes, settingsLimitBytes } from '#format/yaml-document.js';
import type { AliasTargets } from '#model/alias.js';
import { shortDigest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import { type RepositoryPath, pointerSuffix, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { compareVersions, type VersionRecord } from '#model/version.js';
import type { RecordFile, RecordSource } from './record-source.js';

/** A pointer and the path that it stands for. */
export interface PointerAt {
  readonly path: RepositoryPath;
  readonly pointerPath: string;
  readonly pointer: Pointer;
  /** The pointer file as it is, for an edit that keeps what is not ours. */
  readonly bytes: Uint8Array;
}

/** A pointer that cannot be read, and why. */
export interface BrokenPointer {
  readonly path: RepositoryPath;
  readonly pointerPath: string;
  readonly error: PixelisError;
}

/** What one state of the repository (the worktree, or a commit) says of artifacts, versions and pointers. */
export interface Catalog {
  readonly source: RecordSource;
  artifactNames(options?: TaskOptions): Promise<readonly string[]>;
  /** Versions of one artifact by number, then digest; empty where there is no such artifact. */
  versions(artifact: string, options?: TaskOptions): Promise<readonly VersionRecord[]>;
  /** Every version of every artifact. */
  allVersions(options?: TaskOptions): AsyncIterable<VersionRecord>;
  aliases(artifact: string, options?: TaskOptions): Promise<AliasTargets>;
  /** By path. Those that cannot be read come apart, so that one bad file does not hide the others. */
  pointers(
    options?: TaskOptions,
  ): Promise<{ readonly pointers: readonly PointerAt[]; readonly broken: readonly BrokenPointer[] }>;
}

/** A catalog that reads each thing once, when it is asked for. */
export function openCatalog(source: RecordSource): Catalog {
  const recordPaths = once(async (options?: TaskOptions) => {
    const byArtifact = new Map<string, string[]>();
    for (const path of await source.list(artifactsFolder, '.yaml', options)) {
      const artifact = parseVersionRecordPath(path)?.artifact;
      if (artifact === undefined) continue;
      const paths = byArtifact.get(artifact);
      if (paths === undefined) byArtifact.set(artifact, [path]);
      else paths.push(path);
    }
    return byArtifact;
  });
  const pointers = once(async (options?: TaskOptions) => readPointers(source, options));
  const versions = new Map<string, Promise<readonly VersionRecord[]>>();
  return {
    source,
    artifactNames: async (options) => [...(await recordPaths(options)).keys()].sort(),
    versions(artifact, options) {
      const known = versions.get(artifact);
      if (known !== undefined) return known;
      const reading = recordPaths(options).then((paths) => readVersions(source, paths.get(artifact) ?? [], options));
      versions.set(artifact, reading);
      return reading;
    },
    async *allVersions(options) {
      for (const paths of (await recordPaths(options)).values()) yield* await readVersions(source, paths, options);
    },
    async aliases(artifact, options) {
      const path = aliasesPath(artifact);
      await source.list(`${artifactsFolder}/${artifact}`, 'aliases.yaml', options);
      for await (const file of source.read([path], { ...options, limitBytes: settingsLimitBytes })) {
        return decodeAliases(file.bytes, file.path);
      }
      return new Map();
    },
    pointers,
  };
}

async function readVersions(
  source: RecordSource,
  paths: readonly string[],
  options?: TaskOptions,
): Promise<readonly VersionRecord[]> {
  const records: VersionRecord[] = [];
  for await (const file of source.read(paths, { ...options, limitBytes: settingsLimitBytes })) {
    records.push(decodeNamedRecord(file));
  }
  return records.sort(compareVersions);
}

/** A record says what its file name says, or it was tampered with. */
function decodeNamedRecord(file: RecordFile): VersionRecord {
  const record = decodeVersionRecord(file.bytes, file.path);
  const named = parseVersionRecordPath(file.path);
  if (
    record.artifact === named?.artifact &&
    record.version === named.version &&
    shortDigest(record.digest) === named.digestStart
  ) {
    return record;
  }
  throw new PixelisError(
    'file.invalid',
    `'${file.path}' is the record of '${record.artifact}:v${record.version}', not of what its name says`,
    {
      hint: `see how it came here: git log -- ${file.path}`,
      data: { path: file.path },
    },
  );
}

async function readPointers(source: RecordSource, options?: TaskOptions) {
  const pointers: PointerAt[] = [];
  const broken: BrokenPointer[] = [];
  const paths = await source.list('', pointerSuffix, options);
  for await (const { path: pointerPath, bytes } of source.read(paths, { ...options, limitBytes: recordLimitBytes })) {
    const path = trackedPathOf(pointerPath);
    if (path === undefined) continue;
    try {
      pointers.push({ path, pointerPath, pointer: decodePointer(bytes, pointerPath), bytes });
    } catch (error) {
      if (!(error instanceof PixelisError)) throw error;
      broken.push({ path, pointerPath, error });
    }
  }
  return { pointers, broken };
}

function once<T>(work: (options?: TaskOptions) => Promise<T>): (options?: TaskOptions) => Promise<T> {
  let result: Promise<T> | undefined;
  return (options) => {
    result ??= work(options);
    return result;
  };
}
