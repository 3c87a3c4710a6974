import { throwIfInterrupted } from '#errors/index.js';
import type { RunOptions } from '../runs.js';
import type { ExperimentOptions } from './experiment-options.js';
import { openChoice } from './open-choice.js';
import { RunScope } from './run-scope.js';
import { surroundingRun } from './surrounding-run.js';

/** Begins a run in the repository that was chosen. @throws as `Runs.start`, and `interrupted` */
export async function startScope(options: ExperimentOptions): Promise<RunScope> {
  throwIfInterrupted(options.signal);
  const chosen = await openChoice(options);
  try {
    const run = await chosen.repository.runs.start(runOptions(options));
    return new RunScope(run, chosen, options);
  } catch (error) {
    await chosen.release();
    throw error;
  }
}

function runOptions(options: ExperimentOptions): RunOptions {
  const { name, runId, config, captureLevel, tags, seed, inputs, allow, commit, monitorHardware } = options;
  return {
    name,
    id: runId,
    ...(typeof config === 'string' ? { config } : { params: { ...config } }),
    captureLevel,
    tags,
    seed,
    inputs,
    allow,
    commit,
    monitorSeconds: monitorHardware === false ? undefined : monitorHardware,
    parent: options.parentRunId ?? surroundingRun()?.scope.run.id,
    signal: options.signal,
    onProgress: options.onProgress,
  };
}
