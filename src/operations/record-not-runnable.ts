import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgedOutput, Reproduction, RunRecord } from '#model/run.js';
import { concludeRun } from './conclude-run.js';
import type { ReproductionOutcome } from './execute-again.js';
import type { RepositoryContext } from './repository-context.js';
import { startRun } from './start-run.js';

export interface NotRunnable {
  readonly record: RunRecord;
  /** What keeps it from being executed. */
  readonly reason: string;
  readonly tolerance: number | undefined;
}

/** Records, as a run of its own, that a run cannot be executed again, and why. Its command is not started. */
export async function recordNotRunnable(
  context: RepositoryContext,
  { record, reason, tolerance }: NotRunnable,
): Promise<ReproductionOutcome> {
  const { name, params, seed, captureLevel, tags } = record;
  // The folder in which it was executed need not be there any more.
  const folder = existsSync(join(context.git.places.root, record.folder)) ? record.folder : '';
  const place: RepositoryContext = Object.create(context, { folder: { value: folder } });
  const run = await startRun(
    place,
    { kind: 'command', command: record.command, again: { ...record, place } },
    { name, params, seed, captureLevel, tags },
  );
  try {
    const judged = { verdict: 'not-runnable', reason, ...(tolerance === undefined ? {} : { tolerance }) } as const;
    const outputs = record.outputs.map(
      ({ artifact, version, digest, path }): JudgedOutput => ({
        artifact,
        version,
        digest,
        ...(path === undefined ? {} : { path }),
        verdict: 'not-runnable',
      }),
    );
    const reproduces: Reproduction = { run: record.run, ...judged, outputs, differences: [] };
    const outcome = { state: 'FAILED', reason: `not runnable: ${reason}` } as const;
    const concluded = await concludeRun(context, { run, outcome, problems: [], reproduces }, {});
    return {
      result: {
        run: record.run,
        ...(name === undefined ? {} : { name }),
        reproduction: run.start.run,
        ...(concluded.record === undefined ? {} : { record: concluded.record }),
        ...judged,
        firstSeconds: record.seconds,
        outputs: outputs.map((output) => ({ ...output })),
        differences: [],
        warnings: [],
      },
      problems: concluded.problems,
    };
  } finally {
    run.held.release();
  }
}
