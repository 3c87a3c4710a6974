import { isPixelisError, problemOf, PixelisError } from '#errors/index.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';
import type { CommitFacts, LogEntry, LogResult, Problem } from '#schema/index.js';
import { commitDetails } from './commit-details.js';
import { commitFacts } from './commit-facts.js';
import { entryCollector, type HistoryEntry, isSameVersion } from './log-entries.js';
import { type LogSubject, logSubject } from './log-subject.js';
import { onlyChangesInside } from './log-inside.js';
import type { RepositoryContext } from './repository-context.js';
import { versionChanges } from './version-changes.js';
import { versionHistory } from './version-history.js';
import { aliasesOf } from './version-summary.js';

export interface LogRequest extends TaskOptions {
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Lists the files that changed. */
  readonly files?: boolean | undefined;
  /** Whole messages of the commits. */
  readonly messages?: boolean | undefined;
}

/**
 * The versions of an artifact or a path through git history, newest first: what nobody committed yet, then each version
 * with the commit that recorded it and what stood there before.
 * @throws `reference.not-found`
 */
export async function logVersions(
  context: RepositoryContext,
  target: string | undefined,
  options: LogRequest = {},
): Promise<LogResult> {
  const subject = await logSubject(context, target, options);
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const collected = entryCollector();
  const { pointers } = await context.worktreeCatalog().pointers(options);
  const changed = new Set((await context.git.status({ suffix: pointerSuffix }, options)).map(({ path }) => path));
  const uncommitted = pointers.filter((at) => changed.has(at.pointerPath) && subject.includes(at.pointer, at.path));
  collected.add(undefined, uncommitted, []);
  let isWhole = true;
  const request = { query: { scopes: subject.scopes, all: options.all === true }, problems };
  for await (const step of versionHistory(context.git, request, options)) {
    const ours = step.pointers.filter(({ path, pointer }) => subject.includes(pointer, path));
    const records = step.records.filter((record) => subject.includes(record, undefined));
    collected.add(commitFacts(step.commit), ours, records);
    if (subject.inside !== undefined || !collected.isFull(limit)) continue;
    isWhole = false;
    break;
  }
  const found = await entriesInside(context, { subject, entries: collected.entries(), warnings }, options);
  const { isShallow } = context.git.places;
  if (isWhole && isShallow) warnings.push(historyIsCutOff());
  const shown = found.slice(0, limit);
  const commits = shown.flatMap(({ recorded }) => recorded ?? []);
  const withDetails = await commitDetails(context, { commits, warnings }, options);
  const entries: LogEntry[] = [];
  const describe = entryDescriber(context, { inside: subject.inside, withDetails }, options);
  for (const entry of shown) entries.push(await describe(entry));
  return {
    pixelis: 1,
    command: 'log',
    ...(target === undefined ? {} : { subject: target }),
    entries,
    cutOff: isShallow || found.length > entries.length,
    problems,
    warnings,
  };
}

async function entriesInside(
  context: RepositoryContext,
  { subject, entries, warnings }: { subject: LogSubject; entries: readonly HistoryEntry[]; warnings: Problem[] },
  options: TaskOptions,
): Promise<readonly HistoryEntry[]> {
  if (subject.inside === undefined) return entries;
  const cache = await context.cache();
  return onlyChangesInside(cache, { inside: subject.inside, entries, warnings }, options);
}

interface Describing {
  readonly inside: LogSubject['inside'];
  readonly withDetails: (facts: CommitFacts) => CommitFacts;
}

/** Tells of an entry what its record, its commit and the trees in the cache say. */
function entryDescriber(context: RepositoryContext, { inside, withDetails }: Describing, options: LogRequest) {
  const here = context.worktreeCatalog();
  return async ({ version, record: known, paths, previous, recorded }: HistoryEntry): Promise<LogEntry> => {
    const versions = await here.versions(version.artifact, options);
    const record = known ?? (await recordOf(context, { here, version, commit: recorded?.commit }, options));
    const aliases = await here.aliases(version.artifact, options);
    const before = previous ?? (paths.length === 0 ? versionBefore(versions, version) : undefined);
    const changes = await versionChanges(await context.cache(), { before, version, inside }, options);
    const { artifact, digest, size, files } = version;
    return {
      artifact,
      version: version.version,
      digest,
      type: record?.type ?? 'other',
      size,
      ...(files === undefined ? {} : { files }),
      created: record?.created ?? recorded?.date ?? `${context.now().toISOString().slice(0, 19)}Z`,
      aliases: record === undefined ? [] : aliasesOf(record, { versions, aliases }),
      ...(record?.run === undefined ? {} : { run: record.run }),
      paths: [...paths],
      ...(before === undefined
        ? {}
        : { previous: { artifact: before.artifact, version: before.version, digest: before.digest } }),
      ...changes,
      ...(recorded === undefined ? {} : { recorded: withDetails(recorded) }),
    };
  };
}

/** The record of a version, here or at the commit; undefined where it is in neither. */
async function recordOf(
  context: RepositoryContext,
  { here, version, commit }: { here: Catalog; version: HistoryEntry['version']; commit: string | undefined },
  options: TaskOptions,
): Promise<VersionRecord | undefined> {
  const isIt = (record: VersionRecord): boolean => isSameVersion(record, version);
  const found = (await here.versions(version.artifact, options)).find(isIt);
  if (found !== undefined || commit === undefined) return found;
  try {
    const there = await context.catalogAt(commit);
    return (await there.versions(version.artifact, options)).find(isIt);
  } catch (error) {
    if (isPixelisError(error) && error.code !== 'interrupted') return undefined;
    throw error;
  }
}

function versionBefore(versions: readonly VersionRecord[], { version }: { readonly version: number }) {
  return versions.findLast((candidate) => candidate.version < version);
}

function historyIsCutOff(): Problem {
  const error = new PixelisError('git.shallow', 'history is cut off here: this is a shallow clone', {
    hint: 'git fetch --unshallow',
  });
  return problemOf(error);
}
