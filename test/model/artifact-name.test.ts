import { test } from 'tap';
import fc from 'fast-check';
import { isPixelisError } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import { isArtifactName, parseArtifactName } from '#model/artifact-name.js';

void test('a name can be used that is safe as the name of a folder everywhere', async (t) => {
  const good = ['a', '0', '_', 'dataset-cota_sft', 'v1.0', 'console', 'a'.repeat(200), 'x-', 'COM', 'nul1'];
  const bad = [
    '',
    '.',
    '..',
    '.a',
    'a.',
    '-a',
    'a/b',
    'a\\b',
    'a b',
    'é',
    'a\n',
    'con',
    'NUL',
    'com1.txt',
    'a'.repeat(201),
    'a:b',
    'a@b',
  ];
  t.same(
    good.filter((name) => !isArtifactName(name)),
    [],
  );
  t.same(
    bad.filter((name) => isArtifactName(name)),
    [],
  );
  t.throws(() => parseArtifactName('../etc'), { code: 'name.invalid' });
});

void test('files are read with exactly the names that can be used', async (t) => {
  const isRead = (artifact: string) => {
    const document = `pixelis: 1\nartifact: ${JSON.stringify(artifact)}\nversion: 1\ndigest: blake3:${'0'.repeat(64)}\nsize: 0\n`;
    try {
      return decodePointer(new TextEncoder().encode(document), 'p').artifact === artifact;
    } catch (error) {
      if (!isPixelisError(error, 'file.invalid')) throw error;
      return false;
    }
  };
  const name = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.stringMatching(/^(?:con|NUL|com1|[.a_-]){1,4}$/),
    fc.stringMatching(/^a{199,202}$/),
  );
  const agreement = fc.property(name, (text) => isRead(text) === isArtifactName(text));
  t.doesNotThrow(() => fc.assert(agreement, { numRuns: 1000 }));
});
