import { namesApart } from '#model/names-apart.js';
import { test } from 'tap';

const hex = (start: string): string => `blake3:${start.padEnd(64, '0')}`;

void test('versions are named by number, and by digest where two branches took one number', async (t) => {
  const first = { artifact: 'model-m', version: 1, digest: hex('aa') };
  const ours = { artifact: 'model-m', version: 2, digest: hex('b1') };
  const theirs = { artifact: 'model-m', version: 2, digest: hex('b2') };
  t.same(namesApart([first, ours]), ['model-m:v1', 'model-m:v2']);
  t.same(namesApart([first, ours, theirs]), ['model-m:v1', 'model-m@blake3:b1000000', 'model-m@blake3:b2000000']);
  t.same(namesApart([first, first]), ['model-m:v1', 'model-m:v1'], 'the same twice is one');
});
