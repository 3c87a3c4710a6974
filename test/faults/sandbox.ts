import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '../support/cli.js';
import { someBytes } from '../support/some-bytes.js';

/** A folder with everything that takes part: clones `ada` and `bob`, the folder `remote`, and `home`. */
export type Box = string;

/** A command to be disturbed, and the state of a box in which it is run. */
export interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  readonly clone: 'ada' | 'bob';
  readonly box: Box;
}

/** Digests of every version that the scenarios make are in the records of `ada` in this box. */
export interface Scenarios {
  readonly all: readonly Scenario[];
  readonly last: Box;
}

/** Makes the scenarios: one history, of which each is a moment. */
export async function makeScenarios(folder: string): Promise<Scenarios> {
  const all: Scenario[] = [];
  const box = join(folder, 'history');
  const ada = join(box, 'ada');
  const bob = join(box, 'bob');
  const keep = async (name: string, clone: 'ada' | 'bob', args: readonly string[]): Promise<void> => {
    const copy = join(folder, `scenario-${all.length}`);
    await copyBox(box, copy);
    all.push({ name, args, clone, box: copy });
  };
  const pixelis = async (clone: string, ...args: readonly string[]): Promise<void> => {
    const { code, stderr, stdout } = await runCli(clone, args, { env: environmentOf(box) });
    if (code !== 0) throw new Error(`pixelis ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  };
  const commit = async (message: string): Promise<void> => {
    await git(box, ada, 'add', '--all');
    await git(box, ada, 'commit', '--quiet', '--message', message);
  };

  await mkdir(join(box, 'home'), { recursive: true });
  await writeFile(join(box, 'home', '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.org\n');
  await git(box, box, 'init', '--quiet', '--initial-branch=main', ada);
  await pixelis(ada, 'init');
  // The hooks would run Pixelis inside of git, beside the command that is looked at.
  await pixelis(ada, 'hooks', 'uninstall');
  await pixelis(ada, 'remote', 'add', 'origin', '../remote');
  await commit('Set up');
  await writeFirst(ada);
  await keep('add', 'ada', ['add', 'data', 'model.bin']);

  await pixelis(ada, 'add', 'data', 'model.bin');
  await commit('First');
  await pixelis(ada, 'push');
  await git(box, box, 'clone', '--quiet', ada, bob);
  await keep('fetch', 'bob', ['fetch']);
  await keep('pull into a new folder', 'bob', ['pull']);

  await pixelis(bob, 'pull');
  await writeSecond(ada);
  await keep('add again', 'ada', ['add', 'data', 'model.bin']);

  await pixelis(ada, 'add', 'data', 'model.bin');
  await commit('Second');
  await keep('push', 'ada', ['push']);

  await pixelis(ada, 'push');
  await keep('gc', 'ada', ['gc', '--apply', '--grace', '0', '--keep-last', '1']);
  await writeFile(join(ada, 'data', 'own.txt'), 'in no version\n');
  await git(box, ada, 'checkout', '--quiet', 'HEAD~1', '--', 'data.pixelis.yaml', 'model.bin.pixelis.yaml');
  await keep('checkout', 'ada', ['checkout']);

  await git(box, bob, 'pull', '--quiet', '--ff-only');
  await keep('pull over the old version', 'bob', ['pull']);
  return { all, last: box };
}

/** A copy in which a command can be run: remotes are named by relative paths. */
export async function copyBox(from: Box, to: Box): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await promisify(execFile)('cp', ['-a', from, to]);
}

/** All that a command in this box sees of the environment. */
export function environmentOf(box: Box): Readonly<Record<string, string | undefined>> {
  return {
    PATH: process.env['PATH'],
    HOME: join(box, 'home'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(box, 'home', '.gitconfig'),
    GIT_CEILING_DIRECTORIES: box,
  };
}

export async function git(box: Box, cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd, env: environmentOf(box) });
  return stdout;
}

async function writeFirst(clone: string): Promise<void> {
  const data = join(clone, 'data');
  await mkdir(join(data, 'deep', 'er'), { recursive: true });
  await mkdir(join(data, 'empty'));
  for (let index = 0; index < 7; index++) await writeFile(join(data, `${index}.csv`), `row ${index}\n`.repeat(300));
  await writeFile(join(data, 'deep', 'er', 'small.txt'), 'small\n');
  await writeFile(join(data, 'deep', 'run.sh'), '#!/bin/sh\n');
  await chmod(join(data, 'deep', 'run.sh'), 0o755);
  await writeFile(join(data, 'large.bin'), someBytes(1_300_000));
  await symlink('deep/er/small.txt', join(data, 'link'));
  await writeFile(join(clone, 'model.bin'), 'weights 1\n');
}

async function writeSecond(clone: string): Promise<void> {
  const data = join(clone, 'data');
  await writeFile(join(data, '1.csv'), 'another row\n'.repeat(300));
  await writeFile(join(data, 'large.bin'), someBytes(1_400_000));
  await rm(join(data, '2.csv'));
  await writeFile(join(data, 'new.csv'), 'new\n');
  await rm(join(data, 'link'));
  await symlink('1.csv', join(data, 'link'));
  await writeFile(join(clone, 'model.bin'), 'weights 2\n');
}
