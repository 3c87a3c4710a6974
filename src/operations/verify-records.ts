import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { aliasesPath, decodeAliases } from '#format/aliases.js';
import {
  decodeEnvironmentRecord,
  environmentRecordPath,
  environmentsFolder,
  parseEnvironmentRecordPath,
} from '#format/environment-record.js';
import { parseRunRecordPath, runsFolder } from '#format/run-record.js';
import { parseTombstonePath, tombstonesFolder } from '#format/tombstone.js';
import { artifactsFolder, parseVersionRecordPath, versionRecordPath } from '#format/version-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import { type VersionId, versionKey } from '#model/version.js';
import type { Catalog, PointerAt } from '#records/catalog.js';
import { decodeNamedRun, decodeNamedTombstone, decodeNamedVersion } from '#records/named-record.js';
import type { RecordFile } from '#records/record-source.js';
import type { Problem } from '#schema/index.js';

export interface VerifiedRecords {
  /** Records and pointers that were read. */
  readonly count: number;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads every record and pointer of the worktree, or those of some artifacts: whether each can be read, is what its name
 * says, and is contradicted by no other.
 */
export async function verifyRecords(
  catalog: Catalog,
  { artifacts }: { readonly artifacts: ReadonlySet<string> | undefined },
  options: TaskOptions,
): Promise<VerifiedRecords> {
  const records = await readRecords(catalog, artifacts, options);
  const { pointers, broken } = await catalog.pointers(options);
  const isAsked = ({ artifact }: { readonly artifact: string }): boolean => artifacts?.has(artifact) !== false;
  const problems = [...records.problems, ...broken.map(({ path, error }) => problemOf(error, { path }))];
  for (const at of pointers) if (isAsked(at.pointer)) problems.push(...problemsOfPointer(at, records.versions));
  for (const { path, version, alias } of records.aliases) {
    if (records.versions.has(versionKey(version))) continue;
    problems.push(problemOf(noRecord(`alias '${alias}'`, version), { ...version, path }));
  }
  for (const { path, environment } of records.uses) {
    if (records.environments.has(environment)) continue;
    const error = new PixelisError(
      'record.missing',
      `'${path}' names environment '${environment}', of which there is no record`,
      { hint: `see what became of it: git log -- ${environment}`, data: { path } },
    );
    problems.push(problemOf(error, { path }));
  }
  return { count: records.count + pointers.length + broken.length, problems, warnings: records.warnings };
}

interface ReadRecords {
  count: number;
  /** By what identifies them. */
  readonly versions: Map<string, Pointer>;
  readonly aliases: { readonly path: string; readonly alias: string; readonly version: VersionId }[];
  /** Paths of records. */
  readonly environments: Set<string>;
  /** Environments that runs name, by the paths of their records. */
  readonly uses: { readonly path: string; readonly environment: string }[];
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

async function readRecords(
  { source }: Catalog,
  artifacts: ReadonlySet<string> | undefined,
  options: TaskOptions,
): Promise<ReadRecords> {
  const found: ReadRecords = {
    count: 0,
    versions: new Map(),
    aliases: [],
    environments: new Set(),
    uses: [],
    problems: [],
    warnings: [],
  };
  const folders =
    artifacts === undefined
      ? [artifactsFolder, runsFolder, environmentsFolder, tombstonesFolder]
      : [...artifacts].map((name) => `${artifactsFolder}/${name}`);
  const hasher = await loadHasher();
  for (const folder of folders) {
    for (const path of await source.list(folder, '.yaml', options)) {
      try {
        // One by one, so that a file that cannot be read hides no other.
        for await (const file of source.read([path], { ...options, limitBytes: recordLimitBytes })) {
          found.count += 1;
          readRecord(found, file, (bytes) => hashBytes(bytes, hasher));
        }
      } catch (error) {
        if (!isPixelisError(error) || error.code === 'interrupted') throw error;
        found.problems.push(problemOf(error, { path }));
      }
    }
  }
  return found;
}

function readRecord(found: ReadRecords, file: RecordFile, hash: (bytes: Uint8Array) => string): void {
  const { path, bytes } = file;
  const artifact = artifactOfAliases(path);
  const environment = parseEnvironmentRecordPath(path);
  if (parseVersionRecordPath(path) !== undefined) {
    const record = decodeNamedVersion(file);
    found.versions.set(versionKey(record), pointerTo(record));
  } else if (artifact !== undefined) {
    for (const [alias, target] of decodeAliases(bytes, path)) {
      found.aliases.push({ path, alias, version: { artifact, ...target } });
    }
  } else if (parseRunRecordPath(path) !== undefined) {
    const record = decodeNamedRun(file);
    if (record.environment !== undefined) {
      found.uses.push({ path, environment: environmentRecordPath(record.environment) });
    }
  } else if (parseTombstonePath(path) !== undefined) {
    decodeNamedTombstone(file);
  } else if (environment !== undefined) {
    found.environments.add(path);
    if (hash(bytes) !== environment) {
      throw new PixelisError('record.contradicted', `'${path}' is not what its name says: it was changed`, {
        hint: `see who did: git log -- ${path}`,
      });
    }
    decodeEnvironmentRecord(bytes, path);
  } else {
    const error = new PixelisError('file.invalid', `'${path}' lies among the records, and is none by its name`, {
      hint: `see how it came here: git log -- ${path}`,
    });
    found.warnings.push(problemOf(error, { path }));
  }
}

function artifactOfAliases(path: string): string | undefined {
  const [, artifact] = /^\.pixelis\/artifacts\/([^/]+)\/aliases\.yaml$/.exec(path) ?? [];
  return artifact !== undefined && path === aliasesPath(artifact) ? artifact : undefined;
}

/** What a pointer says against what the record of its version says. */
function problemsOfPointer(
  { path, pointerPath, pointer }: PointerAt,
  records: ReadonlyMap<string, Pointer>,
): readonly Problem[] {
  const { artifact, version, digest } = pointer;
  const subject = { path, artifact, version, digest };
  const record = records.get(versionKey(pointer));
  if (record === undefined) return [problemOf(noRecord(`'${pointerPath}'`, pointer), subject)];
  const differing = (['size', 'files', 'executable'] as const).filter((key) => pointer[key] !== record[key]);
  if (differing.length === 0) return [];
  const said = (of: Pointer): string =>
    differing.map((key) => `${key} ${of[key] === undefined ? 'none' : of[key]}`).join(', ');
  const error = new PixelisError(
    'record.contradicted',
    `'${pointerPath}' says ${said(pointer)} of '${artifact}:v${version}', and its record ${said(record)}`,
    { hint: `see which was changed: git log -- ${pointerPath} ${versionRecordPath(pointer)}` },
  );
  return [problemOf(error, subject)];
}

function noRecord(who: string, version: VersionId): PixelisError {
  const { artifact, version: number, digest } = version;
  const path = versionRecordPath(version);
  return new PixelisError(
    'record.missing',
    `${who} names '${artifact}:v${number}' with digest '${digest}', of which there is no record`,
    { hint: `see what became of it: git log --all -- ${path}`, data: { path } },
  );
}
