import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { RepositoryContext } from './repository-context.js';

/** A checkpoint that a run made, with the path at which it lay. */
export interface MadeCheckpoint {
  readonly version: VersionRecord;
  readonly path: string | undefined;
}

/** The newest checkpoint of a run; where it made none, of the run that it went on with, and so on. */
export async function newestCheckpoint(
  context: RepositoryContext,
  run: RunFacts,
  options: TaskOptions,
): Promise<MadeCheckpoint | undefined> {
  const seen = new Set<string>();
  for (let current: RunFacts | undefined = run; current !== undefined && !seen.has(current.run); ) {
    const found = await checkpointOf(context, current, options);
    if (found !== undefined) return found;
    seen.add(current.run);
    const { resumes }: RunFacts = current;
    current = resumes === undefined ? undefined : await context.worktreeCatalog().run(resumes, options);
  }
  return undefined;
}

async function checkpointOf(
  context: RepositoryContext,
  { outputs }: RunFacts,
  options: TaskOptions,
): Promise<MadeCheckpoint | undefined> {
  const catalog = context.worktreeCatalog();
  let newest: MadeCheckpoint | undefined;
  for (const { artifact, digest, version: number, path } of outputs) {
    const versions = await catalog.versions(artifact, options);
    const version = versions.find((one) => one.digest === digest && one.version === number);
    if (version?.type !== 'checkpoint') continue;
    // Of two in one second the one that was noted later is the newer.
    if (newest === undefined || version.created >= newest.version.created) newest = { version, path };
  }
  return newest;
}
