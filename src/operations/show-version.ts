import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { versionRecordPath } from '#format/version-record.js';
import type { Git } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';
import type { CommitFacts, Problem, ShowResult, VersionId } from '#schema/index.js';
import { commitDetails } from './commit-details.js';
import { commitFacts } from './commit-facts.js';
import { isAboutObjects } from './is-about-objects.js';
import { isSameVersion } from './log-entries.js';
import { objectPurged, type TombstoneLookup, tombstoneLookup } from './known-tombstones.js';
import { lookInStores } from './look-in-stores.js';
import { readArtifacts } from './read-artifacts.js';
import type { RepositoryContext } from './repository-context.js';
import { type ResolvedReference, resolveReference } from './resolve-reference.js';
import { shownEntries } from './shown-entries.js';
import { summaryOf } from './version-summary.js';

export interface ShowRequest extends TaskOptions {
  readonly files?: boolean | undefined;
}

/**
 * What is known of one version: its record, where it came from and what came of it, where it is tracked, who recorded it.
 * @throws `reference.not-found` and what else {@link resolveReference} throws
 */
export async function showVersion(
  context: RepositoryContext,
  reference: string,
  options: ShowRequest = {},
): Promise<ShowResult> {
  const found = await resolveReference(context, reference, options);
  const record = found.record ?? missingRecord(found);
  const catalog = context.worktreeCatalog();
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const { pointers } = await catalog.pointers(options);
  const versions = await catalog.versions(record.artifact, options);
  const aliases = await catalog.aliases(record.artifact, options);
  const recordPath = versionRecordPath(record);
  const recorded = await commitOf(context.git, recordPath, options);
  const tombstones = tombstoneLookup(context, { signal: options.signal });
  const commits = recorded === undefined ? [] : [recorded];
  const withDetails = await commitDetails(context, { commits, warnings }, options);
  const { cache, purged } = await lookInStores(
    { cache: await context.cache(), remote: undefined, tombstones },
    { pointer: found, seen: undefined },
    options,
  );
  const wantsEntries = options.files === true || found.subpath !== undefined;
  const entries = wantsEntries
    ? await entriesOrProblem(context, { found, problems, warnings, tombstones }, options)
    : undefined;
  return {
    pixelis: 1,
    command: 'show',
    version: { ...summaryOf(record, { versions, aliases }, new Map()), ...(purged === undefined ? {} : { purged }) },
    ...(found.subpath === undefined ? {} : { subpath: found.subpath }),
    parents: [...record.parents],
    children: await childrenOf(catalog, { record, problems }, options),
    paths: pointers.filter(({ pointer }) => isSameVersion(pointer, record)).map(({ path }) => path),
    record: recordPath,
    ...(recorded === undefined ? {} : { recorded: withDetails(recorded) }),
    cache,
    ...(entries === undefined ? {} : { entries }),
    problems,
    warnings,
  };
}

function missingRecord({ artifact, version, digest }: ResolvedReference): never {
  const path = versionRecordPath({ artifact, version, digest });
  throw new PixelisError('reference.not-found', `'${artifact}:v${version}' has a pointer but no record`, {
    hint: `see what became of it: git log --all -- ${path}`,
    data: { artifact, version, digest, path },
  });
}

/** The commit that brought a record: the oldest that has it. */
async function commitOf(git: Git, path: string, options: TaskOptions): Promise<CommitFacts | undefined> {
  let oldest: CommitFacts | undefined;
  for await (const commit of git.log({ scopes: [{ folder: path }] }, options)) {
    if (commit.changes.some(({ after }) => after !== undefined)) oldest = commitFacts(commit);
  }
  return oldest;
}

/** The versions that were made from a version. */
async function childrenOf(
  catalog: Catalog,
  { record, problems }: { readonly record: VersionRecord; readonly problems: Problem[] },
  options: TaskOptions,
): Promise<VersionId[]> {
  const children: VersionId[] = [];
  const names = await catalog.artifactNames(options);
  for await (const { versions } of readArtifacts(catalog, { names, problems }, options)) {
    for (const { artifact, version, digest, parents } of versions) {
      if (parents.some((parent) => isSameVersion(parent, record))) children.push({ artifact, version, digest });
    }
  }
  return children;
}

async function entriesOrProblem(
  context: RepositoryContext,
  {
    found,
    problems,
    warnings,
    tombstones,
  }: {
    readonly found: ResolvedReference;
    readonly problems: Problem[];
    readonly warnings: Problem[];
    readonly tombstones: TombstoneLookup;
  },
  options: TaskOptions,
): Promise<ShowResult['entries']> {
  try {
    return await shownEntries(context, found, options);
  } catch (error) {
    if (!isPixelisError(error) || !isAboutObjects(error)) throw error;
    const { artifact, version, digest } = found;
    const tombstone = (await tombstones.everywhere()).get(digest);
    if (tombstone !== undefined)
      warnings.push(problemOf(objectPurged(`'${artifact}:v${version}'`, tombstone), { artifact, version }));
    else problems.push(problemOf(error, { artifact, version }));
    return undefined;
  }
}
