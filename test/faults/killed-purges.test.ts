import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { runCli } from '../support/cli.js';
import { samplePoints } from './disturb.js';
import { compileShim, runDisturbed } from './fault-process.js';
import { copyBox, environmentOf, git } from './sandbox.js';

const marker = 'MARKER-that-must-go';
const command = ['purge', 'dataset-data:v1', '--reason', 'licence ended', '--apply'];

// PIXELIS_FAULTS=all tries every operation.
void test('a purge that is killed at any moment is completed by the same command, and takes nothing else along', async (t) => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'pixelis-purges-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const shim = await compileShim(folder);
  if (shim === undefined) {
    t.plan(0, 'faults need Linux and a C compiler (cc)');
    return;
  }
  await arrange(join(folder, 'start'));
  const disturb = async (box: string, at: number) => {
    await copyBox(join(folder, 'start'), box);
    const place = { cwd: join(box, 'clone'), folder: box, environment: environmentOf(box) };
    return runDisturbed({ ...place, args: ['--json', ...command], shim }, { kind: 'kill', at });
  };
  const { count, code } = await disturb(join(folder, 'counted'), 0);
  t.equal(code, 0);
  const violations = await mapAtOnce(samplePoints(count, 8), 2, async (at) => {
    const box = join(folder, `killed-${at}`);
    const { hit } = await disturb(box, at);
    const found: string[] = [];
    const run = (...args: readonly string[]) => runCli(join(box, 'clone'), args, { env: environmentOf(box) });
    const again = await run(...command);
    if (again.code !== 0) found.push(`run again it ended with ${again.code}: ${again.stderr}`);
    for (const file of await filesWith(marker, box)) found.push(`the content is still in ${file}`);
    const rest = await run('verify', '--full', '--download', '--all');
    if (rest.code !== 0) found.push(`of the rest, something is lost: ${rest.stdout}`);
    const staged = await git(box, join(box, 'clone'), 'diff', '--cached', '--name-only');
    if (!/^\.pixelis\/tombstones\/[0-9a-f]{64}\.yaml$/m.test(staged)) found.push('the tombstone is not staged');
    await rm(box, { recursive: true });
    return found.map((text) => `killed at ${at} (${hit?.replace(box, '')}): ${text}`);
  });
  t.same(violations.flat(), []);
});

/** Two versions, pushed, that share a file; the first has the marker, in a small and in a large file. */
async function arrange(box: string): Promise<void> {
  const clone = join(box, 'clone');
  const pixelis = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await runCli(clone, args, { env: environmentOf(box) });
    if (code !== 0) throw new Error(`pixelis ${args.join(' ')} ended with ${code}: ${stderr}`);
  };
  await mkdir(join(box, 'home'), { recursive: true });
  await writeFile(join(box, 'home', '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.org\n');
  await git(box, box, 'init', '--quiet', '--initial-branch=main', clone);
  await pixelis('init');
  await pixelis('hooks', 'uninstall');
  await pixelis('remote', 'add', 'origin', '../remote');
  await mkdir(join(clone, 'data'));
  await writeFile(join(clone, 'data', 'shared.txt'), 'shared by both versions\n');
  await writeFile(join(clone, 'data', 'small.txt'), `small ${marker}\n`);
  await writeFile(join(clone, 'data', 'large.bin'), `large ${marker}\n`.repeat(60_000));
  await pixelis('add', 'data');
  await git(box, clone, 'add', '--all');
  await git(box, clone, 'commit', '--quiet', '--message', 'First');
  await rm(join(clone, 'data', 'small.txt'));
  await rm(join(clone, 'data', 'large.bin'));
  await writeFile(join(clone, 'data', 'other.txt'), 'of the second version\n');
  await pixelis('add', 'data');
  await git(box, clone, 'add', '--all');
  await git(box, clone, 'commit', '--quiet', '--message', 'Second');
  await pixelis('push', '--all');
}

async function filesWith(text: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const file = join(folder, name);
    if ((await stat(file)).isFile() && (await readFile(file)).includes(text)) found.push(name);
  }
  return found;
}
