import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { makePixelisCommand } from '../support/pixelis-command.js';

const page = await readFile(new URL('../../../docs/runs.md', import.meta.url), 'utf8');

void test('the commands of the page on runs do what it says', async (t) => {
  const { folder, environment } = await makePixelisCommand(t);
  const script = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]).join('\n');
  const { status, stdout, stderr } = spawnSync('sh', ['-euc', script], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  t.equal(status, 0, stderr);
  t.match(stdout, /trained by run abc123\n/);
  t.match(stderr, /run abc123 COMPLETED .*\n {2}from {2}dataset-digits:v1\n {2}made {2}model-abc123:v1 {2}model.txt\n/);
  t.match(stdout, /model-abc123[^]*dataset-digits/, 'its lineage');
  for (const id of ['job7', 'job7-rank1']) t.match(stdout, new RegExp(`^${id} .*COMPLETED`, 'm'));
  t.equal(await readFile(join(folder, 'digits', 'model.txt'), 'utf8'), '500.5 with seed 7\n');
});
