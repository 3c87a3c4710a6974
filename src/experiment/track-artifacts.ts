import type { Artifact } from './artifact-manager.js';
import { ExperimentContext } from './experiment-context.js';
import type { ExperimentOptions } from './experiment-options.js';
import { outputName } from './output-name.js';
import { reproducible } from './reproducible.js';
import { surroundingRun } from './surrounding-run.js';
import { exactReference, type UsedArtifact } from './used-artifact.js';

export interface TrackOptions<K extends string> extends ExperimentOptions {
  /**
   * Keys of what the function returns; each is kept as an artifact: `model` as `model-<run id>`, `metrics` as
   * `<stage>_metrics`, `evaluation` as `eval-<model>-on-<dataset>-<version>` of the inputs, any other under its own name.
   */
  readonly outputs?: readonly K[] | undefined;
  /** Stage of the work, for names; default: the first word of the run's name. */
  readonly stage?: string | undefined;
}

/** A file or folder among what a function returns. Everything else is kept as an artifact's data is. */
export interface OutputFile {
  readonly filePath: string;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/**
 * The same function, of each call of which is recorded what it used and what it made from that. Inside a run it belongs to
 * that run; else each call is a run, as by {@link reproducible}.
 * @example
 * const train = trackArtifacts({ name: 'sft_training', inputs: ['dataset-cota_sft:v1'], outputs: ['model', 'metrics'] },
 *   async (config: Config) => ({ model: { filePath: 'model.pt' }, metrics: { loss: 0.5 } }));
 */
export function trackArtifacts<
  A extends readonly unknown[],
  K extends string,
  R extends { readonly [key in K]: unknown },
>(
  { outputs = [], stage, inputs = [], ...options }: TrackOptions<K>,
  call: (...parameters: A) => R | Promise<R>,
): (...parameters: A) => Promise<R> {
  const tracked = async (...parameters: A): Promise<R> => {
    const run = ExperimentContext.current();
    const used: UsedArtifact[] = [];
    for (const input of inputs) used.push(await run.useArtifact(input));
    const returned = await call(...parameters);
    const parents = inputs.length === 0 ? undefined : used.map(exactReference);
    for (const key of outputs) {
      const named = outputName(key, { run, stage, inputs: used });
      await run.logArtifact({ ...named, parents, ...contentOf(returned[key]) });
    }
    return returned;
  };
  const alone = reproducible({ name: call.name === '' ? undefined : call.name, ...options }, tracked);
  return (...parameters) => (surroundingRun() === undefined ? alone(...parameters) : tracked(...parameters));
}

function contentOf(value: unknown): Pick<Artifact, 'data'> | OutputFile {
  return isOutputFile(value) ? value : { data: value };
}

function isOutputFile(value: unknown): value is OutputFile {
  if (typeof value !== 'object' || value === null || !('filePath' in value)) return false;
  const known = new Set(['filePath', 'metadata', 'aliases']);
  return typeof value.filePath === 'string' && Object.keys(value).every((key) => known.has(key));
}
