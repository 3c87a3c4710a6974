import { PixelisError } from '#errors/index.js';
import { formatEvaluationName } from '#model/naming.js';
import type { VersionSummary } from '#schema/index.js';

interface Circumstances {
  readonly run: { readonly id: string; readonly name: string | undefined };
  readonly stage: string | undefined;
  /** What it was made from. */
  readonly inputs: readonly VersionSummary[];
}

/** Name and type, by convention, of what a function returned under a key. @throws `usage.invalid-argument` */
export function outputName(
  key: string,
  { run, stage, inputs }: Circumstances,
): { readonly name: string; readonly type?: string } {
  switch (key) {
    case 'model':
      return { name: `model-${run.id}`, type: 'model' };
    case 'metrics':
      return { name: `${stage ?? stageOf(run.name)}_metrics`, type: 'metrics' };
    case 'evaluation':
      return { name: evaluationName(inputs), type: 'evaluation' };
    default:
      return { name: key };
  }
}

/** `sft` of `sft_training` */
function stageOf(name: string | undefined): string {
  return /[A-Za-z0-9]+/.exec(name ?? '')?.[0].toLowerCase() ?? 'run';
}

function evaluationName(inputs: readonly VersionSummary[]): string {
  const models = inputs.filter(({ type }) => type === 'model' || type === 'checkpoint');
  const datasets = inputs.filter(({ type }) => type === 'dataset');
  const [model] = models;
  const [dataset] = datasets;
  if (model !== undefined && dataset !== undefined && models.length === 1 && datasets.length === 1) {
    return formatEvaluationName({ model: model.artifact, dataset: dataset.artifact, datasetVersion: dataset.version });
  }
  throw new PixelisError(
    'usage.invalid-argument',
    `an evaluation is of one model on one dataset; the inputs have ${models.length} and ${datasets.length}`,
    { hint: 'name both in inputs, or return the result under its whole name: eval-<model>-on-<dataset>-<version>' },
  );
}
