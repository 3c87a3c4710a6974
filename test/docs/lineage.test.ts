import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { makePixelisCommand } from '../support/pixelis-command.js';

const page = await readFile(new URL('../../../docs/lineage.md', import.meta.url), 'utf8');

void test('the project of the page answers every question as the page says', async (t) => {
  const { folder, environment } = await makePixelisCommand(t);
  const sh = (command: string, cwd: string): string => {
    const { status, stdout, stderr } = spawnSync('sh', ['-euc', command], { cwd, env: environment, encoding: 'utf8' });
    t.strictSame([status, stderr], [0, ''], command);
    return stdout;
  };
  sh(/^```sh\n(.*?)^```$/ms.exec(page)?.[1] ?? '', folder);
  const questions = [...page.matchAll(/^```\n\$ ([^\n]*)\n(.*?)^```$/gms)];
  t.ok(questions.length >= 3);
  for (const [, command = '', answer] of questions) t.equal(sh(command, join(folder, 'penguins')), answer);
  t.equal(sh('pixelis lineage', join(folder, 'penguins')), /^```mermaid\n(.*?)^```$/ms.exec(page)?.[1]);
  sh('pixelis lineage validate --all --objects', join(folder, 'penguins'));
});
