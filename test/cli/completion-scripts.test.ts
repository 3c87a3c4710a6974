import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { test } from 'tap';
import { completionScripts, type Shell, shells } from '../../src/cli/completion-scripts.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = promisify(execFile);

void test('every shell that is here can read its script', async (t) => {
  const folder = await temporaryFolder(t);
  for (const shell of shells) {
    if (!(await has(shell))) continue;
    const file = path.join(folder, shell);
    await writeFile(file, completionScripts[shell]);
    await t.resolves(run(shell, ['-n', file]), shell);
  }
});

void test('bash completes what pixelis offers, behind a colon as well, and files', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'data file.csv'), '');
  const complete = (line: string, offers: string) => bashCompletion(folder, { line, offers });
  t.strictSame(await complete('pixelis pu', 'push\\tbring\\npull\\tfetch\\n'), ['complete -- pu', 'push', 'pull']);
  t.strictSame(await complete('pixelis push ', 'a\\n'), ['complete -- push ', 'a']);
  t.strictSame(await complete('pixelis get data:b', 'data:best\\tv1\\n'), ['complete -- get data:b', 'best']);
  t.strictSame(await complete('pixelis add da', ':files\\n'), ['complete -- add da', 'data file.csv']);
});

async function has(shell: Shell): Promise<boolean> {
  return run(shell, ['-c', 'true']).then(
    () => true,
    () => false,
  );
}

/** What pixelis was called with, then the candidates, for a line with the cursor at its end. */
async function bashCompletion(folder: string, { line, offers }: { line: string; offers: string }): Promise<string[]> {
  const fake = path.join(folder, 'pixelis');
  await writeFile(fake, `#!/bin/sh\necho "$*" > "${folder}/called"\nprintf '${offers}'\n`);
  await chmod(fake, 0o755);
  const script = `${completionScripts.bash}
compopt() { :; }
cd "${folder}"; COMP_LINE='${line}'; COMP_POINT=${line.length}; _pixelis
cat called; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-c', script], {
    env: { PATH: `${folder}:${process.env['PATH']}`, COMP_WORDBREAKS: ' :=' },
  });
  return stdout.replace(/\n$/, '').split('\n');
}
