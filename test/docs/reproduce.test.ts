import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { makePixelisCommand } from '../support/pixelis-command.js';

const page = await readFile(new URL('../../../docs/reproduce.md', import.meta.url), 'utf8');

void test('the run of the page is reproduced as the page says, here and in a clone', async (t) => {
  const { folder, environment } = await makePixelisCommand(t);
  const sh = (command: string, cwd: string): string => {
    const { status, stdout, stderr } = spawnSync('sh', ['-euc', command], { cwd, env: environment, encoding: 'utf8' });
    t.equal(status, 0, `${command}: ${stderr}`);
    return stdout;
  };
  const [start = '', share = ''] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]);
  const answers = [...page.matchAll(/^```\n\$ ([^\n]*)\n(.*?)^```$/gms)];
  sh(start, folder);
  const ask = (index: number, cwd: string): void => {
    const [, command = '', answer = ''] = answers[index] ?? [];
    t.equal(withoutIds(sh(command, cwd)), withoutIds(answer));
  };
  const penguins = join(folder, 'penguins');
  ask(0, penguins);
  ask(1, penguins);
  sh(share, penguins);
  ask(2, join(folder, 'colleague'));
});

/** Without what is new each time. */
function withoutIds(text: string): string {
  return text.replace(/recorded as run \w+/, 'recorded as run ID').replace(/commit [0-9a-f]{8}/, 'commit ID');
}
