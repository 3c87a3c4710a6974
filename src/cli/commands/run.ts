import { PixelisError, type RunningCommand, type RunResult } from '../../index.js';
import { defineCommand, type Session } from '../command.js';
import { command, dryRun, flag, text, texts } from '../options.js';
import { parseAssignments } from '../parse-assignments.js';
import { renderRun } from '../render/run.js';
import { exitCodeOfSignal } from '../signals.js';

export const run = defineCommand({
  name: 'run',
  summary: 'execute a command, and record all that its results came from',
  details:
    'Records command, code (commit, changed and untracked files), environment, configuration, seed, inputs, outputs, metrics, what the command says, and how it ends. Outputs become versions when it succeeds, with the inputs as their parents. The record lies in .pixelis/runs and is staged for git.\nThe exit code is that of the command, and signals reach it. Inside it, PIXELIS_RUN_ID, PIXELIS_METRICS_FILE, PIXELIS_PARAMS and PIXELIS_SEED are set, and what pixelis add, get and metrics log do belongs to the run.',
  operands: [command('CMD', 'the command and its arguments')],
  options: {
    name: text('NAME', 'what you call the run'),
    id: text('ID', 'its id; default: a fresh one'),
    input: texts('REF', 'a version or tracked path that it uses; REF=ROLE says as what', { complete: 'target' }),
    output: texts('PATH[=NAME]', 'a file or folder that it makes; {run_id} and {step} are filled in', {
      complete: 'path',
    }),
    config: text('FILE', 'configuration, YAML or JSON: its values are recorded as parameters', { complete: 'path' }),
    param: texts('K=V', 'a parameter; V is read as JSON where it is JSON'),
    seed: text('N', 'the seed, told to the command as PIXELIS_SEED'),
    captureLevel: text('LEVEL', '1 basic, 2 standard, 3 complete', { complete: ['1', '2', '3'] }),
    tag: texts('TAG', 'a word to find it by'),
    allow: texts('NAME', 'a variable, parameter or file to be recorded though it looks like a secret'),
    monitor: text('SECONDS', 'sample the use of processors, memory and GPUs at this interval'),
    commit: flag('commit the records when the run has ended'),
    dryRun,
  },
  examples: [
    {
      command: 'pixelis run --input data/train --output models/final.pt -- python train.py --epochs 3',
      explanation: 'the model becomes a version, made from the data',
    },
    {
      command: 'pixelis run --config configs/sft.yaml --seed 42 --name sft_baseline --tag paper -- python train.py',
      explanation: 'with parameters from a file, a seed, a name and a tag',
    },
    {
      command: "pixelis run --output 'models/sft.pt=model-sft-{run_id}' --capture-level 3 --monitor 10 -- ./train.sh",
      explanation: 'a model named after its run, everything captured, the machine watched',
    },
  ],
  standsAside: true,
  async run({ operands, options }, session): Promise<RunResult> {
    const { input, output, param, tag, seed, captureLevel, monitor, ...others } = options;
    const request = {
      ...session.task,
      ...others,
      inputs: input,
      outputs: output,
      params: parseAssignments('--param', param),
      tags: tag,
      seed: numberOf('--seed', seed),
      captureLevel: numberOf('--capture-level', captureLevel) as 1 | 2 | 3 | undefined,
      monitorSeconds: numberOf('--monitor', monitor),
    };
    const { runs } = await session.repository();
    return executing(session, (hooks) => runs.execute(operands, { ...request, ...hooks }));
  },
  render: renderRun,
  exitCode: exitCodeOfRun,
});

/** That of its command, or the one that shells have for the signal that ended it. */
export function exitCodeOfRun({ exitCode, signal }: RunResult): number | undefined {
  return exitCode ?? (signal === undefined ? undefined : exitCodeOfSignal(signal));
}

interface ExecutionHooks {
  readonly onOutput: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => Promise<void>;
  readonly onStart: (running: RunningCommand) => void;
}

/** While a command is executed, its output is ours, and our signals are its own. */
export async function executing<R>(session: Session, execute: (hooks: ExecutionHooks) => Promise<R>): Promise<R> {
  let release = () => {};
  try {
    return await execute({
      onOutput: (chunk, stream) => session.passOn(chunk, stream),
      onStart: (running) => {
        release = session.takeSignals((signal) => running.kill(signal));
      },
    });
  } finally {
    release();
  }
}

export function numberOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (Number.isFinite(value)) return value;
  throw new PixelisError('usage.invalid-argument', `'${option} ${given}' is no number`, {
    hint: 'give one such as 10 or 0.5',
  });
}
