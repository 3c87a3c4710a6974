import { rm, mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { runCli } from '../support/cli.js';
import { findViolations, takeSnapshot, versionsIn } from './invariants.js';
import { environmentOf, git } from './sandbox.js';

const adders = 8;
const rounds = 2;

void test('many processes may add, push and pull at once: all succeed, and every invariant holds', async (t) => {
  const box = join(await realpath(await mkdtemp(join(tmpdir(), 'pixelis-races-'))), 'box');
  t.teardown(() => rm(join(box, '..'), { recursive: true, force: true, maxRetries: 3 }));
  const ada = join(box, 'ada');
  const failures: string[] = [];
  const pixelis = async (clone: string, ...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await runCli(join(box, clone), args, { env: environmentOf(box) });
    if (code !== 0) failures.push(`${clone}: pixelis ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  };
  await mkdir(join(box, 'home'), { recursive: true });
  await writeFile(join(box, 'home', '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.org\n');
  await git(box, box, 'init', '--quiet', '--initial-branch=main', ada);
  await pixelis('ada', 'init');
  await pixelis('ada', 'hooks', 'uninstall');
  await pixelis('ada', 'remote', 'add', 'origin', '../remote');
  await writeShared(ada, 'data', 0);
  await pixelis('ada', 'add', 'data');
  await pixelis('ada', 'push');
  await git(box, ada, 'add', '--all');
  await git(box, ada, 'commit', '--quiet', '--message', 'Data');
  for (const clone of ['bob', 'eve']) await git(box, box, 'clone', '--quiet', ada, join(box, clone));

  const add = async (adder: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      await writeShared(ada, `part-${adder}`, adder * rounds + round);
      await pixelis('ada', 'add', `part-${adder}`, '--name', 'dataset-shared');
    }
  };
  const push = async (): Promise<void> => {
    for (let round = 0; round < rounds; round++) await pixelis('ada', 'push');
  };
  const pull = async (clone: string): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      await rm(join(box, clone, 'data'), { recursive: true, force: true });
      await pixelis(clone, 'pull');
    }
  };
  await Promise.all([
    ...Array.from({ length: adders }, (_, adder) => add(adder)),
    push(),
    push(),
    pull('bob'),
    pull('eve'),
  ]);
  await pixelis('ada', 'push');

  t.same(failures, []);
  const versions = await versionsIn(ada);
  const numbers = versions.filter(({ artifact }) => artifact === 'dataset-shared').map(({ version }) => version);
  t.same(
    numbers.sort((a, b) => a - b),
    Array.from({ length: adders * rounds }, (_, index) => index + 1),
    'every number once',
  );
  const now = await takeSnapshot(box, 'ada');
  t.same(await findViolations(box, 'ada', { before: now, after: now, versions }), []);
  t.same((await takeSnapshot(box, 'bob')).files['data/own.csv'], now.files['data/own.csv']);
});

/** Files of which most are the same everywhere, and one is not. */
async function writeShared(clone: string, name: string, seed: number): Promise<void> {
  const folder = join(clone, name);
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < 20; index++)
    await writeFile(join(folder, `${index}.csv`), `the same ${index}\n`.repeat(100));
  await writeFile(join(folder, 'large.bin'), Buffer.alloc(1_200_000, `large ${seed % 3}`));
  await writeFile(join(folder, 'own.csv'), `of ${seed}\n`);
}
