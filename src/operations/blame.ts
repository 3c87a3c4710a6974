import { isPixelisError, problemOf } from '#errors/index.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BlamedFile, BlamedVersion, BlameResult, FileChange, Problem, ShownEntry } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { type Blame, blameFiles } from './blame-files.js';
import { commitDetails } from './commit-details.js';
import { isAboutObjects } from './is-about-objects.js';
import { pointerChanges } from './pointer-content.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';
import { shownEntries } from './shown-entries.js';
import { treeSource } from './tree-source.js';
import { type VersionPast, versionPast } from './version-past.js';

/**
 * For each file of a version, or at or below a path inside it, the version that changed it last, with its commit and run.
 * Where the list of files of an older version cannot be had, what is left is told as unknown, and that is a problem.
 * @throws `reference.not-found`, `reference.ambiguous`; `object.missing` where the version's own list of files is not here
 */
export async function blame(
  context: RepositoryContext,
  reference: string,
  options: TaskOptions = {},
): Promise<BlameResult> {
  const found = await resolveReference(context, reference, options);
  const entries = await shownEntries(context, found, options);
  const [problems, warnings]: [Problem[], Problem[]] = [[], []];
  const { artifact, version, digest, subpath } = found;
  const past = await versionPast(context, { artifact, problems }, options);
  const changes = changeReader(await treeSource(context), problems, options);
  const told = await blameFiles(pointerTo(found), entries, { past, changes }, options);
  const { files, versions } = await describe(context, { told, entries, past, warnings }, options);
  return {
    pixelis: 1,
    command: 'blame',
    version: { artifact, version, digest },
    ...(subpath === undefined ? {} : { subpath }),
    files,
    versions,
    problems,
    warnings,
  };
}

function changeReader(store: ObjectStore, problems: Problem[], options: TaskOptions) {
  return async (before: Pointer, after: Pointer): Promise<readonly FileChange[] | undefined> => {
    try {
      return await pointerChanges(store, [before, after], options);
    } catch (error) {
      if (!isPixelisError(error) || !isAboutObjects(error)) throw error;
      problems.push(problemOf(error, { artifact: before.artifact, version: before.version }));
      return undefined;
    }
  };
}

interface Told {
  readonly told: Blame;
  readonly entries: readonly ShownEntry[];
  readonly past: VersionPast;
  readonly warnings: Problem[];
}

/** The result's lists; versions that changed nothing last are left out. */
async function describe(
  context: RepositoryContext,
  { told, entries, past, warnings }: Told,
  options: TaskOptions,
): Promise<{ readonly files: BlamedFile[]; readonly versions: BlamedVersion[] }> {
  const sums = told.versions.map((version, place) => ({ version, place, files: 0, size: 0 }));
  for (const [index, { size = 0 }] of entries.entries()) {
    const sum = sums[told.by[index] ?? 0];
    if (sum === undefined) continue;
    sum.files += 1;
    sum.size += size;
  }
  const blamed = sums
    .filter(({ files }) => files > 0)
    .sort((one, other) => past.age(one.version) - past.age(other.version) || one.place - other.place);
  const positions = new Map(blamed.map(({ place }, position) => [place, position]));
  const commits = blamed.flatMap(({ version }) => past.recorded(version) ?? []);
  const withDetails = await commitDetails(context, { commits, warnings }, options);
  const files = entries.map(({ path, kind, size, digest }, index) => ({
    path,
    kind,
    ...(size === undefined ? {} : { size }),
    ...(digest === undefined ? {} : { digest }),
    change: told.change[index] ?? 'unknown',
    by: positions.get(told.by[index] ?? 0) ?? 0,
  }));
  const versions = blamed.map(({ version, files: count, size }) => {
    const { artifact, version: number, digest } = version;
    const [record, recorded] = [past.record(version), past.recorded(version)];
    return {
      artifact,
      version: number,
      digest,
      ...(record === undefined ? {} : { created: record.created }),
      ...(record?.run === undefined ? {} : { run: record.run }),
      files: count,
      size,
      ...(recorded === undefined ? {} : { recorded: withDetails(recorded) }),
    };
  });
  return { files, versions };
}
