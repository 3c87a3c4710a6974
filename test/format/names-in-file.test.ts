import { test } from 'tap';
import { namesInFile } from '#format/names-in-file.js';

const digest = (digit: string) => `blake3:${digit.repeat(64)}`;
const read = (text: string) => namesInFile(Buffer.from(text), 'file');

const pointer = `pixelis: 1\nartifact: model-a\nversion: 2\ndigest: ${digest('a')}\nsize: 5\n`;

void test('a pointer names its version, and whether that is a tree', async (t) => {
  t.match(read(pointer), {
    kind: 'pointer',
    versions: [{ digest: digest('a'), isTree: false, size: 5 }],
    mentions: [],
  });
  t.match(read(`# mine\n\n${pointer}files: 3\nteacher: ${digest('b')}\n`), {
    versions: [{ digest: digest('a'), isTree: true }],
    mentions: [digest('b')],
  });
});

void test('the record of a version names it and what it was made from', async (t) => {
  const record = `${pointer}type: model\ncreated: 2026-03-01T09:30:00Z\nparents:\n  - artifact: dataset-b\n    version: 1\n    digest: ${digest('b')}\n`;
  t.match(read(record.replace('digest: ', 'type: model\ndigest: ').replace('\ntype: model\ncreated', '\ncreated')), {
    kind: 'version',
    versions: [
      { artifact: 'model-a', version: 2, type: 'model', created: '2026-03-01T09:30:00Z', isTree: false },
      { artifact: 'dataset-b', version: 1, isTree: undefined },
    ],
    mentions: [],
  });
});

void test('whatever else spells a digest mentions it', async (t) => {
  for (const text of [
    `<<<<<<< ours\n${pointer}=======\n>>>>>>> theirs\n`,
    `{pixelis: 1, artifact: model-a, version: 2, digest: "${digest('a')}", size: 5}\n`,
    `pixelis get ${digest('a')} # ${digest('a')}`,
    `${pointer}files: many\n`,
    `\u0000\u00ff binary ${digest('a')}0 ${digest('a')}`,
  ]) {
    t.match(read(text), { kind: 'other', versions: [], mentions: [digest('a')] }, text);
  }
  t.match(read(`pixelis: 1\naliases:\n  best:\n    version: 1\n    digest: ${digest('c')}\n`), {
    mentions: [digest('c')],
  });
});

void test('what is none of our files and spells no digest names nothing', async (t) => {
  for (const text of ['', 'import pixelis', 'blake3:abc', 'x'.repeat(9000), 'name: pixelis: 1\n']) {
    t.equal(read(text), undefined, text.slice(0, 20));
  }
  t.same(read('pixelis: 1\nnaming: strict\n')?.mentions, []);
});

void test('a file that is cut off, or too new, is an error', async (t) => {
  t.throws(() => read('pixelis: 1\nartifact: model-a\nvers'), { code: 'file.invalid' });
  t.throws(() => read('pixelis: 1\nrun: abc123\nstate: COMP'), { code: 'file.invalid' });
  t.throws(() => read(pointer.replace('pixelis: 1', 'pixelis: 2')), { code: 'file.newer-format' });
});
