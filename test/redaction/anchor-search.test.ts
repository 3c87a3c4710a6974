import { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';
import { anchorSearch } from '#redaction/anchor-search.js';
import { test } from 'tap';

void test('every place of every literal is found, in any case, and nothing else', (t) => {
  let total = 0;
  for (let round = 0; round < 300; round++) {
    const letters = 'abAB_-';
    const words = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
    const anchors = Array.from({ length: 4 }, () => ({ literal: Buffer.from(words(3 + randomInt(4))) }));
    const bytes = Buffer.from(words(200));
    const search = anchorSearch(anchors);
    const found: string[] = [];
    for (
      let at = search.next(bytes, 0, bytes.length);
      at < bytes.length;
      at = search.next(bytes, at + 1, bytes.length)
    ) {
      search.firstAt(bytes, at, ({ literal }) => void found.push(`${at} ${literal.toString()}`));
    }
    const text = bytes.toString().toLowerCase();
    const expected = Array.from({ length: bytes.length }, (_, at) =>
      anchors
        .filter(({ literal }) => text.startsWith(literal.toString().toLowerCase(), at))
        .map(({ literal }) => `${at} ${literal.toString()}`),
    ).flat();
    if (found.join() !== expected.join()) t.fail(`${bytes.toString()}: ${found.join()} instead of ${expected.join()}`);
    total += found.length;
  }
  t.ok(total > 1000);
  t.end();
});

void test('the first literal that something is made of wins, in the order given', (t) => {
  const anchors = ['tokens', 'token', 'tok'].map((literal) => ({ literal: Buffer.from(literal) }));
  const search = anchorSearch(anchors);
  const bytes = Buffer.from('a TOKENs');
  t.equal(search.next(bytes, 0, bytes.length), 2);
  t.equal(
    search.firstAt(bytes, 2, ({ literal }) => literal.toString()),
    'tokens',
  );
  t.equal(
    search.firstAt(bytes, 2, ({ literal }) => (literal.length < 6 ? literal.toString() : undefined)),
    'token',
  );
  t.equal(
    search.firstAt(bytes, 0, () => 'never'),
    undefined,
  );
  t.equal(search.next(bytes, 3, bytes.length), bytes.length);
  t.equal(search.next(bytes, 0, 2), 2, 'nothing before the end that was given');
  t.end();
});
