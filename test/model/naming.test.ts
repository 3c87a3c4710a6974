import { test } from 'tap';
import fc from 'fast-check';
import { isArtifactName } from '#model/artifact-name.js';
import { artifactTypes, parseArtifactType } from '#model/artifact-type.js';
import { deriveName, deriveNames } from '#model/derive-name.js';
import { checkName, formatEvaluationName, parseEvaluationName } from '#model/naming.js';
import { suggestClosest } from '#model/suggest-closest.js';

const good: Readonly<Record<string, readonly string[]>> = {
  dataset: ['dataset-cota_sft', 'dataset-custom_benchmark', 'dataset-a.b-c'],
  model: ['model-2x3y5z7q', 'model-abc123def', 'model-rft-def456', 'model_shard_rank_0', 'model_shard_rank_12'],
  checkpoint: ['checkpoint_step_1000', 'checkpoint_epoch_5', 'checkpoint_best'],
  evaluation: ['eval-model-2x3y5z7q-on-dataset-mmvet-v1', 'eval-model-ttrl-ghi789-on-dataset-cota_sft-v12'],
  metrics: ['sft_metrics', 'sft_metrics_epoch_1', 'rft_metrics_episode_100', 'online_metrics_step_5000'],
  experience_buffer: ['experience_buffer_1234567890'],
  other: ['anything.goes', '_x'],
  log: ['train'],
};

void test('the names of the guide follow the conventions', async (t) => {
  for (const [type, names] of Object.entries(good)) {
    for (const name of names) t.same(checkName({ name, type }), { ok: true }, name);
  }
});

void test('a name against the convention is answered with the form and a name that follows it', async (t) => {
  const mended: readonly (readonly [string, string, string | undefined])[] = [
    ['dataset', 'train', 'dataset-train'],
    ['dataset', 'data_train', 'dataset-train'],
    ['dataset', 'Datasets/été 1', 'dataset-ete_1'],
    ['model', 'classifier', 'model-classifier'],
    ['model', 'model_final', 'model-final'],
    ['checkpoint', 'step1000', 'checkpoint_step_1000'],
    ['checkpoint', 'Epoch 5', 'checkpoint_epoch_5'],
    ['checkpoint', 'checkpoint_final', 'checkpoint_best'],
    ['checkpoint', 'abc', undefined],
    ['evaluation', 'evaluation-m-on-d:v1', 'eval-m-on-d-v1'],
    ['evaluation', 'eval-m', undefined],
    ['metrics', 'sft-metrics', 'sft_metrics'],
    ['metrics', 'loss', 'loss_metrics'],
    ['metrics', 'metrics', 'run_metrics'],
    ['experience_buffer', 'buffer-1234567890', 'experience_buffer_1234567890'],
    ['experience_buffer', 'buffer', undefined],
    ['other', 'a b/c', 'a_b_c'],
  ];
  for (const [type, name, corrected] of mended) {
    const answer = checkName({ name, type });
    t.match(answer, { ok: false, expected: String }, name);
    if (!answer.ok) t.equal(answer.corrected, corrected, name);
  }
});

void test('a corrected name follows the convention, whatever was typed', async (t) => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^(?:data|model|step|metrics|eval|-|_|\d|:v1){0,8}$/),
  );
  const mending = fc.property(text, fc.constantFrom(...artifactTypes), (name, type) => {
    const answer = checkName({ name, type });
    if (answer.ok) return isArtifactName(name);
    return answer.corrected === undefined || checkName({ name: answer.corrected, type }).ok;
  });
  t.doesNotThrow(() => fc.assert(mending, { numRuns: 2000 }));
});

void test('a custom type has the pattern that its project declares', async (t) => {
  const customTypes = new Map([
    ['prompt', { pattern: 'prompt-[a-z]+(?:-\\d+)?', example: 'prompt-summary' }],
    ['anything', {}],
  ]);
  t.same(checkName({ name: 'prompt-x-1', type: 'prompt', customTypes }), { ok: true });
  t.same(checkName({ name: 'a prompt-x', type: 'prompt', customTypes }), {
    ok: false,
    expected: 'prompt-[a-z]+(?:-\\d+)?',
    corrected: 'prompt-summary',
  });
  t.same(checkName({ name: 'x', type: 'anything', customTypes }), { ok: true });
  t.equal(parseArtifactType('prompt', customTypes), 'prompt');
});

void test('a pattern that is none, or could take for ever, is refused', async (t) => {
  const patterns = [
    '(',
    '[',
    '(a+)+',
    '(a|a)*b',
    '(?:a*)*',
    '((a+)b?)+',
    '(a)\\1',
    '(?=a)b',
    'a*a*a*a*a*',
    '(a{1,9}){1,9}',
    'a?'.repeat(13),
  ];
  for (const pattern of patterns) {
    const customTypes = new Map([['t', { pattern }]]);
    t.throws(() => checkName({ name: 'a', type: 't', customTypes }), { code: 'config.invalid' }, pattern);
  }
  const fine = ['a+', '[a-z]+-\\d{4}', '(?:a|b)-x', '(ab){3}', '\\(a', '[(+]+', 'v\\d+\\.\\d+'];
  t.same(
    fine.filter((pattern) => checkName({ name: 'zz', type: 't', customTypes: new Map([['t', { pattern }]]) }).ok),
    [],
  );
});

void test('a type that is not known is answered with the closest', async (t) => {
  t.throws(() => parseArtifactType('datset'), { code: 'usage.invalid-argument', hint: "did you mean 'dataset'?" });
});

void test('the name of an evaluation says which model and which version of which dataset', async (t) => {
  t.same(parseEvaluationName('eval-model-2x3y5z7q-on-dataset-mmvet-v1'), {
    model: 'model-2x3y5z7q',
    dataset: 'dataset-mmvet',
    datasetVersion: 1,
  });
  t.same(parseEvaluationName('eval-model-a-on-b-on-dataset-c-on-d-v2'), {
    model: 'model-a-on-b',
    dataset: 'dataset-c-on-d',
    datasetVersion: 2,
  });
  t.same(parseEvaluationName('eval-a-on-b-on-c-v2'), { model: 'a-on-b', dataset: 'c', datasetVersion: 2 });
  const others = ['eval-a-v1', 'eval-a-on-b', 'eval-a-on-b-v0', 'eval--on-b-v1', 'eval-a-on--v1', 'a-on-b-v1'];
  t.same(
    others.map(parseEvaluationName),
    others.map(() => undefined),
  );
  const name = { model: 'model-x', dataset: 'dataset-y', datasetVersion: 7 };
  t.same(parseEvaluationName(formatEvaluationName(name)), name);
});

void test('type and name are derived from a path', async (t) => {
  const derived: Readonly<Record<string, string>> = {
    'data/train': 'dataset dataset-train',
    'data/train.csv': 'dataset dataset-train',
    'data/cota_sft': 'dataset dataset-cota_sft',
    data: 'dataset dataset-data',
    'images.tar.gz': 'dataset dataset-images',
    'data/v1.0': 'dataset dataset-v1.0',
    'models/classifier.pt': 'model model-classifier',
    'out/net.safetensors': 'model model-net',
    'models/bert': 'model model-bert',
    'checkpoints/step_1000.pt': 'checkpoint checkpoint_step_1000',
    'runs/checkpoint_best.ckpt': 'checkpoint checkpoint_best',
    'checkpoints/first.pt': 'model model-first',
    'results/sft_metrics.json': 'metrics sft_metrics',
    'logs/train.log': 'log train',
    'Données/Été 2024.csv': 'dataset dataset-ete_2024',
  };
  const actual = Object.keys(derived).map((path) => [path, `${deriveName(path).type} ${deriveName(path).name}`]);
  t.same(Object.fromEntries(actual), derived);
});

void test('longer names are at hand where the short one is taken', async (t) => {
  t.same(
    deriveNames('out/a/train').map(({ name }) => name),
    ['dataset-train', 'dataset-a-train', 'dataset-out-a-train'],
  );
});

void test('a derived name follows the convention for every path, and other scripts keep names apart', async (t) => {
  const path = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('data', 'checkpoints', 'metrics', 'x.pt', '日本')),
    { maxLength: 4 },
  );
  const following = fc.property(path, (components) => {
    const names = deriveNames(components.join('/'));
    return names.length > 0 && names.every((item) => checkName(item).ok);
  });
  t.doesNotThrow(() => fc.assert(following, { numRuns: 1000 }));
  t.not(deriveName('data/日本').name, deriveName('data/中国').name);
  t.not(deriveName('data/日本_1').name, deriveName('data/中国_1').name);
});

void test('a slip of the finger is answered with what was meant', async (t) => {
  const names = ['dataset-mmvet', 'dataset-cota_sft', 'model-2x3y', 'model-abc'];
  t.same(suggestClosest('dataset-mmvte', names), ['dataset-mmvet']);
  t.same(suggestClosest('cota', names), ['dataset-cota_sft']);
  t.same(suggestClosest('Model-2x3y', names), ['model-2x3y']);
  t.same(suggestClosest('zzzzzz', names), []);
  t.same(suggestClosest('', names), []);
});
