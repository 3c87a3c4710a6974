import { commandLabel } from './command-label.js';
import type { RunRecord, UsedVersion } from './run.js';
import type { VersionRecord } from './version.js';

/** What lineage needs of the record of a version. */
export type VersionFacts = Pick<
  VersionRecord,
  'artifact' | 'version' | 'digest' | 'type' | 'created' | 'run' | 'parents'
>;

/** What lineage needs of the record of a run. */
export interface RunFacts extends Pick<RunRecord, 'run' | 'name' | 'state' | 'started' | 'parent' | 'resumes'> {
  /** What it executed, for people. */
  readonly label: string;
  readonly inputs: readonly Omit<UsedVersion, 'path'>[];
  readonly outputs: readonly Omit<UsedVersion, 'path'>[];
  /** The run that it executed again. */
  readonly reproduces?: string;
}

export interface LineageFacts {
  readonly versions: readonly VersionFacts[];
  readonly runs: readonly RunFacts[];
}

export function runFacts(record: RunRecord): RunFacts {
  const { run, name, state, started, parent, resumes, inputs, outputs, reproduces } = record;
  return {
    run,
    ...(name === undefined ? {} : { name }),
    state,
    started,
    label: commandLabel(record.command) ?? name ?? run,
    inputs,
    outputs,
    ...(parent === undefined ? {} : { parent }),
    ...(resumes === undefined ? {} : { resumes }),
    ...(reproduces === undefined ? {} : { reproduces: reproduces.run }),
  };
}
