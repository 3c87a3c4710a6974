import { createReadStream, existsSync } from 'node:fs';
import { PixelisError, problemOf } from '#errors/index.js';
import { summarizeSeries } from '#model/summarize-series.js';
import type { EndState, Reproduction, UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, RunResult } from '#schema/index.js';
import { madeBy } from './active-run.js';
import { finishRun } from './finish-run.js';
import type { RepositoryContext } from './repository-context.js';
import { addOutputs } from './run-outputs.js';
import type { RunRequest } from './run-request.js';
import { stageFiles } from './stage-files.js';
import type { StartedRun } from './start-run.js';

export interface Conclusion {
  readonly run: StartedRun;
  readonly outcome: {
    readonly state: EndState;
    readonly reason?: string | undefined;
    readonly exitCode?: number | undefined;
    readonly signal?: string | undefined;
  };
  readonly problems: readonly Problem[];
  readonly reproduces?: Reproduction | undefined;
}

/**
 * Brings a run to its end: its declared outputs become versions if it completed, its record is written and staged, and
 * committed where that was asked for. Whoever cancels the command cancels none of this.
 */
export async function concludeRun(
  context: RepositoryContext,
  { run, outcome, problems, reproduces }: Conclusion,
  request: Pick<RunRequest, 'commit' | 'onProgress'>,
): Promise<RunResult> {
  const options: TaskOptions = { onProgress: request.onProgress };
  const { start, held, redactor, outputs, files } = run;
  const ended = context.now();
  const made =
    outcome.state === 'COMPLETED' && outputs.length > 0
      ? await addOutputs(
          context,
          { outputs, step: await lastStep(held.live.metrics), madeBy: madeBy({ start, live: held.live }) },
          options,
        )
      : { added: [], staged: [], problems: [] };
  const left = outcome.state === 'COMPLETED' || outputs.length === 0 ? [] : [leftOut(outcome.state, outputs.length)];
  const finished = await finishRun(
    context,
    { held, ending: { ...outcome, ended, outputs: made.added, reproduces }, redactor },
    options,
  );
  const written = [...files, ...made.staged, ...(finished === undefined ? [] : [finished.path])];
  const staged = await stageFiles(context, written, options);
  const message = `Run ${start.run}${start.name === undefined ? '' : ` (${start.name})`}: ${outcome.state}`;
  const commit = request.commit === true ? await context.git.commit(message, { ...options, paths: staged }) : undefined;
  const record = finished?.record;
  return {
    pixelis: 1,
    command: 'run',
    run: start.run,
    ...(start.name === undefined ? {} : { name: start.name }),
    state: outcome.state,
    ...(record?.reason === undefined ? {} : { reason: record.reason }),
    ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    ...(outcome.signal === undefined ? {} : { signal: outcome.signal }),
    seconds: record?.seconds ?? 0,
    captureLevel: start.captureLevel,
    ...(start.environment === undefined ? {} : { environment: start.environment }),
    ...(finished === undefined ? {} : { record: finished.path }),
    inputs: [...(record?.inputs ?? start.inputs)].map(plain),
    outputs: [...(record?.outputs ?? [])].map(plain),
    staged,
    ...(commit === undefined ? {} : { commit }),
    redacted: (record?.redacted ?? []).reduce((sum, { count }) => sum + count, 0),
    problems: [...problems, ...made.problems],
    warnings: [...run.warnings, ...left],
  };
}

function plain(version: UsedVersion) {
  return { ...version };
}

/** The highest step that was logged; undefined where none was. */
async function lastStep(file: string): Promise<number | undefined> {
  if (!existsSync(file)) return undefined;
  const { metrics } = await summarizeSeries(createReadStream(file));
  const steps = Object.values(metrics).flatMap(({ step }) => step ?? []);
  return steps.length === 0 ? undefined : Math.max(...steps);
}

function leftOut(state: EndState, count: number): Problem {
  const what = count === 1 ? 'its output was' : `its ${count} outputs were`;
  return problemOf(
    new PixelisError(
      'run.outputs-left-out',
      `the run ${state === 'FAILED' ? 'failed' : 'was interrupted'}: ${what} not put under version`,
      {
        hint: 'what is good of it can be added by hand: pixelis add PATH',
      },
    ),
    {},
  );
}
