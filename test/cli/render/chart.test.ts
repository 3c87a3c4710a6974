import fc from 'fast-check';
import { test } from 'tap';
import { seriesSampler } from '#model/sample-series.js';
import { chart, sparkline } from '../../../src/cli/render/chart.js';
import { figure } from '../../../src/cli/render/figures.js';
import { displayWidth } from '../../../src/cli/render/text.js';
import type { MetricPointOutput } from '../../../src/index.js';

function pointsOf(values: readonly number[], limit = 200): readonly MetricPointOutput[] {
  const sampler = seriesSampler(limit);
  for (const value of values) sampler.add(value);
  return sampler.points().map(({ count, min, max, mean, ...place }) => ({
    ...place,
    count,
    ...(count === 0 ? {} : { min, max, mean }),
  }));
}

const drawn = (values: readonly number[], isUnicode = true, height = 5) =>
  chart(pointsOf(values), { width: 32, height, isUnicode, show: figure }).join('\n');

void test('a chart has the course of the values, both extremes and both ends of the steps', (t) => {
  const values = Array.from({ length: 100 }, (_, step) => 1 / (1 + step / 10));
  t.equal(
    drawn(values),
    [
      '      1 ┤⢇',
      '        │⠘⡄',
      ' 0.5459 ┤ ⠘⢦',
      '        │   ⠑⠢⣄⣀',
      '0.09174 ┤      ⠈⠉⠙⠒⠒⠒⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀',
      '        └───────────────────────',
      '         0                    99',
    ].join('\n'),
  );
  t.equal(
    drawn(values, false),
    [
      '      1 +*',
      '        |**',
      ' 0.5459 + ***',
      '        |   ******',
      '0.09174 +         **************',
      '        +-----------------------',
      '         0                    99',
    ].join('\n'),
  );
  t.end();
});

void test('one value, and values that are all the same, are a level line', (t) => {
  t.equal(
    drawn([3, 3, 3], false, 3),
    [
      '3.3 +',
      '    |***************************',
      '2.7 +',
      '    +---------------------------',
      '     0                         2',
    ].join('\n'),
  );
  t.match(drawn([0], false, 3), /\|\*\n/);
  t.equal(drawn([NaN, NaN]), '', 'nothing where nothing is finite');
  t.equal(drawn([]), '');
  t.end();
});

void test('a chart fits its width and height whatever the values are', (t) => {
  const values = fc.array(fc.double(), { minLength: 1, maxLength: 300 });
  const size = fc.record({
    width: fc.integer({ min: 30, max: 120 }),
    height: fc.integer({ min: 2, max: 20 }),
    isUnicode: fc.boolean(),
  });
  fc.assert(
    fc.property(values, size, fc.integer({ min: 2, max: 400 }), (series, style, limit) => {
      const lines = chart(pointsOf(series, limit), { ...style, show: figure });
      if (series.every((value) => !Number.isFinite(value))) return lines.length === 0;
      const text = lines.join('');
      return (
        lines.length === style.height + 2 &&
        lines.every((line) => displayWidth(line) <= style.width) &&
        !/NaN|undefined/.test(text) &&
        (style.isUnicode || /^[ -~]*$/.test(text))
      );
    }),
    { numRuns: 300 },
  );
  t.pass('300 series');
  t.end();
});

void test('a spike of one step in a hundred thousand is drawn', (t) => {
  const values = Array.from({ length: 100_000 }, (_, step) => (step === 50_000 ? 10 : 1));
  const [top] = drawn(values, false).split('\n');
  t.match(top, /^ 10 \+ +\*$/);
  t.end();
});

void test('a course fits in a line of few cells', (t) => {
  t.equal(sparkline([1, 2, 3, null, 8], true), '▁▂▃ █');
  t.equal(sparkline([1, 2, 3, null, 8], false), '_.- @');
  t.equal(sparkline([5, 5], true), '▅▅');
  t.equal(sparkline([null], true), '');
  t.equal(sparkline([-1.7e308, 1.7e308], true), '▁█');
  t.end();
});
