import { test } from 'tap';
import { searchVersions } from '#operations/search-versions.js';
import { makeOperationContext } from '../support/operation-context.js';

async function makeVersions(t: Parameters<typeof makeOperationContext>[0]) {
  let minute = 0;
  const fixture = await makeOperationContext(t, { now: () => new Date(Date.UTC(2026, 2, 1, 9, minute++)) });
  const { repository, pixelis } = fixture;
  await repository.write('cota.csv', 'a');
  await pixelis.add(['cota.csv'], { name: 'dataset-cota_sft', type: 'dataset', metadata: { source: 'Cota lab' } });
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], {
    name: 'model-run1',
    type: 'model',
    metadata: { accuracy: 0.8 },
    parents: ['dataset-cota_sft'],
  });
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin'], { metadata: { accuracy: 0.95, tags: ['big'] }, aliases: ['best'] });
  return {
    ...fixture,
    found: async (expression: string) =>
      (await searchVersions(fixture.context, expression)).versions.map(
        ({ artifact, version }) => `${artifact}:v${version}`,
      ),
  };
}

void test('an expression over the fields of a version finds those for which it holds, newest first', async (t) => {
  const { found } = await makeVersions(t);
  t.strictSame(await found('metadata.accuracy > 0.5'), ['model-run1:v2', 'model-run1:v1']);
  t.strictSame(await found('type = "model" and metadata.accuracy > 0.9'), ['model-run1:v2']);
  t.strictSame(await found('"dataset-cota_sft" in parents.artifact'), ['model-run1:v1']);
  t.strictSame(await found('isLatest'), ['model-run1:v2', 'dataset-cota_sft:v1']);
  t.strictSame(await found('"best" in aliases'), ['model-run1:v2']);
  t.strictSame(await found('metadata.tags'), ['model-run1:v2']);
  t.strictSame(await found('$contains(created, "2026-03") and size = 1'), ['dataset-cota_sft:v1']);
  t.strictSame(await found('metadata.nothing'), []);
});

void test('a bare word or a text in quotes is looked for in names and metadata', async (t) => {
  const { found } = await makeVersions(t);
  t.strictSame(await found('cota'), ['dataset-cota_sft:v1']);
  t.strictSame(await found('dataset-cota_sft'), ['dataset-cota_sft:v1']);
  t.strictSame(await found('"cota lab"'), ['dataset-cota_sft:v1']);
  t.strictSame(await found('model-run1'), ['model-run1:v2', 'model-run1:v1']);
  t.strictSame(await found('accuracy'), ['model-run1:v2', 'model-run1:v1']);
  t.strictSame(await found('best'), ['model-run1:v2']);
});

void test('an expression that cannot be read is refused with the position', async (t) => {
  const { context } = await makeVersions(t);
  await t.rejects(searchVersions(context, 'metadata.accuracy > > 1'), {
    code: 'expression.invalid',
    data: { position: 21 },
  });
  await t.rejects(searchVersions(context, '$nothing(1)'), { code: 'expression.invalid' });
});

void test('an expression that never ends is stopped', async (t) => {
  const { context } = await makeVersions(t);
  const endless = '($f := function($x) { $f($x) }; $f(1))';
  await t.rejects(searchVersions(context, endless), { code: 'expression.invalid', message: /timeout/ });
  await t.rejects(searchVersions(context, '[1..9999999]'), { code: 'expression.invalid' });
});

void test('a version to which the expression cannot be applied is left out with a warning', async (t) => {
  const { context } = await makeVersions(t);
  const { versions, warnings } = await searchVersions(context, 'metadata.source > 3 or metadata.accuracy = 0.8');
  t.strictSame(
    versions.map(({ artifact, version }) => [artifact, version]),
    [['model-run1', 1]],
  );
  t.match(warnings, [{ code: 'expression.invalid', message: /1 versions, the first is 'dataset-cota_sft:v1'/ }]);
});
