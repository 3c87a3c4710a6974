import { test } from 'tap';
import type { RunRecord } from '#model/run.js';
import { tellingColumns } from '#model/telling-columns.js';
import { runRecord } from '../support/run-record.js';

const summary = (last: number) => ({ count: 2, last, min: last - 1, max: last + 1, mean: last });

void test('what tells runs apart are the metrics that most have, and the parameters in which they differ', (t) => {
  const of = (name: string, params: RunRecord['params'], metrics: RunRecord['metrics'] = {}) =>
    runRecord({ run: name, params, metrics });
  t.strictSame(tellingColumns([]), []);
  t.strictSame(
    tellingColumns([
      of('a1', { lr: 1, same: 1, list: [1] }, { norm: summary(1), loss: summary(1) }),
      of('a2', { lr: 2, same: 1, list: [2] }, { norm: summary(1), loss: summary(2) }),
      of('a3', { lr: 1, same: 1, list: [1], rare: 1 }, { extra: summary(3) }),
    ]),
    ['metrics.loss', 'metrics.norm', 'metrics.extra', 'params.lr', 'params.list', 'params.rare'],
  );
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`x${number}`, number]));
  const metrics = Object.fromEntries(Object.keys(many).map((name) => [name, summary(1)]));
  t.equal(tellingColumns([of('a1', many, metrics), of('a2', {})]).length, 9);
  t.end();
});
