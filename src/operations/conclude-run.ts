import { createReadStream, existsSync } from 'node:fs';
import { diskError, isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { appendRunEvent } from '#live-run/run-events.js';
import { summarizeSeries } from '#model/summarize-series.js';
import type { EndState, Reproduction, RunStart, UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, RunResult } from '#schema/index.js';
import { finishRun } from './finish-run.js';
import type { RepositoryContext } from './repository-context.js';
import { addOutputs, outputPaths } from './run-outputs.js';
import type { RunRequest } from './run-request.js';
import { stageFiles, whileNobodyStages } from './stage-files.js';
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
  /** Versions that it made beside its declared outputs. */
  readonly alsoMade?: readonly UsedVersion[] | undefined;
  /** When its command ended; default: now. */
  readonly ended?: Date | undefined;
}

/**
 * Brings a run to its end: its declared outputs become versions if it completed, its record is written and staged, and
 * committed where that was asked for. Whoever cancels the command cancels none of this. What cannot be written is told among
 * the problems, and the next command tries again.
 */
export async function concludeRun(
  context: RepositoryContext,
  { run, outcome, problems, reproduces, alsoMade = [], ended = context.now() }: Conclusion,
  request: Pick<RunRequest, 'commit' | 'onProgress'>,
): Promise<RunResult> {
  const options: TaskOptions = { onProgress: request.onProgress };
  const { start, held, redactor, outputs, files } = run;
  const isComplete = outcome.state === 'COMPLETED';
  const failures: Problem[] = [];
  const attempt = async <Done>(work: () => Done | Promise<Done>, asError?: Explain): Promise<Done | undefined> => {
    try {
      return await work();
    } catch (thrown) {
      const error = diskError(thrown, held.live.folder);
      if (!isPixelisError(error)) throw error;
      failures.push(problemOf(asError?.(error) ?? error));
      return undefined;
    }
  };
  const declared = isComplete && outputs.length > 0 ? outputs : [];
  const step = declared.length === 0 ? undefined : await attempt(() => lastStep(held.live.metrics));
  const paths = outputPaths(context, { run: start.run, outputs: declared, step });
  await attempt(() =>
    appendRunEvent(held.live, { kind: 'end', ...outcome, ended: ended.toISOString(), outputs: paths }),
  );
  const made = await attempt(() =>
    addOutputs(context, { run: { start, live: held.live }, outputs: declared, step }, options),
  );
  const finished = await attempt(
    () =>
      finishRun(
        context,
        { held, ending: { ...outcome, ended, outputs: [...(made?.added ?? []), ...alsoMade], reproduces }, redactor },
        options,
      ),
    (error) => notWritten(start.run, error),
  );
  const written = [...files, ...(made?.staged ?? []), ...(finished === undefined ? [] : [finished.path])];
  const staged = (await attempt(() => stageFiles(context, written, options), notStaged)) ?? [];
  if (finished !== undefined) await attempt(() => held.end());
  const commit =
    request.commit === true && staged.length > 0
      ? await attempt(() => commitFiles(context, { run: start, state: outcome.state, paths: staged }))
      : undefined;
  const record = finished?.record;
  return {
    pixelis: 1,
    command: 'run',
    dryRun: false,
    run: start.run,
    ...(start.name === undefined ? {} : { name: start.name }),
    state: outcome.state,
    ...(record?.reason === undefined ? {} : { reason: record.reason }),
    ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    ...(outcome.signal === undefined ? {} : { signal: outcome.signal }),
    seconds: Math.max(0, ended.getTime() - Date.parse(start.started)) / 1000,
    captureLevel: start.captureLevel,
    ...(start.environment === undefined ? {} : { environment: start.environment }),
    ...(finished === undefined ? {} : { record: finished.path }),
    inputs: [...(record?.inputs ?? start.inputs)].map(plain),
    outputs: [...(record?.outputs ?? [])].map(plain),
    staged,
    ...(commit === undefined ? {} : { commit }),
    redacted: (record?.redacted ?? []).reduce((sum, { count }) => sum + count, 0),
    problems: [...problems, ...(made?.problems ?? []), ...failures],
    warnings: [
      ...run.warnings,
      ...(made?.warnings ?? []),
      ...(isComplete || outputs.length === 0 ? [] : [leftOut(outcome.state, outputs.length)]),
    ],
  };
}

type Explain = (error: PixelisError) => PixelisError;

function notWritten(run: string, error: PixelisError): PixelisError {
  return new PixelisError(error.code, `the record of run '${run}' could not be written: ${error.message}`, {
    hint: `${error.hint === undefined ? '' : `${error.hint}; `}the next pixelis command in this worktree writes it`,
    data: error.data,
    cause: error,
  });
}

function notStaged(error: PixelisError): PixelisError {
  return new PixelisError(error.code, `what the run wrote could not be staged: ${error.message}`, {
    hint: 'stage it later: git add .pixelis',
    data: error.data,
    cause: error,
  });
}

async function commitFiles(
  { git }: RepositoryContext,
  {
    run: { run, name },
    state,
    paths,
  }: { readonly run: Pick<RunStart, 'run' | 'name'>; readonly state: EndState; readonly paths: readonly string[] },
): Promise<string> {
  const message = `Run ${run}${name === undefined ? '' : ` (${name})`}: ${state}`;
  return whileNobodyStages(git, () => git.commit(message, { paths }), {});
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
