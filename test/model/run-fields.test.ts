import { test } from 'tap';
import { compareFieldValues, flatParams, runCells, runColumns } from '#model/run-fields.js';
import { runRecord } from '../support/run-record.js';

const summary = (last: number) => ({ count: 2, last, min: last - 1, max: last + 1, mean: last });
const run = runRecord({
  run: 'abc123',
  command: ['python', 'train.py'],
  code: { commit: '1'.repeat(40), branch: 'main', dirty: true },
  rank: { rank: 0, world: 2, group: 'abc123' },
  params: {
    lr: 0.1,
    optimizer: { name: 'adam', 'b.eta': { one: 1 } },
    'a.b': 'direct',
    layers: [1, 2],
    seconds: 5,
    none: null,
    empty: {},
  },
  metrics: { loss: summary(0.5), 'val.acc': summary(0.9), lr: summary(0.01) },
  hardware: { cpu_percent: { ...summary(10), mean: 55 } },
});

void test('a field, a metric or a parameter is found by its path, or by its bare name', (t) => {
  const found: readonly (readonly [string, unknown])[] = [
    ['run', 'abc123'],
    ['command', 'python train.py'],
    ['commit', '1'.repeat(40)],
    ['dirty', true],
    ['group', 'abc123'],
    ['metrics.loss', 0.5],
    ['max.loss', 1.5],
    ['metrics.val.acc', 0.9],
    ['val.acc', 0.9],
    ['hardware.cpu_percent', 55],
    ['params.lr', 0.1],
    ['lr', 0.01],
    ['params.optimizer.name', 'adam'],
    ['optimizer.name', 'adam'],
    ['params.optimizer.b.eta.one', 1],
    ['a.b', 'direct'],
    ['layers', [1, 2]],
    ['seconds', 60],
    ['params.seconds', 5],
    ['none', null],
    ['params.optimizer.nothing', undefined],
    ['metrics.nothing', undefined],
    ['metrics.', undefined],
    ['constructor', undefined],
    ['params.__proto__', undefined],
    ['', undefined],
  ];
  const [cells = []] = runCells(
    [run],
    found.map(([path]) => path),
  );
  for (const [index, [path, value]] of found.entries()) t.strictSame(cells[index], value, path);
  t.end();
});

void test('parameters in maps come by themselves, lists and empty maps stay whole', (t) => {
  t.strictSame(Object.fromEntries(flatParams(run.params)), {
    lr: 0.1,
    'optimizer.name': 'adam',
    'optimizer.b.eta.one': 1,
    'a.b': 'direct',
    layers: [1, 2],
    seconds: 5,
    none: null,
    empty: {},
  });
  t.match(runColumns([run]), ['run', 'name', 'state']);
  t.strictSame(runColumns([run]).slice(-3), ['metrics.loss', 'metrics.val.acc', 'metrics.lr']);
  t.end();
});

void test('numbers come before text, and are ordered by size', (t) => {
  const values = ['b', 10, 'a', 9, [1], true];
  t.strictSame(values.sort(compareFieldValues), [9, 10, [1], 'a', 'b', true]);
  t.end();
});
