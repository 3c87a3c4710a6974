import { mapAtOnce } from '#bucket/map-at-once.js';
import { goOn, joinTried, type Tried, tried, triedEach } from '#errors/index.js';
import { versionRecordPath } from '#format/version-record.js';
import { countChanges, withRenames } from '#model/file-change.js';
import { pointerPathOf } from '#model/repository-path.js';
import type { VersionRecord } from '#model/version.js';
import type { AddedPath, Problem } from '#schema/index.js';
import type { AddRequest } from './add-plan.js';
import type { GroupOptions, LookedPath, RecordedPath, StoredPath } from './add-steps.js';
import { tombstonesHere } from './known-tombstones.js';
import { announcePathIndex, savePathIndex } from './path-index.js';
import { recordPaths } from './record-paths.js';
import type { RepositoryContext } from './repository-context.js';
import { storeContents } from './store-content.js';
import { writeAliases } from './write-aliases.js';
import { type GitView, writePointers } from './write-pointers.js';

export interface Added {
  readonly added: AddedPath;
  readonly warnings: readonly Problem[];
}

type Options = GroupOptions & { readonly git: GitView };

/**
 * Adds paths, each of another artifact, step by step together: what a step makes is durable before the next begins. A path
 * that fails drops out, and keeps nobody from going on.
 */
export async function addGroup(
  context: RepositoryContext,
  looked: readonly Tried<LookedPath>[],
  options: Options,
): Promise<readonly Tried<Added>[]> {
  const stored = await goOn(looked, (each) => storePaths(context, each, options));
  const recorded = await goOn(stored, (each) => recordPaths(context, each, options));
  return goOn(recorded, (each) =>
    options.dryRun === true
      ? triedEach(each, (path) => foreseenPath(path, options))
      : pointPaths(context, each, options),
  );
}

async function storePaths(
  context: RepositoryContext,
  looked: readonly LookedPath[],
  options: Options,
): Promise<readonly Tried<StoredPath>[]> {
  const tombstones = await tombstonesHere(context.worktreeCatalog(), options);
  const requests = looked.map(({ plan, seen, base }) => ({ seen, base, only: plan.subject.only, tombstones }));
  const outcomes = await storeContents(await context.cache(), requests, options);
  return joinTried(looked, outcomes, (path, stored) => ({ ...path, stored }));
}

/** So many indexes are written at once. */
const atOnce = 16;

function eachAtOnce<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<readonly Tried<Result>[]> {
  return mapAtOnce(values, atOnce, (value) => tried(() => work(value)));
}

async function pointPaths(
  context: RepositoryContext,
  recorded: readonly RecordedPath[],
  options: Options,
): Promise<readonly Tried<Added>[]> {
  const announced = await eachAtOnce(recorded, async (path) => {
    const { plan, pointer, state } = path;
    if (state !== 'unchanged') await announcePathIndex(context, plan.subject.path, pointer.digest);
    return path;
  });
  const pointed = await goOn(announced, async (each) => {
    const drafts = each.map(({ plan: { subject }, pointer, state }) => ({
      subject,
      pointer,
      isUnchanged: state === 'unchanged',
    }));
    const staged = await writePointers(context, drafts, options);
    return joinTried(each, staged, (path, files) => ({ path, staged: files }));
  });
  return goOn(pointed, (each) => eachAtOnce(each, (one) => completePath(context, one, options)));
}

async function completePath(
  context: RepositoryContext,
  { path, staged }: { readonly path: RecordedPath; readonly staged: readonly string[] },
  options: Options,
): Promise<Added> {
  const { plan, stored, record, state, warnings } = path;
  if (stored.index !== undefined) await savePathIndex(context, plan.subject.path, stored.index);
  const aliases = await setAliases(context, record, options);
  const files = [versionRecordPath(record), ...staged, ...aliases.files];
  const added = { ...factsOf(path), aliases: aliases.set, staged: files };
  return { added, warnings: state === 'unchanged' ? [] : warnings };
}

function foreseenPath(path: RecordedPath, { aliases = [] }: Options): Added {
  return { added: { ...factsOf(path), aliases: [...aliases], staged: [] }, warnings: path.warnings };
}

function factsOf({ plan: { subject, identity }, stored, record, state }: RecordedPath) {
  const { content, changes, keptFiles, newObjects, newBytes } = stored;
  const previous = subject.present?.pointer;
  return {
    path: subject.path,
    artifact: record.artifact,
    version: record.version,
    digest: record.digest,
    type: record.type,
    size: content.size,
    ...(content.files === undefined ? {} : { files: content.files }),
    state,
    derivedName: identity.isDerived,
    ...(previous === undefined || state === 'unchanged'
      ? {}
      : { previous: { artifact: previous.artifact, version: previous.version, digest: previous.digest } }),
    parents: record.parents.map((parent) => ({ ...parent })),
    ...(changes === undefined ? {} : { changes: countChanges(withRenames(changes)) }),
    keptFiles,
    newObjects,
    newBytes,
    pointer: pointerPathOf(subject.path),
    record: versionRecordPath(record),
  };
}

async function setAliases(
  context: RepositoryContext,
  { artifact, version, digest }: VersionRecord,
  options: AddRequest,
) {
  const set = [...new Set(options.aliases ?? [])];
  if (set.length === 0) return { set, files: [] };
  const change = (before: ReadonlyMap<string, { readonly version: number; readonly digest: typeof digest }>) =>
    new Map([...before, ...set.map((alias) => [alias, { version, digest }] as const)]);
  const file = await writeAliases(context, { artifact, change }, options);
  return { set, files: file === undefined ? [] : [file] };
}
