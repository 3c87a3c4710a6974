import { test } from 'tap';
import { valueComparison } from '#model/value-comparison.js';

function compare(first: unknown, made: unknown, tolerance = 0) {
  const comparison = valueComparison(tolerance);
  comparison.compare({ first, made }, '');
  return comparison.result();
}

void test('numbers differ by what they deviate from each other, relative to the larger one', (t) => {
  t.same(compare(100, 101, 0.01), { deviation: 1 / 101, count: 0, shown: [] });
  t.same(compare(100, 102, 0.01), { deviation: 2 / 102, count: 1, shown: ['102 instead of 100'] });
  t.same(compare(0, 0), { deviation: 0, count: 0, shown: [] });
  t.same(compare(0, 1e-300, 0.5), { deviation: 1, count: 1, shown: ['1e-300 instead of 0'] }, 'nothing is near zero');
  t.same(compare(-1, 1, 1), { deviation: 2, count: 1, shown: ['1 instead of -1'] });
  t.end();
});

void test('structure and everything that is no number must be equal', (t) => {
  const first = { a: [1, { b: 'x' }], gone: 1, kept: null, length: [1, 2] };
  const made = { a: [1, { b: 'y' }], kept: false, length: [1], fresh: 1 };
  t.same(compare(first, made, 1), {
    deviation: 0,
    count: 5,
    shown: ['a[1].b: "y" instead of "x"', 'gone is missing', 'kept: false instead of null'],
  });
  t.same(compare({ a: 1, b: 2 }, { b: 2, a: 1 }).count, 0, 'the order of keys says nothing');
  t.same(compare(1, '1', 1).shown, ['"1" instead of 1']);
  t.same(compare({ __proto__: 1 }, {}, 1).count, 0);
  t.end();
});

void test('texts are numbers where they look like decimal ones', (t) => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['0.50', '.5', true],
    ['1e3', '1000', true],
    ['nan', 'nan', true],
    ['nan', '1', false],
    ['2026-01-01', '2026-01-02', false],
    ['0x10', '16', false],
    ['', '0', false],
    ['1e999', '1e998', false],
  ];
  for (const [first, made, isSame] of cases) {
    const comparison = valueComparison(0);
    comparison.compareTexts({ first, made }, '');
    t.equal(comparison.result().count === 0, isSame, `${first} and ${made}`);
  }
  t.end();
});
