import { parseRunRecordPath, runsFolder } from '#format/run-record.js';
import { artifactsFolder } from '#format/version-record.js';
import type { Digest } from '#model/digest.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionId } from '#model/version.js';
import type { CommitFacts, Need, Needer, Problem } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { surveyTree } from '#store/survey-tree.js';
import { commitFacts } from './commit-facts.js';
import { versionKey } from './log-entries.js';
import type { RepositoryContext } from './repository-context.js';
import { runContent } from './run-content.js';
import { runsOfHistory } from './runs-to-push.js';
import { versionHistory } from './version-history.js';
import type { VerifyScope } from './verify-scope.js';

export interface Needs {
  readonly needers: readonly Needer[];
  /** For what each object is needed. */
  needsOf(digest: Digest): readonly Need[];
  /** The commit that last recorded something that needs the object. */
  lastHad(digest: Digest): CommitFacts | undefined;
}

export interface NeedsQuestion {
  /** Objects that are damaged or missing. */
  readonly wanted: ReadonlySet<Digest>;
  readonly scope: VerifyScope;
  /** Whether every commit on every branch and tag is asked, not HEAD's history alone. */
  readonly all: boolean;
}

/**
 * For what objects are needed, by versions and runs of the worktree and of history, with the commits that recorded them: one
 * pass over the log, and each tree, or page that trees share, read once.
 */
export async function findNeeds(
  context: RepositoryContext,
  { reader, wanted, scope, all }: NeedsQuestion & { readonly reader: ObjectStore },
  options: TaskOptions,
): Promise<Needs> {
  const collected = collector();
  for (const subject of scope.subjects) collected.version(subject, subject);
  for (const { path, pointer } of (await context.worktreeCatalog().pointers(options)).pointers) {
    collected.version(pointer, { path });
  }
  const problems: Problem[] = [];
  const scopes = [
    { suffix: pointerSuffix },
    { folder: artifactsFolder, suffix: '.yaml' },
    { folder: runsFolder, suffix: '.yaml' },
  ];
  for await (const { commit, pointers, records } of versionHistory(
    context.git,
    { query: { all, scopes }, problems },
    options,
  )) {
    const recorded = commitFacts(commit);
    for (const { path, pointer } of pointers) collected.version(pointer, { path, recorded });
    for (const record of records) collected.version(record, { recorded });
    for (const { path, blob } of commit.changes) {
      const run = blob === undefined ? undefined : parseRunRecordPath(path);
      if (run !== undefined) collected.run(run, recorded);
    }
  }
  const runs = [...scope.runs.runs, ...(await runsOfHistory(context, { all }, options)).runs];
  for (const { run } of runs) collected.run(run);
  const ofRuns = await runContent(context.worktreeCatalog(), runs, options);

  const usesOf = treeSearch(reader, wanted, options);
  const needs = new Map<Digest, Need[]>();
  const note = (digest: Digest, needer: number, file: string): void => {
    const list = needs.get(digest);
    if (list === undefined) needs.set(digest, [{ needer, file }]);
    else list.push({ needer, file });
  };
  const needers = new Used<Needer>();
  const search = async (owner: Needer, digest: Digest, isTree: boolean): Promise<void> => {
    if (wanted.has(digest)) note(digest, needers.numberOf(owner), '');
    if (!isTree) return;
    for (const use of await usesOf(digest)) note(use.digest, needers.numberOf(owner), use.file);
  };
  for (const { needer, digest, isFolder } of collected.versions()) await search(needer, digest, isFolder);
  for (const [digest, run] of ofRuns.runOf) await search(collected.run(run), digest, ofRuns.roots.has(digest));
  return {
    needers: needers.all,
    needsOf: (digest) => needs.get(digest) ?? [],
    lastHad: (digest) => newest((needs.get(digest) ?? []).flatMap(({ needer }) => needers.all[needer]?.commits ?? [])),
  };
}

interface OpenNeeder extends Needer {
  readonly paths: string[];
  readonly commits: CommitFacts[];
}

/** Versions and runs with their paths and commits, each once. */
function collector() {
  const versions = new Map<string, { needer: OpenNeeder; digest: Digest; isFolder: boolean }>();
  const runs = new Map<string, OpenNeeder>();
  const meet = (needer: OpenNeeder, path?: string, recorded?: CommitFacts): void => {
    if (path !== undefined && !needer.paths.includes(path)) needer.paths.push(path);
    if (recorded !== undefined && needer.commits.at(-1)?.commit !== recorded.commit) needer.commits.push(recorded);
  };
  return {
    version(
      { artifact, version, digest, files }: VersionId & { readonly files?: number | undefined },
      { path, recorded }: { readonly path?: string | undefined; readonly recorded?: CommitFacts | undefined },
    ): void {
      const key = versionKey({ artifact, version, digest });
      const known = versions.get(key) ?? {
        needer: { artifact, version, digest, paths: [], commits: [] },
        digest,
        isFolder: files !== undefined,
      };
      versions.set(key, known);
      meet(known.needer, path, recorded);
    },
    run(run: string, recorded?: CommitFacts): Needer {
      const needer = runs.get(run) ?? { run, paths: [], commits: [] };
      runs.set(run, needer);
      meet(needer, undefined, recorded);
      return needer;
    },
    versions: () => versions.values(),
  };
}

interface Use {
  readonly digest: Digest;
  /** Path inside the tree. */
  readonly file: string;
}

/** Finds wanted objects in trees. What trees share is read once. */
function treeSearch(reader: ObjectStore, wanted: ReadonlySet<Digest>, options: TaskOptions) {
  const ofPages = new Map<Digest, readonly Use[]>();
  const ofTrees = new Map<Digest, readonly Use[]>();
  return async (root: Digest): Promise<readonly Use[]> => {
    const known = ofTrees.get(root);
    if (known !== undefined) return known;
    const pages: Digest[] = [];
    const skips = (page: Digest): boolean => ofPages.has(page);
    for await (const part of surveyTree(reader, root, { ...options, skips })) {
      if (part.kind === 'root') pages.push(...part.root.pages.map(({ digest }) => digest));
      if (part.kind !== 'page') continue;
      ofPages.set(
        part.digest,
        part.entries.flatMap((entry) =>
          entry.kind !== 'folder' && wanted.has(entry.digest) ? [{ digest: entry.digest, file: entry.path }] : [],
        ),
      );
    }
    const uses = pages.flatMap((page) => [
      ...(wanted.has(page) ? [{ digest: page, file: '' }] : []),
      ...(ofPages.get(page) ?? []),
    ]);
    ofTrees.set(root, uses);
    return uses;
  };
}

/** Numbers things in the order in which they are first asked for. */
class Used<Item> {
  readonly all: Item[] = [];
  readonly #numbers = new Map<Item, number>();

  numberOf(item: Item): number {
    const known = this.#numbers.get(item) ?? this.all.push(item) - 1;
    this.#numbers.set(item, known);
    return known;
  }
}

function newest(commits: readonly CommitFacts[]): CommitFacts | undefined {
  return commits.reduce<CommitFacts | undefined>(
    (latest, commit) => (latest === undefined || commit.date > latest.date ? commit : latest),
    undefined,
  );
}
