import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

const project = new URL('../../../', import.meta.url);

void test('every command of the guide works, one after the other, in an empty folder', async (t) => {
  const guide = await readFile(new URL('docs/guide.md', project), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  t.ok(blocks.length >= 8, 'the guide has commands');
  const folder = await temporaryFolder(t);
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const cli = fileURLToPath(new URL('bin/pixelis.js', project));
  await writeFile(join(bin, 'pixelis'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(join(bin, 'pixelis'), 0o755);
  await mkdir(join(folder, 'work'));
  await writeFile(
    join(folder, 'gitconfig'),
    '[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n',
  );

  const script = blocks.join('\n').replaceAll('/tmp/', `${folder}/`);
  const { status, stdout, stderr } = spawnSync('sh', ['-euxc', script], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env: {
      PATH: `${bin}${delimiter}${process.env['PATH']}`,
      HOME: folder,
      GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
    },
  });
  t.equal(status, 0, stderr.split('\n').slice(-12).join('\n'));
  t.match(stdout, /up to date/, 'the second push moves nothing');
  t.match(await readFile(join(folder, 'first-model.txt'), 'utf8'), /of 5000/);
});
