import { parseRunRecordPath, runsFolder } from '#format/run-record.js';
import { artifactsFolder } from '#format/version-record.js';
import type { BlobId } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { type VersionId, versionKey } from '#model/version.js';
import type { CommitFacts, Needer } from '#schema/index.js';
import { commitFacts } from './commit-facts.js';
import type { RepositoryContext } from './repository-context.js';
import { runContent } from './run-content.js';
import { runsOfBlobs } from './runs-to-push.js';
import { versionHistory } from './version-history.js';
import type { VerifyScope } from './verify-scope.js';

/** A version or a run, and what it names. */
export interface NeederOf {
  readonly needer: Needer;
  readonly digest: Digest;
  /** Whether that is the root of a tree. */
  readonly isTree: boolean;
}

/**
 * Every version and run of the scope, the worktree and HEAD's history, or that of every branch and tag, with the paths at
 * which versions stood and the commits that recorded them. One pass over the log.
 */
export async function collectNeeders(
  { git }: RepositoryContext,
  { scope, all }: { readonly scope: VerifyScope; readonly all: boolean },
  options: TaskOptions,
): Promise<readonly NeederOf[]> {
  const collected = collector();
  for (const subject of scope.subjects) collected.version(subject, subject);
  for (const { path, pointer } of (await scope.catalog.pointers(options)).pointers)
    collected.version(pointer, { path });
  const runBlobs = new Map<BlobId, string>();
  const scopes = [
    { suffix: pointerSuffix },
    { folder: artifactsFolder, suffix: '.yaml' },
    { folder: runsFolder, suffix: '.yaml' },
  ];
  // What cannot be read any more names nothing.
  const request = { query: { all, scopes }, problems: [] };
  for await (const { commit, pointers, records } of versionHistory(git, request, options)) {
    const recorded = commitFacts(commit);
    for (const { path, pointer } of pointers) collected.version(pointer, { path, recorded });
    for (const record of records) collected.version(record, { recorded });
    for (const { path, after: blob } of commit.changes) {
      const run = parseRunRecordPath(path);
      if (run === undefined || blob === undefined) continue;
      collected.run(run, recorded);
      runBlobs.set(blob, path);
    }
  }
  const runs = new Map(scope.runs.map((record) => [record.run, record]));
  for (const record of (await runsOfBlobs(git, runBlobs, options)).runs) runs.set(record.run, record);
  const needers: NeederOf[] = [...collected.versions()];
  for (const record of runs.values()) {
    const needer = collected.run(record.run);
    const { blobs, roots } = await runContent(scope.catalog, [record], options);
    for (const digest of blobs.keys()) needers.push({ needer, digest, isTree: false });
    for (const digest of roots) needers.push({ needer, digest, isTree: true });
  }
  return needers;
}

interface OpenNeeder extends Needer {
  readonly paths: string[];
  readonly commits: CommitFacts[];
}

/** Versions and runs with their paths and commits, each once. */
function collector() {
  const versions = new Map<string, NeederOf & { readonly needer: OpenNeeder }>();
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
        isTree: files !== undefined,
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
