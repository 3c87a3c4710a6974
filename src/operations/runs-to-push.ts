import { isPixelisError, type PixelisError } from '#errors/index.js';
import { decodeRunRecord, runsFolder } from '#format/run-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId, Git, LogQuery } from '#git/git.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { RepositoryContext } from './repository-context.js';
import type { SubjectRequest } from './transfer-subjects.js';

/** Runs that have ended, and records that cannot be read. */
export interface FoundRuns {
  readonly runs: readonly RunRecord[];
  readonly broken: readonly { readonly path: string; readonly error: PixelisError }[];
}

/** The runs whose records the worktree has, revisions have, or any commit has. */
export async function runsInScope(context: RepositoryContext, options: SubjectRequest): Promise<FoundRuns> {
  const { revisions = [], all = false } = options;
  if (all) {
    const [here, everywhere] = [
      await runsOfCatalog(context.worktreeCatalog(), options),
      await runsOfHistory(context, { all: true }, options),
    ];
    return united([here, everywhere]);
  }
  if (revisions.length === 0) return runsOfCatalog(context.worktreeCatalog(), options);
  const found: FoundRuns[] = [];
  for (const revision of revisions) found.push(await runsOfCatalog(await context.catalogAt(revision), options));
  return united(found);
}

/** The runs whose records the commits of a query brought. */
export async function runsOfHistory(
  { git }: RepositoryContext,
  query: Omit<LogQuery, 'scopes'>,
  options: TaskOptions,
): Promise<FoundRuns> {
  const paths = new Map<BlobId, string>();
  for await (const { changes } of git.log({ ...query, scopes: [{ folder: runsFolder, suffix: '.yaml' }] }, options)) {
    for (const { path, after } of changes) if (after !== undefined) paths.set(after, path);
  }
  return runsOfBlobs(git, paths, options);
}

/** The runs of records by the blobs that these are in git; each comes with its path. */
export async function runsOfBlobs(
  git: Git,
  paths: ReadonlyMap<BlobId, string>,
  options: TaskOptions,
): Promise<FoundRuns> {
  const runs = new Map<string, RunRecord>();
  const broken: { readonly path: string; readonly error: PixelisError }[] = [];
  const onUnreadable = (id: BlobId, error: PixelisError): void =>
    void broken.push({ path: paths.get(id) as string, error });
  const reading = { ...options, limitBytes: recordLimitBytes, onUnreadable };
  for await (const { id, bytes } of git.readBlobs(paths.keys(), reading)) {
    const path = paths.get(id) as string;
    try {
      const record = decodeRunRecord(bytes, path);
      runs.set(record.run, record);
    } catch (error) {
      if (!isPixelisError(error)) throw error;
      broken.push({ path, error });
    }
  }
  return { runs: [...runs.values()], broken };
}

async function runsOfCatalog(catalog: Catalog, { signal }: TaskOptions): Promise<FoundRuns> {
  const runs: RunRecord[] = [];
  const broken: { readonly path: string; readonly error: PixelisError }[] = [];
  const onBroken = (error: PixelisError, path: string): void => void broken.push({ path, error });
  for await (const record of catalog.allRuns({ signal, onBroken })) runs.push(record);
  return { runs, broken };
}

function united(found: readonly FoundRuns[]): FoundRuns {
  return {
    runs: [...new Map(found.flatMap(({ runs }) => runs.map((run) => [run.run, run] as const))).values()],
    broken: [...new Map(found.flatMap(({ broken }) => broken.map((at) => [at.path, at] as const))).values()],
  };
}
