import { isArtifactName, maxNameLength } from './artifact-name.js';
import { type BuiltInType, type CustomTypes, isBuiltInType } from './artifact-type.js';
import { compileNamePattern } from './name-pattern.js';
import { slugOf } from './slug.js';

export interface NameQuestion {
  readonly name: string;
  readonly type: string;
  readonly customTypes?: CustomTypes | undefined;
}

/** Whether a name follows the convention of its type. Where it does not: the form, and the name mended where that can be done. */
export type NameAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly expected: string; readonly corrected: string | undefined };

/** @throws `config.invalid` where the pattern of a custom type cannot be used */
export function checkName({ name, type, customTypes }: NameQuestion): NameAnswer {
  const custom = customTypes?.get(type);
  if (custom !== undefined) {
    const { pattern, example } = custom;
    const isFitting = isArtifactName(name) && (pattern === undefined || compileNamePattern(type, pattern).test(name));
    return isFitting ? { ok: true } : { ok: false, expected: pattern ?? anyName, corrected: example };
  }
  const convention = conventions[isBuiltInType(type) ? type : 'other'];
  if (isArtifactName(name) && convention.pattern.test(name)) return { ok: true };
  const corrected = convention.correct(name);
  const isMended = corrected !== undefined && isArtifactName(corrected) && convention.pattern.test(corrected);
  return { ok: false, expected: convention.form, corrected: isMended ? corrected : undefined };
}

/** What the name of an evaluation says. */
export interface EvaluationName {
  readonly model: string;
  readonly dataset: string;
  readonly datasetVersion: number;
}

/**
 * The parts of `eval-<model artifact>-on-<dataset artifact>-<dataset version>`; undefined where it is none. Where `-on-`
 * stands more than once, the first dataset name that begins with `dataset-` decides, else the last.
 */
export function parseEvaluationName(name: string): EvaluationName | undefined {
  const { middle, version } = /^eval-(?<middle>.+)-v(?<version>[1-9]\d{0,14})$/.exec(name)?.groups ?? {};
  if (middle === undefined) return undefined;
  const conventional = middle.indexOf('-on-dataset-', 1);
  const at = conventional > 0 ? conventional : middle.lastIndexOf('-on-');
  const model = middle.slice(0, Math.max(0, at));
  const dataset = middle.slice(at + '-on-'.length);
  if (at < 1 || !isArtifactName(model) || !isArtifactName(dataset)) return undefined;
  return { model, dataset, datasetVersion: Number(version) };
}

/** The name of the evaluation of a model on a version of a dataset. */
export function formatEvaluationName({ model, dataset, datasetVersion }: EvaluationName): string {
  return `eval-${model}-on-${dataset}-v${datasetVersion}`;
}

interface Convention {
  /** For people. */
  readonly form: string;
  readonly pattern: RegExp;
  /** A name of this form that says what `name` says; it need not be one in the end. */
  readonly correct: (name: string) => string | undefined;
}

const anyName = 'a name of letters, digits, dots, dashes and underscores';
const free: Convention = { form: anyName, pattern: /^/, correct: (name) => slugOf(name, maxNameLength) };

const conventions: Readonly<Record<BuiltInType, Convention>> = {
  dataset: {
    form: 'dataset-<name>',
    pattern: /^dataset-[A-Za-z0-9_]/,
    correct: (name) => `dataset-${bare(name, /^(?:datasets?|data)(?:[-_.]|$)/i) || 'data'}`,
  },
  model: {
    form: 'model-<run_id>, model-<stage>-<run_id> or model_shard_rank_<n>',
    pattern: /^model-[A-Za-z0-9_]|^model_shard_rank_\d+$/,
    correct: (name) => `model-${bare(name, /^models?(?:[-_.]|$)/i) || 'model'}`,
  },
  checkpoint: {
    form: 'checkpoint_step_<n>, checkpoint_epoch_<n> or checkpoint_best',
    pattern: /^checkpoint_(?:(?:step|epoch)_\d+|best)$/,
    correct: (name) => {
      const number = /\d+(?!.*\d)/.exec(name)?.[0];
      if (number === undefined) return /best|final|last/i.test(name) ? 'checkpoint_best' : undefined;
      return `checkpoint_${/epoch/i.test(name) ? 'epoch' : 'step'}_${number}`;
    },
  },
  evaluation: {
    form: 'eval-<model artifact>-on-<dataset artifact>-<dataset version>, such as eval-model-2x3y-on-dataset-mmvet-v1',
    pattern: /^eval-.+-on-.+-v[1-9]\d{0,14}$/,
    correct: (name) => name.replace(/^evaluation-/, 'eval-').replace(/:(v[1-9]\d*)$/, '-$1'),
  },
  metrics: {
    form: '<stage>_metrics or <stage>_metrics_<identifier>',
    pattern: /^[A-Za-z0-9][A-Za-z0-9_]*_metrics(?:_[A-Za-z0-9_.-]+)?$/,
    correct: (name) => {
      const stage = slugOf(name, 100)
        .replace(/[-.]/g, '_')
        .replace(/_*metrics?_*/i, '_');
      return `${stage.replace(/^_+|_+$/g, '') || 'run'}_metrics`;
    },
  },
  experience_buffer: {
    form: 'experience_buffer_<unix time>',
    pattern: /^experience_buffer_\d+$/,
    correct: (name) => {
      const time = /\d{9,}/.exec(name)?.[0];
      return time === undefined ? undefined : `experience_buffer_${time}`;
    },
  },
  config: free,
  environment: free,
  code: free,
  log: free,
  other: free,
};

/** The name as a slug, without the word for its type in front. */
function bare(name: string, prefix: RegExp): string {
  const slug = slugOf(name, 150).replace(prefix, '');
  return /^[A-Za-z0-9_]/.test(slug) ? slug : slug.slice(1);
}
