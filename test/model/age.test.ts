import { test } from 'tap';
import { parseAge } from '#model/age.js';

void test('an age is a number and a unit', async (t) => {
  t.strictSame(
    ['0', '45s', '90m', '12h', '14d', '2w', '1y'].map(parseAge),
    [0, 45, 5400, 43_200, 1_209_600, 1_209_600, 31_536_000],
  );
  for (const text of ['', '14', 'd', '-1d', '1.5d', '1 d', '1month', '9999999999d']) {
    t.throws(() => parseAge(text), { code: 'usage.invalid-argument' }, text);
  }
});
