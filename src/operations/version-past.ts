import { artifactsFolder } from '#format/version-record.js';
import { decodePointer } from '#format/pointer.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { CommitId, GitCommit } from '#git/git.js';
import type { Pointer } from '#model/pointer.js';
import { pointerPathOf, pointerSuffix, type RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { type VersionId, type VersionRecord, versionKey } from '#model/version.js';
import type { CommitFacts, Problem } from '#schema/index.js';
import { isPixelisError, problemOf } from '#errors/index.js';
import { commitFacts } from './commit-facts.js';
import type { RepositoryContext } from './repository-context.js';
import { versionHistory } from './version-history.js';

/** Where the versions of an artifact come from. */
export interface VersionPast {
  /** The commit that recorded a version first; undefined where none did yet. */
  recorded(version: VersionId): CommitFacts | undefined;
  record(version: VersionId): VersionRecord | undefined;
  /** How old a version is among the others: a larger number came to be earlier. */
  age(version: VersionId): number;
  /** What it was made out of: what stood in its place before its commit, in each parent of that, and its parents by record. */
  before(version: VersionId): Promise<readonly Pointer[]>;
}

interface Origin {
  readonly commit: GitCommit;
  readonly paths: readonly RepositoryPath[];
  readonly age: number;
}

/** Reads the history of an artifact up to HEAD, and what is not committed yet. */
export async function versionPast(
  context: RepositoryContext,
  { artifact, problems }: { readonly artifact: string; readonly problems: Problem[] },
  options: TaskOptions,
): Promise<VersionPast> {
  const records = new Map<string, VersionRecord>();
  const origins = new Map<string, Origin>();
  const scopes = [{ suffix: pointerSuffix }, { folder: `${artifactsFolder}/${artifact}`, suffix: '.yaml' }];
  let age = 0;
  for await (const { commit, ...step } of versionHistory(context.git, { query: { scopes }, problems }, options)) {
    age += 1;
    const paths = new Map<string, RepositoryPath[]>();
    for (const { path, pointer } of step.pointers) {
      const key = versionKey(pointer);
      paths.set(key, [...(paths.get(key) ?? []), path]);
    }
    for (const record of step.records) {
      records.set(versionKey(record), record);
      if (!paths.has(versionKey(record))) paths.set(versionKey(record), []);
    }
    // The oldest commit is met last, and is the one that counts.
    for (const [key, at] of paths) origins.set(key, { commit, paths: at, age });
  }
  const here = context.worktreeCatalog();
  const versions = await here.versions(artifact, options);
  for (const record of versions) records.set(versionKey(record), record);
  const { pointers } = await here.pointers(options);
  const head = (await context.git.head(options)).commit;
  return {
    recorded(version) {
      const origin = origins.get(versionKey(version));
      return origin === undefined ? undefined : commitFacts(origin.commit);
    },
    record: (version) => records.get(versionKey(version)),
    age: (version) => origins.get(versionKey(version))?.age ?? 0,
    async before(version) {
      const key = versionKey(version);
      const origin = origins.get(key);
      const parents = origin?.commit.parents ?? (head === undefined ? [] : [head]);
      const paths =
        origin?.paths ?? pointers.filter(({ pointer }) => versionKey(pointer) === key).map(({ path }) => path);
      const found: Pointer[] = [];
      for (const parent of parents)
        found.push(...(await pointersAt(context, { commit: parent, paths, problems }, options)));
      for (const parent of records.get(key)?.parents ?? []) {
        const record = parent.artifact === version.artifact ? records.get(versionKey(parent)) : undefined;
        if (record !== undefined) found.push(record);
      }
      if (found.length === 0 && paths.length === 0) found.push(...olderVersion(versions, version));
      return [...new Map(found.map((pointer) => [versionKey(pointer), pointer])).values()].filter(
        (pointer) => versionKey(pointer) !== key,
      );
    },
  };
}

/** Pointers that stood at the paths in a commit; none where the commit is not here (a shallow clone). */
async function pointersAt(
  { git }: RepositoryContext,
  { commit, paths, problems }: { commit: CommitId; paths: readonly RepositoryPath[]; problems: Problem[] },
  options: TaskOptions,
): Promise<readonly Pointer[]> {
  if (git.places.isShallow && (await git.resolveCommit(commit, options)) === undefined) return [];
  const found: Pointer[] = [];
  for (const path of paths) {
    const pointerPath = pointerPathOf(path);
    const files = await git.listFiles(commit, { folder: pointerPath }, options);
    const blobs = git.readBlobs(
      files.filter((file) => file.path === pointerPath).map(({ blob }) => blob),
      { ...options, limitBytes: recordLimitBytes },
    );
    try {
      for await (const { bytes } of blobs) found.push(decodePointer(bytes, pointerPath));
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      problems.push(problemOf(error, { path: pointerPath }));
    }
  }
  return found;
}

/** Of versions that no pointer ever named, the one with the number before. */
function olderVersion(versions: readonly VersionRecord[], { version }: VersionId): readonly VersionRecord[] {
  const older = versions.findLast((candidate) => candidate.version < version);
  return older === undefined ? [] : [older];
}
