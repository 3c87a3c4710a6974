import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { makePixelisCommand } from '../support/pixelis-command.js';

const project = new URL('../../../', import.meta.url);

void test('every command of the guide works, one after the other, in an empty folder', async (t) => {
  const guide = await readFile(new URL('docs/guide.md', project), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  t.ok(blocks.length >= 8, 'the guide has commands');
  const { folder, environment } = await makePixelisCommand(t);
  await mkdir(join(folder, 'work'));

  const script = blocks.join('\n').replaceAll('/tmp/', `${folder}/`);
  const { status, stdout, stderr } = spawnSync('sh', ['-euxc', script], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env: environment,
  });
  t.equal(status, 0, stderr.split('\n').slice(-12).join('\n'));
  t.match(stdout, /up to date/, 'the second push moves nothing');
  t.match(stdout, /model-mean:v1 at models\/mean\.txt +identical/, 'the old result is made again');
  t.match(await readFile(join(folder, 'first-model.txt'), 'utf8'), /of 5000/);
});
