import { PixelisError } from '#errors/index.js';
import { aliasesPath, decodeAliases } from '#format/aliases.js';
import { decodePointer } from '#format/pointer.js';
import { parseRunRecordPath, runRecordPath, runsFolder } from '#format/run-record.js';
import { parseTombstonePath, tombstonesFolder } from '#format/tombstone.js';
import { artifactsFolder, parseVersionRecordPath } from '#format/version-record.js';
import { pointerLimitBytes, recordLimitBytes, settingsLimitBytes } from '#format/yaml-document.js';
import type { AliasTargets } from '#model/alias.js';
import type { Digest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import { isRunId, type RunRecord } from '#model/run.js';
import { type RepositoryPath, pointerSuffix, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import { compareVersions, type VersionRecord } from '#model/version.js';
import { decodeNamedRun, decodeNamedTombstone, decodeNamedVersion } from './named-record.js';
import type { RecordSource } from './record-source.js';

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
  /** Ids of the runs that have ended, in the order of their bytes. */
  runIds(options?: TaskOptions): Promise<readonly string[]>;
  /** Undefined where no run with the id has ended. */
  run(id: string, options?: TaskOptions): Promise<RunRecord | undefined>;
  /** Every run that has ended. A record that cannot be read is an error, unless somebody wants to be told of it. */
  allRuns(
    options?: TaskOptions & { readonly onBroken?: ((error: PixelisError, path: string) => void) | undefined },
  ): AsyncIterable<RunRecord>;
  /**
   * What was purged, by digest, in the order of the digests. A record that cannot be read is an error, unless somebody
   * wants to be told of it: its digest is not purged then.
   */
  tombstones(
    options?: TaskOptions & { readonly onBroken?: ((error: PixelisError, path: string) => void) | undefined },
  ): Promise<ReadonlyMap<Digest, Tombstone>>;
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
  const runIds = once(async (options?: TaskOptions) => {
    const paths = await source.list(runsFolder, '.yaml', options);
    return paths.flatMap((path) => parseRunRecordPath(path) ?? []);
  });
  const pointers = once(async (options?: TaskOptions) => readPointers(source, options));
  const versions = new Map<string, Promise<readonly VersionRecord[]>>();
  const pathsOf = async (artifact: string, options?: TaskOptions): Promise<readonly string[]> => {
    if (source.commit !== undefined) return (await recordPaths(options)).get(artifact) ?? [];
    // In the worktree one artifact among thousands is one folder to look into.
    const paths = await source.list(`${artifactsFolder}/${artifact}`, '.yaml', options);
    return paths.filter((path) => parseVersionRecordPath(path)?.artifact === artifact);
  };
  return {
    source,
    artifactNames: async (options) => [...(await recordPaths(options)).keys()].sort(),
    versions(artifact, options) {
      const known = versions.get(artifact);
      if (known !== undefined) return known;
      const reading = pathsOf(artifact, options).then((paths) => readVersions(source, paths, options));
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
    runIds,
    async run(id, options) {
      if (!isRunId(id)) return undefined;
      if (source.commit !== undefined) await runIds(options);
      for await (const record of readRuns(source, [id], options)) return record;
      return undefined;
    },
    async *allRuns(options) {
      yield* readRuns(source, await runIds(options), options);
    },
    tombstones: (options) => readTombstones(source, options),
    pointers,
  };
}

async function readVersions(
  source: RecordSource,
  paths: readonly string[],
  options?: TaskOptions,
): Promise<readonly VersionRecord[]> {
  const records: VersionRecord[] = [];
  for await (const file of source.read(paths, { ...options, limitBytes: recordLimitBytes })) {
    records.push(decodeNamedVersion(file));
  }
  return records.sort(compareVersions);
}

async function* readRuns(
  source: RecordSource,
  ids: readonly string[],
  { onBroken, ...options }: Parameters<Catalog['allRuns']>[0] = {},
): AsyncIterable<RunRecord> {
  const paths = ids.map(runRecordPath);
  const reading = { ...options, limitBytes: recordLimitBytes, onUnreadable: onBroken };
  for await (const file of source.read(paths, reading)) {
    let record: RunRecord;
    try {
      record = decodeNamedRun(file);
    } catch (error) {
      if (onBroken === undefined || !(error instanceof PixelisError)) throw error;
      onBroken(error, file.path);
      continue;
    }
    yield record;
  }
}

async function readTombstones(
  source: RecordSource,
  { onBroken, ...options }: Parameters<Catalog['tombstones']>[0] = {},
): Promise<ReadonlyMap<Digest, Tombstone>> {
  const tombstones = new Map<Digest, Tombstone>();
  const listed = await source.list(tombstonesFolder, '.yaml', options);
  const paths = listed.filter((path) => parseTombstonePath(path) !== undefined);
  const reading = { ...options, limitBytes: recordLimitBytes, onUnreadable: onBroken };
  for await (const file of source.read(paths, reading)) {
    try {
      const tombstone = decodeNamedTombstone(file);
      tombstones.set(tombstone.digest, tombstone);
    } catch (error) {
      if (onBroken === undefined || !(error instanceof PixelisError)) throw error;
      onBroken(error, file.path);
    }
  }
  return tombstones;
}

async function readPointers(source: RecordSource, options?: TaskOptions) {
  const pointers: PointerAt[] = [];
  const broken: BrokenPointer[] = [];
  const paths = await source.list('', pointerSuffix, options);
  const onUnreadable = (error: PixelisError, pointerPath: string): void => {
    const path = trackedPathOf(pointerPath);
    if (path !== undefined) broken.push({ path, pointerPath, error });
  };
  const reading = { ...options, limitBytes: pointerLimitBytes, onUnreadable };
  for await (const { path: pointerPath, bytes } of source.read(paths, reading)) {
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
