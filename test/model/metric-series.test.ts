import fc from 'fast-check';
import { test } from 'tap';
import { encodeMetricPoint, type MetricPoint, readSeries } from '#model/metric-series.js';

/** What a text reads as, arriving in pieces of so many bytes. */
async function read(text: string, pieceBytes = 7) {
  const points: MetricPoint[] = [];
  const counts = { brokenLines: 0, ignoredValues: 0 };
  for await (const batch of readSeries(pieces(text, pieceBytes))) {
    points.push(...batch.points);
    counts.brokenLines += batch.brokenLines;
    counts.ignoredValues += batch.ignoredValues;
  }
  return { points, ...counts };
}

async function* pieces(text: string, bytes: number): AsyncIterable<Uint8Array> {
  const whole = Buffer.from(text);
  for (let at = 0; at < whole.length; at += bytes) yield await Promise.resolve(whole.subarray(at, at + bytes));
}

void test('a point is a line of JSON that says when first, and reads as it was written', async (t) => {
  const point = { step: 3, time: 1772357400.125, rank: 1, values: { loss: 0.5, 'val/acc': 0.9 } };
  const line = encodeMetricPoint(point);
  t.equal(line, '{"step":3,"time":1772357400.125,"rank":1,"loss":0.5,"val/acc":0.9}\n');
  t.strictSame(await read(line), { points: [point], brokenLines: 0, ignoredValues: 0 });
});

void test('NaN and the infinities are written as text, and read as text or as Python writes them', async (t) => {
  const values = { a: NaN, b: Infinity, c: -Infinity };
  t.equal(encodeMetricPoint({ values }), '{"a":"NaN","b":"Infinity","c":"-Infinity"}\n');
  const written = `${encodeMetricPoint({ values })}{"a": NaN, "b": Infinity, "c": -Infinity}\n`;
  t.strictSame((await read(written)).points, [{ values }, { values }]);
  t.strictSame((await read('{"a NaN \\" -Infinity": NaN}')).points, [{ values: { 'a NaN " -Infinity': NaN } }]);
});

void test('whatever is written is read, however the bytes arrive', async (t) => {
  const value = fc.oneof(fc.double(), fc.integer());
  const point = fc.record({
    step: fc.integer(),
    values: fc.dictionary(fc.stringMatching(/^[a-zäß😀/]{1,9}$/u), value, { minKeys: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(point), fc.integer({ min: 1, max: 40 }), async (points, bytes) => {
      const usable = points.filter(({ values }) => !['step', 'time', 'rank'].some((name) => name in values));
      const text = usable.map((one) => encodeMetricPoint(one)).join('');
      const plain = usable.map(({ step, values }) => ({ step, values: { ...values } }));
      t.strictSame((await read(text, bytes)).points, JSON.parse(JSON.stringify(plain, special), unspecial));
    }),
    { numRuns: 50 },
  );
});

/** -0 is written as 0; the rest survives the way over JSON as it does in a series. */
function special(_: string, value: unknown) {
  return typeof value === 'number' && !Number.isFinite(value) ? `#${value}` : value;
}

function unspecial(_: string, value: unknown) {
  return typeof value === 'string' && value.startsWith('#') ? Number(value.slice(1)) : value;
}

void test('half lines, other text and values that are no numbers are counted and passed over', async (t) => {
  const text = [
    '{"step":1,"loss":1}',
    '{"step":2,"lo{"step":3,"loss":3}',
    'hello',
    '[1]',
    '',
    '  ',
    '{"step":"four","loss":4,"note":"good","ok":true,"nested":{"a":1},"nothing":null,"__proto__":1," x":1}',
    '{"step":5,"loss":5}\r',
    '{"step":6,"loss"',
  ].join('\n');
  t.strictSame(await read(text), {
    points: [{ step: 1, values: { loss: 1 } }, { values: { loss: 4 } }, { step: 5, values: { loss: 5 } }],
    brokenLines: 4,
    ignoredValues: 6,
  });
});

void test('a line without an end is given up, and the lines after it are read', async (t) => {
  const long = 'x'.repeat(3 << 20);
  const text = `{"a":1}\n${long}\n{"a":2}\n{"a":3}`;
  for (const bytes of [65_536, 1 << 23]) {
    t.strictSame(await read(text, bytes), {
      points: [{ values: { a: 1 } }, { values: { a: 2 } }, { values: { a: 3 } }],
      brokenLines: 1,
      ignoredValues: 0,
    });
  }
  t.strictSame(await read(long, 65_536), { points: [], brokenLines: 1, ignoredValues: 0 });
});

void test('what is no metric is refused when it is written', (t) => {
  for (const name of ['', ' a', 'a\n', 'a\u001b[2J', 'step', 'time', 'rank', '__proto__', '<<', 'x'.repeat(201)])
    t.throws(
      () => encodeMetricPoint({ values: Object.fromEntries([[name, 1]]) }),
      { code: 'usage.invalid-argument' },
      name,
    );
  t.throws(() => encodeMetricPoint({ values: {} }), { code: 'usage.invalid-argument' });
  t.throws(() => encodeMetricPoint({ step: NaN, values: { a: 1 } }), { code: 'usage.invalid-argument' });
  t.throws(() => encodeMetricPoint({ values: { a: '1' as unknown as number } }), {
    message: `metric 'a' must be a number, not "1"`,
  });
  t.end();
});
