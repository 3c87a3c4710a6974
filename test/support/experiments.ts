import type { Test } from 'tap';
import type { RunRecord } from '#model/run.js';
import type { VersionRecord } from '#model/version.js';
import type { Repository } from '../../src/index.js';
import { makeOperationContext } from './operation-context.js';

export interface ExperimentFixture {
  /** To be given to contexts. */
  readonly repository: Repository;
  readonly root: string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<void>;
  /** The record of a run that has ended. */
  readonly runRecord: (id: string) => Promise<RunRecord>;
  readonly versions: (artifact: string) => Promise<readonly VersionRecord[]>;
}

/** A repository in which experiments are recorded, and what they recorded. */
export async function makeExperiments(t: Test): Promise<ExperimentFixture> {
  const { repository, context, pixelis } = await makeOperationContext(t, { now: () => new Date() });
  return {
    repository: pixelis,
    root: repository.root,
    write: repository.write,
    async runRecord(id) {
      const record = await context.worktreeCatalog().run(id);
      if (record === undefined) throw new Error(`run '${id}' has no record`);
      return record;
    },
    versions: (artifact) => context.worktreeCatalog().versions(artifact),
  };
}
