import { test } from 'tap';
import { csvLine } from '../../../src/cli/render/csv.js';
import { ago, age, duration, figure, localMinute } from '../../../src/cli/render/figures.js';

void test('a measured number is shown in four digits or so', (t) => {
  const shown: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [0.123456, '0.1235'],
    [-0.5, '-0.5'],
    [1e-7, '1e-7'],
    [1.23456e-7, '1.235e-7'],
    [12, '12'],
    [12.3456, '12.35'],
    [1234, '1,234'],
    [-12_345.6, '-12,346'],
    [999_999_999, '999,999,999'],
    [2_500_000_000, '2.5e9'],
    [1e300, '1e300'],
  ];
  for (const [value, text] of shown) t.equal(figure(value), text);
  t.end();
});

void test('a duration has the two units that matter', (t) => {
  const shown: readonly (readonly [number, string])[] = [
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3599.6, '1 h'],
    [18_420, '5 h 7 min'],
    [86_399, '1 d'],
    [183_600, '2 d 3 h'],
  ];
  for (const [seconds, text] of shown) t.equal(duration(seconds), text, `${seconds}`);
  t.end();
});

void test('an age has one unit', (t) => {
  const now = new Date('2026-03-10T12:00:00Z');
  t.equal(age('2026-03-10T11:59:30Z', now), 'now');
  t.equal(age('2026-03-10T12:00:30Z', now), 'now', 'clocks differ');
  t.equal(age('2026-03-10T11:55:00Z', now), '5 min');
  t.equal(age('2026-03-10T09:00:00Z', now), '3 h');
  t.equal(age('2026-03-01T09:00:00Z', now), '9 d');
  t.equal(age('2023-03-01T09:00:00Z', now), '3 y');
  t.equal(ago('2026-03-10T12:00:00Z', now), 'just now');
  t.equal(ago('2026-03-10T09:00:00Z', now), '3 h ago');
  t.end();
});

void test('a time is shown where the user is', (t) => {
  const here = new Date(2026, 2, 1, 9, 5);
  t.equal(localMinute(here.toISOString()), '2026-03-01 09:05');
  t.equal(localMinute('nonsense'), '-');
  t.end();
});

void test('what would break a line of CSV is in quotes', (t) => {
  t.equal(csvLine(['a', 1, true, undefined, null]), 'a,1,true,,');
  t.equal(
    csvLine(['a,b', 'say "x"', 'two\nlines', ' blank', 'tab\t']),
    '"a,b","say ""x""","two\nlines"," blank","tab\t"',
  );
  t.equal(csvLine([[1, 2], { a: 'b' }, NaN]), '"[1,2]","{""a"":""b""}",NaN');
  t.end();
});
