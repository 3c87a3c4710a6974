import { test } from 'tap';
import { parseMetadata } from '#model/metadata.js';

void test('metadata takes every value that JSON has, and is copied', async (t) => {
  const given = { a: 1, b: 'x', c: [true, null, { d: [] }], e: undefined, f: -0, 'odd key: #': {} };
  const parsed = parseMetadata(given);
  given.c.push(false);
  t.strictSame(parsed, { a: 1, b: 'x', c: [true, null, { d: [] }], f: 0, 'odd key: #': {} });
});

void test('what JSON does not have is refused with its key', async (t) => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [{ a: Number.NaN }, /'a'.*finite/],
    [{ a: { b: [1, Number.POSITIVE_INFINITY] } }, /'a\.b\[1\]'.*finite/],
    [{ a: new Date(0) }, /'a'.*class/],
    [{ a: new Map() }, /'a'.*class/],
    [{ a: 1n }, /'a'.*bigint/],
    [{ a: () => 1 }, /'a'.*function/],
    [{ a: '\ud800' }, /'a'.*Unicode/],
    [{ '': 1 }, /1 to 200 characters/],
    [{ ['x'.repeat(201)]: 1 }, /1 to 200 characters/],
    [JSON.parse('{"__proto__": {"a": 1}}'), /'__proto__'/],
    [[1], /keys and values/],
    [nestedLists(20), /deeper than 16/],
    [null, /keys and values/],
  ];
  for (const [value, message] of refused)
    t.throws(() => parseMetadata(value), { code: 'usage.invalid-argument', message });
});

function nestedLists(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return { value };
}
