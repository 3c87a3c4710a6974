import fc from 'fast-check';
import { test } from 'tap';
import { encodeMetricPoint } from '#model/metric-series.js';
import { maxSummaries, summarizeSeries } from '#model/summarize-series.js';

async function summarize(...lines: readonly string[]) {
  return summarizeSeries(linesOf(lines));
}

async function* linesOf(lines: Iterable<string>): AsyncIterable<Uint8Array> {
  for (const line of lines) yield await Promise.resolve(Buffer.from(line));
}

void test('a series comes to count, last, extremes, mean and the step of the last value', async (t) => {
  const lines = [1, 4, 2.5].map((loss, step) => encodeMetricPoint({ step, values: { loss } }));
  t.strictSame(await summarize(...lines, '{"acc":0.5}\n'), {
    metrics: {
      loss: { count: 3, last: 2.5, min: 1, max: 4, mean: 2.5, step: 2 },
      acc: { count: 1, last: 0.5, min: 0.5, max: 0.5, mean: 0.5 },
    },
    brokenLines: 0,
    ignoredValues: 0,
  });
});

void test('what is not finite is counted, and changes nothing else', async (t) => {
  const lines = [2, NaN, 1, Infinity].map((loss, step) => encodeMetricPoint({ step, values: { loss, bad: NaN } }));
  t.strictSame((await summarize(...lines)).metrics, {
    loss: { count: 2, last: 1, min: 1, max: 2, mean: 1.5, step: 2, notFinite: 2 },
  });
});

void test('a summary is what the values themselves come to, also where their sum is too large for a number', async (t) => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1 }), async (values) => {
      const { x } = (await summarizeSeries(linesOf(values.map((value) => encodeMetricPoint({ values: { x: value } })))))
        .metrics;
      const min = Math.min(...values);
      const max = Math.max(...values);
      t.match(x, { count: values.length, last: values.at(-1), min, max });
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      const scale = Math.max(Math.abs(min), Math.abs(max));
      t.ok(Math.abs((x?.mean ?? NaN) / scale - mean / scale) < 1e-12 || scale < 1e-300, `${x?.mean} is near ${mean}`);
    }),
    { numRuns: 100 },
  );
});

void test('a million equal values have exactly that mean', async (t) => {
  const line = encodeMetricPoint({ values: { x: 0.1 } }).repeat(1000);
  const { x } = (await summarizeSeries(linesOf(Array.from({ length: 1000 }, () => line)))).metrics;
  t.match(x, { count: 1_000_000, mean: 0.1 });
});

void test('more metrics than a record has room for are counted, not summed up', async (t) => {
  const names = Array.from({ length: maxSummaries + 5 }, (_, number) => `"m${number}":1`);
  const { metrics, ignoredValues } = await summarize(`{${names.join()}}\n`);
  t.equal(Object.keys(metrics).length, maxSummaries);
  t.equal(ignoredValues, 5);
});
