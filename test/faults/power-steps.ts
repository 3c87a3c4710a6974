import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddResult } from '../../src/index.js';
import { runCli } from '../support/cli.js';
import type { Powered } from './power-cut.js';
import { brokenAdds, type Kept } from './power-promises.js';
import { type Box, environmentOf, git } from './sandbox.js';

/** Folders of stores, by path in a box. */
export const adaCache = 'ada/.git/pixelis/cache';
export const bobCache = 'bob/.git/pixelis/cache';

export interface Addition extends Kept {
  readonly round: number;
  /** Default: what was never there before. */
  readonly content?: string;
}

/** Adds small files, a large one in a folder, and a file alone. */
export async function addOnce(powered: Powered, { round, content, ...kept }: Addition): Promise<AddResult> {
  await writeContent(join(powered.box, kept.clone), content ?? `${round} ${randomBytes(8).toString('hex')}`);
  const result = (await powered.pixelis(kept.clone, 'add', 'data', 'model.bin')) as AddResult;
  powered.promise(`${kept.clone}: add ${round}`, () => brokenAdds(powered.box, { ...kept, result }));
  return result;
}

export async function commit(powered: Powered, round: number): Promise<void> {
  await powered.git('ada', 'add', '--all');
  await powered.git('ada', 'commit', '--quiet', '--allow-empty', '--message', `Round ${round}`);
}

export async function arrangeClone(box: Box, clone: string): Promise<void> {
  await mkdir(join(box, 'home'), { recursive: true });
  // What git acknowledged is not what is looked at.
  await writeFile(
    join(box, 'home', '.gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[core]\n\tfsync = all\n',
  );
  await git(box, box, 'init', '--quiet', '--initial-branch=main', clone);
  await arrangeBy(box, clone, 'init');
  await arrangeBy(box, clone, 'hooks', 'uninstall');
}

/** Two versions of everything, on a remote. */
export async function arrangePushed(box: Box): Promise<void> {
  await arrangeClone(box, 'ada');
  await arrangeBy(box, 'ada', 'remote', 'add', 'origin', '../remote');
  for (const version of ['first', 'second']) {
    await writeContent(join(box, 'ada'), version);
    await arrangeBy(box, 'ada', 'add', 'data', 'model.bin');
    await gitCommit(box, version);
  }
  await arrangeBy(box, 'ada', 'push', '--all');
}

export async function gitCommit(box: Box, message: string): Promise<void> {
  await git(box, join(box, 'ada'), 'add', '--all');
  await git(box, join(box, 'ada'), 'commit', '--quiet', '--message', message);
}

export async function arrangeBy(box: Box, clone: string, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runCli(join(box, clone), args, { env: environmentOf(box) });
  if (code !== 0) throw new Error(`pixelis ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
}

async function writeContent(clone: string, content: string): Promise<void> {
  await mkdir(join(clone, 'data', 'deep'), { recursive: true });
  for (let index = 0; index < 12; index++)
    await writeFile(join(clone, 'data', `${index}.csv`), `${content} ${index}\n`.repeat(1 + 20 * index));
  await writeFile(join(clone, 'data', 'deep', 'large.bin'), `${content} large\n`.repeat(100_000));
  await writeFile(join(clone, 'model.bin'), `${content} weights\n`.repeat(5000));
}

export async function contentOf(clone: string): Promise<Readonly<Record<string, string>>> {
  const paths = ['model.bin', ...[...Array(12).keys()].map((index) => `data/${index}.csv`), 'data/deep/large.bin'];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(clone, path), 'utf8')] as const)),
  );
}

/** Other bytes in one large object and one pack. */
export async function damageSome(store: string): Promise<void> {
  for (const folder of ['objects', 'packs']) {
    const names = (await readdir(join(store, folder), { recursive: true })).filter((name) => name.length > 60);
    const path = join(store, folder, names[Math.floor(Math.random() * names.length)] as string);
    const bytes = await readFile(path);
    bytes.fill('damage', 20, 60);
    await chmod(path, 0o644);
    await writeFile(path, bytes);
    await chmod(path, 0o444);
  }
}
