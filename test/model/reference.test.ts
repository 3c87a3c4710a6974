import { test } from 'tap';
import fc from 'fast-check';
import { isAliasName } from '#model/alias.js';
import { isArtifactName } from '#model/artifact-name.js';
import { formatReference, parseReference, type Reading } from '#model/reference.js';
import { isTreePath } from '#model/tree-path.js';

void test('a name is the newest version, or a path', async (t) => {
  t.same(parseReference('dataset-cota_sft').readings, [
    { kind: 'latest', artifact: 'dataset-cota_sft' },
    { kind: 'path', path: 'dataset-cota_sft' },
  ]);
});

void test('a version has two spellings', async (t) => {
  t.same(first('dataset-cota_sft:v2'), { kind: 'version', artifact: 'dataset-cota_sft', version: 2 });
  t.same(parseReference('dataset-cota_sft-v2').readings.slice(0, 2), [
    { kind: 'latest', artifact: 'dataset-cota_sft-v2' },
    { kind: 'version', artifact: 'dataset-cota_sft', version: 2 },
  ]);
});

void test('a name that ends like a version can have versions itself', async (t) => {
  const name = 'eval-model-2x3y-on-dataset-mmvet-v1';
  t.same(first(name), { kind: 'latest', artifact: name });
  t.same(first(`${name}:v3`), { kind: 'version', artifact: name, version: 3 });
});

void test('an alias is named after a colon; latest is built in', async (t) => {
  t.same(first('dataset-cota_sft:best'), { kind: 'alias', artifact: 'dataset-cota_sft', alias: 'best' });
  t.same(first('dataset-cota_sft:latest'), { kind: 'latest', artifact: 'dataset-cota_sft' });
});

void test('a revision may contain what revisions contain', async (t) => {
  for (const revision of [
    'HEAD~3',
    'HEAD@{1}',
    'origin/feature@x',
    'v1.0^{commit}',
    'HEAD^{/fix //all}',
    'main@{yesterday}',
  ]) {
    t.same(first(`dataset-raw@${revision}`), { kind: 'latest', artifact: 'dataset-raw', revision });
    t.ok(has(`data/train.csv@${revision}`, { kind: 'path', path: 'data/train.csv', revision }), revision);
  }
  t.same(first('dataset-raw:best@v1.0'), { kind: 'alias', artifact: 'dataset-raw', alias: 'best', revision: 'v1.0' });
});

void test('a path may contain an @', async (t) => {
  t.same(parseReference('icons/a@2x.png@v1').readings, [
    { kind: 'path', path: 'icons/a@2x.png@v1' },
    { kind: 'path', path: 'icons/a', revision: '2x.png@v1' },
    { kind: 'path', path: 'icons/a@2x.png', revision: 'v1' },
  ]);
});

void test('a digest may be cut short, and belong to an artifact', async (t) => {
  t.same(parseReference('blake3:6f1a').readings, [{ kind: 'digest', digits: '6f1a' }]);
  t.same(parseReference('dataset-raw@blake3:6F1A').readings, [
    { kind: 'digest', artifact: 'dataset-raw', digits: '6f1a' },
  ]);
});

void test('two slashes lead to a file or folder inside', async (t) => {
  t.same(parseReference('dataset-raw:v1//train/a b.jpg').subpath, 'train/a b.jpg');
  t.same(parseReference('data/raw//train/').subpath, 'train');
  t.same(parseReference('blake3:6f1a//x').readings, [{ kind: 'digest', digits: '6f1a' }]);
});

void test('paths are taken as they are typed', async (t) => {
  for (const path of ['./data', '../data/x', '/home/me/data', 'data/', '.', 'été/日本', 'a b', 'C:\\data']) {
    t.ok(has(path, { kind: 'path', path }), path);
  }
});

void test('what can be read in no way is refused with the forms', async (t) => {
  const texts = [
    '',
    'blake3:',
    'blake3:6f1',
    'blake3:xyz1',
    `blake3:${'0'.repeat(65)}`,
    'dataset-raw@blake3:zz',
    'a\nb',
    'a\0',
    'x'.repeat(9000),
  ];
  texts.push('dataset-raw//', 'dataset-raw//../x', 'dataset-raw///x');
  for (const text of texts) {
    t.throws(
      () => parseReference(text),
      { code: 'reference.invalid', hint: /NAME:v2/ },
      JSON.stringify(text.slice(0, 40)),
    );
  }
});

void test('what a reference is written as is read as the same', async (t) => {
  const artifact = fc
    .oneof(fc.stringMatching(/^[a-z0-9_][a-z0-9._-]{0,8}$/), fc.constantFrom('a-v1', 'eval-m-on-d-v2'))
    .filter(isArtifactName);
  const revision = fc.constantFrom('HEAD', 'HEAD~3', 'v1.0', 'origin/x@y', 'HEAD@{2}', 'abc^{/fix}');
  const optional = { requiredKeys: ['kind' as const] };
  const reading: fc.Arbitrary<Reading> = fc.oneof(
    fc.record({ kind: fc.constant('latest' as const), artifact, revision }, { requiredKeys: ['kind', 'artifact'] }),
    fc.record(
      { kind: fc.constant('version' as const), artifact, version: fc.integer({ min: 1 }), revision },
      { requiredKeys: ['kind', 'artifact', 'version'] },
    ),
    fc.record(
      {
        kind: fc.constant('alias' as const),
        artifact,
        alias: fc.stringMatching(/^[a-z][a-z0-9.-]{0,6}$/).filter(isAliasName),
        revision,
      },
      { requiredKeys: ['kind', 'artifact', 'alias'] },
    ),
    fc.record(
      { kind: fc.constant('digest' as const), artifact, digits: fc.stringMatching(/^[0-9a-f]{4,64}$/) },
      { requiredKeys: ['kind', 'digits'] },
    ),
    fc.record(
      {
        kind: fc.constant('path' as const),
        path: fc.stringMatching(/^[a-zé@][a-z@. é]{0,5}(?:\/[a-z@]{1,4})?$/),
        revision,
      },
      { ...optional, requiredKeys: ['kind', 'path'] },
    ),
  );
  const subpath = fc.option(
    fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => isTreePath(text) && !/[\u0000-\u001f\u007f]/.test(text)),
    { nil: undefined },
  );
  const roundTrip = fc.property(reading, subpath, (expected, below) => {
    const text = formatReference(expected, below as never);
    const reference = parseReference(text);
    return has(text, expected) && reference.subpath === below;
  });
  t.doesNotThrow(() => fc.assert(roundTrip, { numRuns: 1000 }));
});

void test('no text crashes the parser', async (t) => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a:@/{}~^.v12-]{0,20}$/));
  const survival = fc.property(text, (typed) => {
    try {
      return parseReference(typed).readings.length > 0;
    } catch (error) {
      return (error as { code?: string }).code === 'reference.invalid';
    }
  });
  t.doesNotThrow(() => fc.assert(survival, { numRuns: 1000 }));
});

function first(text: string): Reading | undefined {
  return parseReference(text).readings[0];
}

function has(text: string, reading: Reading): boolean {
  const sorted = (item: Reading) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  return parseReference(text).readings.some((item) => sorted(item) === sorted(reading));
}
