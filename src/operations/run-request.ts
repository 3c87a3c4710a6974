import { isRunId, type CaptureLevel } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { unusable } from './add-plan.js';

/** What is asked of a run; as the public `RunOptions`. */
export interface RunRequest extends TaskOptions {
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly inputs?: readonly string[] | undefined;
  readonly outputs?: readonly string[] | undefined;
  readonly config?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly seed?: number | undefined;
  readonly parent?: string | undefined;
  readonly captureLevel?: CaptureLevel | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly commit?: boolean | undefined;
  readonly monitorSeconds?: number | undefined;
  /** The run that this one goes on with. */
  readonly resumes?: string | undefined;
}

/** @throws `usage.invalid-argument` */
export function checkRunRequest({ id, name, tags = [], seed, captureLevel, monitorSeconds }: RunRequest): void {
  if (id !== undefined && !isRunId(id))
    throw unusable(
      `'${id}' cannot be the id of a run`,
      'an id has letters, digits, dashes and underscores, 64 at most',
    );
  if (name !== undefined && (name.trim() === '' || name.length > 200))
    throw unusable('the name of a run has 1 to 200 characters', 'give it another --name');
  for (const tag of tags) {
    if (tag === '' || tag.length > 200) throw unusable('a tag has 1 to 200 characters', 'leave it out');
  }
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw unusable(`seed '${seed}' is not a whole number`, 'give one such as --seed 42');
  if (captureLevel !== undefined && ![1, 2, 3].includes(captureLevel))
    throw unusable(
      `capture level '${String(captureLevel)}' is none`,
      'there are 1 (basic), 2 (standard), 3 (complete)',
    );
  if (monitorSeconds !== undefined && !(monitorSeconds >= 0.1 && monitorSeconds <= 86_400))
    throw unusable(`a sample every '${monitorSeconds}' seconds cannot be taken`, 'give 0.1 to 86400 seconds');
}

/** An output as it is asked for: `PATH`, or `PATH=NAME`; `{run_id}` and `{step}` are replaced when they are known. */
export interface WantedOutput {
  readonly path: string;
  readonly name: string | undefined;
}

/** @throws `usage.invalid-argument` */
export function parseOutput(text: string): WantedOutput {
  const [, path = text, name] = /^(.+)=([^=/]+)$/.exec(text) ?? [];
  if (path === '') throw unusable('an output has no path', 'name a file or a folder: --output models/final.pt');
  for (const [, word] of text.matchAll(/\{([^{}]*)\}/g)) {
    if (word !== 'run_id' && word !== 'step')
      throw unusable(`'{${word}}' in output '${text}' stands for nothing`, 'there are {run_id} and {step}');
  }
  return { path, name };
}

export function fillIn(text: string, { run, step }: { readonly run: string; readonly step?: number | undefined }) {
  return text.replaceAll('{run_id}', run).replaceAll('{step}', String(step ?? 0));
}
