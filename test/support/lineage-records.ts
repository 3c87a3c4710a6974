import { encodeRunRecord, runRecordPath } from '#format/run-record.js';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import type { LineageFacts } from '#model/lineage-facts.js';
import type { RunRecord } from '#model/run.js';
import type { VersionRecord } from '#model/version.js';
import type { GitRepository } from './git-repository.js';
import { used } from './guide-lineage.js';

/** Path and bytes of the record of a version, with as much of it said as a test cares for. */
export function versionFile(
  artifact: string,
  more: Partial<VersionRecord> = {},
  digit = '1',
): readonly [string, Uint8Array] {
  const record: VersionRecord = {
    ...used(artifact, more.version, digit),
    type: 'other',
    size: 1,
    created: '2026-03-01T09:30:00Z',
    parents: [],
    metadata: {},
    ...more,
  };
  return [versionRecordPath(record), encodeVersionRecord(record)];
}

/** The same of a run. */
export function runFile(run: string, more: Partial<RunRecord> = {}): readonly [string, Uint8Array] {
  const record: RunRecord = {
    run,
    kind: 'command',
    command: ['python', 'scripts/train.py'],
    folder: '',
    started: '2026-03-01T09:30:00.125Z',
    ended: '2026-03-01T09:31:00.125Z',
    seconds: 60,
    state: 'COMPLETED',
    host: 'node-17',
    user: 'ada',
    captureLevel: 1,
    code: { dirty: false },
    params: {},
    tags: [],
    inputs: [],
    outputs: [],
    metrics: {},
    redacted: [],
    ...more,
  };
  return [runRecordPath(run), encodeRunRecord(record)];
}

/** Writes the records of versions and runs into a worktree. */
export async function writeLineage(repository: GitRepository, { versions, runs }: LineageFacts): Promise<void> {
  for (const { artifact, ...more } of versions) await repository.write(...versionFile(artifact, more));
  for (const { run, label, reproduces: _, ...more } of runs) {
    await repository.write(...runFile(run, { ...more, command: ['python', ...label.split(' ')] }));
  }
}
