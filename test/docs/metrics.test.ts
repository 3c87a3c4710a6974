import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { summarizeSeries } from '#model/summarize-series.js';
import { runFieldNames } from '#model/run-fields.js';
import { bin } from '../support/cli.js';
import { makeRepository } from '../support/repository.js';
import { runRecord } from '../support/run-record.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const page = await readFile(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

void test('the Python of the page logs a series that is read', {
  skip: python === undefined ? 'there is no Python' : false,
}, async (t) => {
  const folder = await temporaryFolder(t);
  const series = join(folder, 'metrics.jsonl');
  const script = join(folder, 'train.py');
  await writeFile(script, /^```python\n(.*?)^```$/ms.exec(page)?.[1] ?? '');
  const run = (environment: NodeJS.ProcessEnv) =>
    spawnSync(python as string, [script], { env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' });
  t.match(run({}), { status: 0, stderr: '' }, 'outside a run it does nothing');
  t.match(run({ PIXELIS_METRICS_FILE: series }), { status: 0, stderr: '' });
  const { metrics, brokenLines, ignoredValues } = await summarizeSeries(createReadStream(series));
  t.match(metrics, { loss: { count: 1000, last: 0.001, max: 1, step: 999 }, lr: { mean: 0.001 } });
  t.strictSame([brokenLines, ignoredValues], [0, 0]);
});

void test('every command by which the page finds runs works', async (t) => {
  const repository = await makeRepository(t);
  const summary = { count: 1, last: 0.05, min: 0.05, max: 0.05, mean: 0.05 };
  const metrics = { loss: summary, 'val/acc': summary };
  const record = runRecord({ run: 'k7m2x9w4q1', params: { lr: 0.1 }, tags: ['sweep'], metrics });
  await repository.write('.pixelis/runs/k7m2x9w4q1.yaml', encodeRunRecord(record));
  const block = /^## Find runs\n+```sh\n(.*?)^```$/ms.exec(page)?.[1] ?? '';
  const script = `pixelis() { '${process.execPath}' '${bin}' "$@"; }\n${block}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-euc', script], {
    cwd: repository.root,
    env: { ...repository.environment },
    encoding: 'utf8',
  });
  t.strictSame([status, stderr], [0, '']);
  t.equal(stdout.match(/^k7m2x9w4q1 /gm)?.length, 4);
  t.match(await readFile(repository.at('runs.csv'), 'utf8'), /\nk7m2x9w4q1,/);
});

void test('the page names every field that runs are sorted and filtered by', (t) => {
  for (const name of runFieldNames.filter(
    (field) => !['params', 'metrics', 'min', 'max', 'mean', 'hardware'].includes(field),
  ))
    t.match(page, `\`${name}\``, name);
  t.end();
});
