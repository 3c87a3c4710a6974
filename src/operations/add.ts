import { PixelisError, problemOf } from '#errors/index.js';
import { versionRecordPath } from '#format/version-record.js';
import { parseDigest } from '#model/digest.js';
import { countChanges, withRenames } from '#model/file-change.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import { pointerPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Parent, VersionRecord } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import type { AddedPath, AddResult, Problem } from '#schema/index.js';
import { activeRun, madeBy, noteOutput } from './active-run.js';
import { baseOfPath } from './add-base.js';
import { type AddPlan, type AddRequest, planAdd, subjectsOf, uniqueParents, unusable } from './add-plan.js';
import type { AddSubject } from './add-subjects.js';
import { holdPaths } from './hold-path.js';
import { tombstonesHere } from './known-tombstones.js';
import { lookAtPath } from './look-at-path.js';
import { announcePathIndex, savePathIndex } from './path-index.js';
import { pointerByNow } from './pointer-by-now.js';
import { nextNumber, recordVersion, type VersionDraft, versionWithContent } from './record-version.js';
import { onlyLooking } from './only-looking.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';
import { type Content, type StoredContent, storeContent } from './store-content.js';
import { writeAliases } from './write-aliases.js';
import { type GitView, gitView, writePointer } from './write-pointer.js';

/** The run that makes a version: its id, and what the version was made from where nobody says otherwise. */
export interface MadeBy {
  readonly run: string;
  readonly parents: readonly Parent[];
}

/**
 * Puts paths under version. What is added inside a run, or for one, is an output of it. Everything that can be refused is
 * refused before anything is written; then, path by path: objects, record, pointer, gitignore line, index; in the end what
 * git needs is staged.
 */
export async function add(
  repository: RepositoryContext,
  typed: readonly string[],
  request: Request,
): Promise<AddResult> {
  const context = request.dryRun === true ? onlyLooking(repository) : repository;
  const active = request.madeBy === undefined ? activeRun(context) : undefined;
  const options = active === undefined ? request : { ...request, madeBy: madeBy(active) };
  const subjects = await subjectsOf(context, typed, options);
  if (options.dryRun === true) return addSubjects(context, subjects, options);
  const work = async () => {
    // Another command may have added the path while this one waited for it.
    const isStillSo = subjects.every((subject) => pointerByNow(context, subject) === subject.present);
    return addSubjects(context, isStillSo ? subjects : await subjectsOf(context, typed, options), options);
  };
  const paths = subjects.map(({ path }) => path);
  const result = await holdPaths(context, paths, work, options);
  if (active !== undefined) for (const added of result.paths) noteOutput(active, added);
  return result;
}

interface Request extends AddRequest {
  readonly madeBy?: MadeBy | undefined;
  /** Whether the caller stages the files. */
  readonly isStagedLater?: boolean | undefined;
}

async function addSubjects(
  context: RepositoryContext,
  subjects: readonly AddSubject[],
  options: Request,
): Promise<AddResult> {
  const plans = await planAdd(context, subjects, options);
  const paths: AddedPath[] = [];
  const problems: Problem[] = [];
  const noticed: Problem[] = [];
  const git = gitView(context, subjects, options);
  for (const plan of plans) {
    try {
      const { added, warnings } = await addPath(context, plan, { ...options, git });
      paths.push(added);
      noticed.push(...warnings);
    } catch (error) {
      // One path that does not hold still must not keep the others from being added.
      if (!(error instanceof PixelisError) || error.kind === 'interrupted' || plans.length === 1) throw error;
      problems.push(problemOf(error, { path: plan.subject.path }));
    }
  }
  if (options.dryRun !== true) {
    const digests = paths.map(({ digest }) => parseDigest(digest));
    await takeBackDropped((await context.cache()).bucket, digests);
  }
  if (options.dryRun !== true && options.isStagedLater !== true)
    await stageFiles(
      context,
      paths.flatMap((path) => path.staged),
      options,
    );
  const warnings = plans.flatMap(({ subject: { path }, ...plan }) =>
    plan.warnings.map((warning) => problemOf(warning, { path })),
  );
  return {
    pixelis: 1,
    command: 'add',
    dryRun: options.dryRun === true,
    paths,
    problems,
    warnings: [...warnings, ...noticed],
  };
}

interface Added {
  readonly added: AddedPath;
  readonly warnings: readonly Problem[];
}

async function addPath(
  context: RepositoryContext,
  plan: AddPlan,
  options: Request & { readonly git: GitView },
): Promise<Added> {
  const { subject, identity, metadata } = plan;
  const { madeBy: maker } = options;
  const catalog = context.worktreeCatalog();
  const seen = await lookAtPath(context, subject.path, options);
  const { base, warnings } = await baseOfPath(context, { subject, seen }, options);
  const stored = await storeContent(
    await context.cache(),
    {
      seen,
      base,
      only: subject.only,
      dryRun: options.dryRun === true,
      tombstones: await tombstonesHere(catalog, options),
    },
    options,
  );
  const draft = {
    artifact: identity.name,
    type: identity.type,
    ...stored.content,
    ...(maker === undefined ? {} : { run: maker.run }),
    parents: options.parents === undefined ? withInputs(plan, stored.content, maker) : plan.parents,
    metadata,
  };
  const known = versionWithContent(await catalog.versions(identity.name, options), draft, subject.present?.pointer);
  if (known !== undefined) refuseNewFacts(known, { ...draft, parents: plan.parents });
  const record =
    known ??
    (await (options.dryRun === true ? foresee(catalog, draft, options) : recordVersion(context, draft, options)));
  const recordPath = versionRecordPath(record);
  const pointer = pointerTo({ ...record, ...stored.content });
  const state = stateOf(subject, pointer, known);
  const shared = factsOf(plan, { stored, record, recordPath, state });
  if (options.dryRun === true) {
    return { added: { ...shared, aliases: [...(options.aliases ?? [])], staged: [] }, warnings };
  }

  if (state !== 'unchanged') await announcePathIndex(context, subject.path, pointer.digest);
  const written = await writePointer(context, subject, { pointer, isUnchanged: state === 'unchanged', options });
  if (stored.index !== undefined) await savePathIndex(context, subject.path, stored.index);
  const aliases = await setAliases(context, record, options);
  const staged = [recordPath, ...written, ...aliases.files];
  return { added: { ...shared, aliases: aliases.set, staged }, warnings: state === 'unchanged' ? [] : warnings };
}

/** The parents that the user named, and what the run used; a version is not made from itself. */
function withInputs({ identity, parents }: AddPlan, { digest }: Content, maker: MadeBy | undefined): readonly Parent[] {
  const inputs = (maker?.parents ?? []).filter((used) => used.artifact !== identity.name || used.digest !== digest);
  return uniqueParents([...parents, ...inputs]);
}

/** Facts about content that has a version already cannot be added: its record is never edited. */
function refuseNewFacts(known: VersionRecord, draft: Pick<VersionRecord, 'parents' | 'metadata' | 'artifact'>): void {
  const newKeys = Object.keys(draft.metadata).filter(
    (key) => JSON.stringify(known.metadata[key]) !== JSON.stringify(draft.metadata[key]),
  );
  const newParents = draft.parents.filter(
    (parent) => !known.parents.some((old) => old.digest === parent.digest && old.artifact === parent.artifact),
  );
  if (newKeys.length === 0 && newParents.length === 0) return;
  const what = [
    ...newKeys.map((key) => `metadata '${key}'`),
    ...newParents.map((parent) => `parent '${parent.artifact}:v${parent.version}'`),
  ].join(', ');
  throw unusable(
    `this content is '${known.artifact}:v${known.version}' already, whose record has no ${what}`,
    'records are never edited: leave it out, or add the content under another name',
  );
}

/** The record that would be written. */
async function foresee(catalog: Catalog, draft: VersionDraft, options: TaskOptions): Promise<VersionRecord> {
  const versions = await catalog.versions(draft.artifact, options);
  return { ...draft, version: nextNumber(versions), created: '' };
}

function stateOf({ present }: AddSubject, pointer: Pointer, known: VersionRecord | undefined): AddedPath['state'] {
  const before = present?.pointer;
  if (
    before !== undefined &&
    before.digest === pointer.digest &&
    before.artifact === pointer.artifact &&
    before.executable === pointer.executable
  ) {
    return 'unchanged';
  }
  if (known !== undefined) return 'existing-version';
  return before === undefined ? 'added' : 'updated';
}

interface Outcome {
  readonly stored: StoredContent;
  readonly record: VersionRecord;
  readonly recordPath: string;
  readonly state: AddedPath['state'];
}

function factsOf({ subject, identity }: AddPlan, { stored, record, recordPath, state }: Outcome) {
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
    record: recordPath,
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
