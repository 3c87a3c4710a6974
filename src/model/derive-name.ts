import type { BuiltInType } from './artifact-type.js';
import { checkName } from './naming.js';
import { slugOf } from './slug.js';

export interface DerivedName {
  readonly type: BuiltInType;
  readonly name: string;
}

/** Type and name for what lies at a path: `data/train.csv` is `dataset-train`. The name follows the convention. */
export function deriveName(path: string): DerivedName {
  return deriveNames(path)[0] as DerivedName;
}

/**
 * Names for what lies at a path, the shortest first. The longer ones, with folders of the path in them, are for where the
 * shorter are taken: `out/a/train` is `dataset-train`, `dataset-a-train` or `dataset-out-a-train`.
 */
export function deriveNames(path: string): readonly DerivedName[] {
  const components = path.split('/').filter((component) => component !== '');
  const type = typeOf(components);
  const stem = stemOf(components.at(-1) ?? '');
  const names = components.map((_, index) => {
    const folders = components.slice(components.length - 1 - index, -1);
    return conventional(type, slugOf([...folders, stem].join('-'), 150).toLowerCase());
  });
  const fitting = [...new Set(names.filter((name) => name !== undefined))];
  if (fitting.length > 0) return fitting.map((name) => ({ type, name }));
  // The form of the type asks for what the path does not say, such as the number of a step.
  const other = isModelFile(components.at(-1) ?? '') ? 'model' : 'dataset';
  return [{ type: other, name: conventional(other, slugOf(stem, 150).toLowerCase()) ?? `${other}-${other}` }];
}

const modelEnding = /\.(?:pt|pth|safetensors|onnx|ckpt|gguf|ggml|joblib|pkl|pickle|h5|hdf5|keras|tflite|pb|mlmodel)$/i;

function isModelFile(name: string): boolean {
  return modelEnding.test(name);
}

/** By the words of the path; the first that fits. */
const words: readonly (readonly [BuiltInType, RegExp])[] = [
  ['experience_buffer', /^experience_?buffers?$/],
  ['checkpoint', /^(?:checkpoints?|ckpts?)$/],
  ['metrics', /^metrics$/],
  ['model', /^(?:models?|weights)$/],
  ['log', /^logs?$/],
  ['dataset', /^(?:data|datasets?)$/],
];

function typeOf(components: readonly string[]): BuiltInType {
  const file = components.at(-1) ?? '';
  const all = new Set(
    components
      .flatMap((component) => [component, ...component.split(/[^A-Za-z0-9]+/)])
      .map((word) => word.toLowerCase()),
  );
  const byWords = words.find(([, pattern]) => [...all].some((word) => pattern.test(word)))?.[0];
  // A checkpoint is a model too, by its ending; a folder called data says less than the ending of a file in it.
  if (byWords === 'checkpoint' || byWords === 'metrics' || byWords === 'experience_buffer') return byWords;
  if (isModelFile(file)) return 'model';
  if (/\.log$/i.test(file)) return 'log';
  return byWords ?? 'dataset';
}

/** The name of a file without its ending. What begins with a digit is no ending: `v1.0`. */
function stemOf(component: string): string {
  return component.replace(/(?<=.)(?:\.tar)?\.[A-Za-z][A-Za-z0-9]{0,11}$/, '');
}

function conventional(type: BuiltInType, slug: string): string | undefined {
  const answer = checkName({ name: slug, type });
  return answer.ok ? slug : answer.corrected;
}
