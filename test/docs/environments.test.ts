import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { test } from 'tap';
import { hasPython } from '../support/has-python.js';
import { makePixelisCommand } from '../support/pixelis-command.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const page = await readFile(join(project, 'docs/environments.md'), 'utf8');
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';

void test('the commands and the program of the page work', { skip: !hasPython }, async (t) => {
  const { folder, environment } = await makePixelisCommand(t);
  const sh = (command: string): string => {
    const { status, stdout, stderr } = spawnSync('sh', ['-euc', command], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    t.strictSame([status, stderr], [0, ''], command);
    return stdout;
  };
  sh("git init -q && pixelis init -q && printf 'print(1)' > train.py && git add -A && git commit -qm first");
  for (const run of ['abc123', 'def456']) sh(`pixelis run -q --id ${run} -- python3 train.py`);
  const commands = block('sh').trim().split('\n');
  t.equal(commands.length, 5);
  const [capture, , ...named] = commands.map(sh);
  t.match(capture, /recorded already as \.pixelis\/environments/, 'a run recorded it');
  t.match(named, [/of run abc123/, 'run abc123 (', /\nsatisfied\n$/]);

  await mkdir(join(folder, 'node_modules'));
  await symlink(project, join(folder, 'node_modules', 'pixelis'));
  const { code } = await transform(block('ts'), { loader: 'ts', format: 'esm', target: 'node20' });
  await writeFile(join(folder, 'check.mjs'), code);
  t.equal(sh(`'${process.execPath}' check.mjs`), '', 'nothing differs');
});
