import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { artifactsFolder } from '#format/version-record.js';
import type { Digest } from '#model/digest.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeRoot } from '#model/tree-root.js';
import type { Catalog } from '#records/catalog.js';
import type { Problem } from '#schema/index.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { ObjectStore } from '#store/object-store.js';
import { surveyTree } from '#store/survey-tree.js';
import { knownTombstones, type Tombstones } from './known-tombstones.js';
import { isIncluded } from './path-filter.js';
import { withoutPurged } from './purge-guard.js';
import type { RepositoryContext } from './repository-context.js';
import { requireInside } from './require-inside.js';
import { type RunContent, runContent } from './run-content.js';
import { runsInScope } from './runs-to-push.js';
import { type TransferSubject, transferSubjects } from './transfer-subjects.js';

/** What is to be verified. */
export interface VerifyScope {
  /** What the worktree has of records and pointers, read once. */
  readonly catalog: Catalog;
  readonly subjects: readonly TransferSubject[];
  /** Versions that rules let go from the cache. */
  readonly letGo: readonly TransferSubject[];
  readonly runs: readonly RunRecord[];
  readonly ofRuns: RunContent;
  /** What nobody looks for, since it was purged. */
  readonly tombstones: Tombstones;
  /** Pointers and records of runs that cannot be read. */
  readonly problems: readonly Problem[];
}

/** The versions that the targets name, or all that the worktree (or every commit) names, and then its runs. */
export async function verifyScope(
  context: RepositoryContext,
  {
    targets,
    all,
    reader,
  }: { readonly targets: readonly string[]; readonly all: boolean; readonly reader: ObjectStore },
  options: TaskOptions,
): Promise<VerifyScope> {
  const catalog = context.worktreeCatalog();
  const { subjects: named, broken } = await transferSubjects(context, targets, { ...options, all });
  const tombstones = await knownTombstones(context, options);
  const known = named.filter(({ digest }) => !tombstones.has(digest));
  const subjects = known.filter(({ isLetGo }) => isLetGo !== true);
  const letGo = known.filter(({ isLetGo }) => isLetGo === true);
  await requireInside(reader, subjects, options);
  // Whoever names what is to be verified gets that.
  const runs = targets.length > 0 ? { runs: [], broken: [] } : await runsInScope(context, { ...options, all });
  const ofRuns = withoutPurged(await runContent(catalog, runs.runs, options), tombstones);
  const problems = [...broken, ...runs.broken].map(({ path, error }) => problemOf(error, { path }));
  return { catalog, subjects, letGo, runs: runs.runs, ofRuns, tombstones, problems };
}

export interface ScopeObjects {
  /** First those of versions, then those that runs alone kept, then those of versions that were let go. */
  readonly needed: NeededObjects;
  /** How many of them versions need. */
  readonly ofVersions: number;
  /** How many versions or runs need. */
  readonly wanted: number;
  /** These, and those of versions that were let go because a remote has them. */
  readonly kept: number;
  /** Of trees that cannot be read as a whole. */
  readonly brokenRoots: ReadonlySet<Digest>;
  /** Trees that are no trees: what they list is not known. */
  readonly problems: readonly Problem[];
}

/**
 * Every object that the scope needs, as far as its trees can be read from `reader`. What lacks of a tree is among them, what
 * that lists is not.
 */
export async function scopeObjects(
  reader: ObjectStore,
  { subjects, letGo, ofRuns, tombstones }: VerifyScope,
  options: TaskOptions,
): Promise<ScopeObjects> {
  const needed = new NeededObjects();
  const problems: Problem[] = [];
  const brokenRoots = new Set<Digest>();
  const whole = new Set<Digest>();
  for (const subject of subjects) await addVersion(subject);
  const ofVersions = needed.count;
  for (const [digest, size] of ofRuns.blobs) needed.add(digest, size);
  for (const root of ofRuns.roots) await addTree(root, undefined);
  const wanted = needed.count;
  for (const subject of letGo) if (subject.dropped?.unpushed !== true) await addVersion(subject);
  const kept = needed.count;
  for (const subject of letGo) if (subject.dropped?.unpushed === true) await addVersion(subject);
  return { needed, ofVersions, wanted, kept, brokenRoots, problems };

  async function addVersion(subject: TransferSubject): Promise<void> {
    const { digest, size, files, only } = subject;
    if (files === undefined) {
      needed.add(digest, size);
      return;
    }
    const root = await addTree(digest, only);
    if (root !== undefined && (root.size !== size || root.files !== files))
      problems.push(problemOf(saysOther(subject, root), subjectOf(subject)));
  }

  async function addTree(root: Digest, only: TransferSubject['only']): Promise<TreeRoot | undefined> {
    let read: TreeRoot | undefined;
    needed.add(root, unknownSize);
    const skips = (page: Digest): boolean => whole.has(page);
    for await (const part of surveyTree(reader, root, { ...options, skips })) {
      needed.add(part.digest, unknownSize);
      if (part.kind === 'root') {
        read = part.root;
        for (const { digest } of part.root.pages) needed.add(digest, unknownSize);
      }
      if (part.kind === 'page') {
        if (only === undefined) whole.add(part.digest);
        for (const entry of part.entries) {
          if (entry.kind === 'folder' || !isIncluded(entry.path, undefined, only)) continue;
          if (!tombstones.has(entry.digest)) needed.add(entry.digest, entry.size);
        }
      }
      if (part.kind !== 'broken') continue;
      brokenRoots.add(root);
      const isLost = isPixelisError(part.error, 'object.missing') || isPixelisError(part.error, 'object.corrupt');
      if (!isLost) problems.push(problemOf(part.error, { digest: part.digest }));
    }
    return read;
  }
}

function saysOther({ artifact, version, size, files }: TransferSubject, root: TreeRoot): PixelisError {
  return new PixelisError(
    'record.contradicted',
    `'${artifact}:v${version}' is said to have ${files} files of ${size} bytes, and its tree has ${root.files} of ${root.size}`,
    { hint: `see what was changed: git log -- ${artifactsFolder}/${artifact}` },
  );
}

function subjectOf({ artifact, version, digest, path }: TransferSubject) {
  return { artifact, version, digest, ...(path === undefined ? {} : { path }) };
}
