import { test } from 'tap';
import { suggest } from '../../src/cli/suggest.js';

const commands = ['add', 'alias', 'checkout', 'fetch', 'pull', 'push', 'status'];

void test('the closest words come first', async (t) => {
  t.strictSame(suggest('stauts', commands), ['status'], 'letters swapped');
  t.strictSame(suggest('chekout', commands), ['checkout'], 'a letter left out');
  t.strictSame(suggest('puhs', commands), ['push']);
  t.strictSame(suggest('stat', commands), ['status'], 'the beginning of a word');
});

void test('what is like nothing has no suggestion', async (t) => {
  t.strictSame(suggest('xylophone', commands), []);
  t.strictSame(suggest('', commands), []);
});
