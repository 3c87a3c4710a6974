import fc from 'fast-check';
import { test } from 'tap';
import { seriesSampler } from '#model/sample-series.js';

void test('a short series is kept as it is', (t) => {
  const sampler = seriesSampler(10);
  sampler.add(1, { step: 5, time: 100 });
  sampler.add(NaN);
  sampler.add(3, { step: 9 });
  t.strictSame(sampler.points(), [
    { step: 5, lastStep: 5, time: 100, count: 1, last: 1, min: 1, max: 1, mean: 1, notFinite: 0 },
    { step: 1, lastStep: 1, count: 0, last: NaN, min: NaN, max: NaN, mean: NaN, notFinite: 1 },
    { step: 9, lastStep: 9, count: 1, last: 3, min: 3, max: 3, mean: 3, notFinite: 0 },
  ]);
  t.end();
});

void test('a spike among a million values is still there', (t) => {
  const sampler = seriesSampler(100);
  for (let step = 0; step < 1_000_000; step += 1) sampler.add(step === 777_777 ? 1e6 : 1);
  const points = sampler.points();
  t.ok(points.length <= 100 && points.length >= 50, `${points.length} points`);
  t.equal(Math.max(...points.map(({ max }) => max)), 1e6);
  const spike = points.find(({ max }) => max === 1e6);
  t.ok(spike !== undefined && spike.step <= 777_777 && spike.lastStep >= 777_777);
  t.end();
});

void test('the points cover all values once, in order', (t) => {
  const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(NaN));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (values, limit) => {
      const sampler = seriesSampler(limit);
      for (const one of values) sampler.add(one);
      const points = sampler.points();
      const finite = values.filter((one) => !Number.isNaN(one));
      let next = 0;
      for (const { step, lastStep, count, notFinite } of points) {
        t.equal(step, next);
        t.equal(lastStep - step + 1, count + notFinite);
        next = lastStep + 1;
      }
      t.equal(next, values.length);
      t.ok(points.length <= Math.max(2, limit));
      const full = points.filter(({ count }) => count > 0);
      t.equal(full.at(-1)?.last, finite.at(-1));
      if (finite.length > 0) t.equal(Math.min(...full.map(({ min }) => min)), Math.min(...finite));
      const sum = full.reduce((total, { mean, count }) => total + mean * count, 0);
      t.ok(Math.abs(sum - finite.reduce((total, one) => total + one, 0)) < 1e-3);
    }),
    { numRuns: 100 },
  );
  t.end();
});
