import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { bin } from '../support/cli.js';
import { outputErrors } from '../support/output-schemas.js';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

void test('every command prints one object that its schema describes, and so does every error', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.write('model.bin', 'm');
  await repository.addAndCommit('first', 'data', 'model.bin');
  await repository.write('data/a', '2');
  for (const args of [
    ['add', 'data'],
    ['status'],
    ['status', '--remote'],
    ['diff'],
    ['diff', 'HEAD'],
    ['diff', 'dataset-data:v1', 'dataset-data:v2'],
    ['push'],
    ['fetch'],
    ['pull'],
    ['checkout'],
    ['get', 'dataset-data:v1', '-o', 'old'],
    ['cat', 'dataset-data:v1//a'],
    ['list'],
    ['list', '--all'],
    ['show', 'dataset-data'],
    ['show', 'dataset-data', '--files'],
    ['log'],
    ['log', 'data'],
    ['search', 'size > 0'],
    ['alias', 'set', 'dataset-data:v1', 'best'],
    ['alias', 'list'],
    ['alias', 'remove', 'dataset-data', 'best'],
    ['remote', 'list'],
    ['remote', 'check'],
    ['config', 'list'],
    ['config', 'get', 'naming'],
    ['config', 'set', 'naming', 'warn'],
    ['config', 'unset', 'naming'],
    ['env', 'capture', '--level', '3', '--', 'sh', '-c', 'true'],
    ['env', 'show'],
    ['env', 'diff', '.', '.'],
    ['hooks', 'status'],
    ['hooks', 'install'],
    ['completion', 'bash'],
    ['doctor'],
  ])
    t.match(await repository.json(...args), { code: 0, result: { problems: [] } }, args.join(' '));
  for (const args of [
    ['stauts'],
    ['add'],
    ['add', 'nothing'],
    ['status', '--nothing'],
    ['diff', 'nothing'],
    ['push', '--remote', 'nothing'],
    ['push', '--jobs', 'many'],
    ['fetch', 'nothing'],
    ['pull', '--revs', 'nothing'],
    ['checkout', 'dataset-data:v9'],
    ['get', 'nothing'],
    ['cat', 'dataset-data'],
    ['show', 'nothing'],
    ['log', 'nothing'],
    ['search', '(('],
    ['alias', 'set', 'dataset-data', 'latest'],
    ['alias', 'remove', 'dataset-data', 'nothing'],
    ['remote', 'add', 'origin', '/elsewhere'],
    ['remote', 'remove', 'nothing'],
    ['config', 'get', 'nothing'],
    ['config', 'set', 'naming', 'loud'],
    ['completion', 'tcsh'],
    ['init'],
  ]) {
    const { code, result } = await repository.json(...args);
    t.ok([1, 2].includes(code), `${args.join(' ')} ends with ${code}`);
    t.ok(result.error?.hint ?? result.error?.message, args.join(' '));
  }
  const outside = await repository.spawn(['status', '--json'], { cwd: '/' });
  t.equal(outside.code, 10);
  t.strictSame(outputErrors(JSON.parse(outside.stdout)), []);
});

/** Starts a command, interrupts it when it shows progress or after a moment, and returns how it ended. */
async function interrupt(repository: TestRepository, args: readonly string[], afterMs: number) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: repository.root, env: { ...repository.environment } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.resume();
  const timer = setTimeout(() => child.kill('SIGINT'), afterMs);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  return { code, signal, stderr };
}

/** Interrupts it early, late and in between, and sees that it ends well and that another run completes it. */
async function survives(t: Test, repository: TestRepository, args: readonly string[]): Promise<void> {
  let interrupted = 0;
  for (const afterMs of [150, 250, 350, 500, 800]) {
    const { code, signal, stderr } = await interrupt(repository, args, afterMs);
    // Before a line of ours has run, node ends as every program does.
    if (signal === 'SIGINT') continue;
    if (code === 130) {
      interrupted += 1;
      t.equal(stderr.trim().split('\n').at(-1), 'pixelis: interrupted');
    } else t.equal(code, 0, `${args.join(' ')} after ${afterMs} ms: ${stderr}`);
  }
  t.comment(`${args.join(' ')}: interrupted ${interrupted} of 5 times`);
  await repository.done(...args);
}

void test('Ctrl-C during add, push and pull ends with 130, and the same command completes what was begun', async (t) => {
  const repository = await makeRepository(t);
  for (let file = 0; file < 3000; file += 1) await repository.write(`data/${file % 20}/${file}`, `${file}`.repeat(50));
  await repository.write('data/large', new Uint8Array(64 << 20).fill(1));
  await survives(t, repository, ['add', 'data']);
  t.match(await repository.done('status'), { paths: [{ version: 1, worktree: 'unchanged', cache: 'complete' }] });
  await repository.commit('data');
  await survives(t, repository, ['push']);
  const clone = await repository.clone();
  await survives(t, clone, ['pull']);
  t.strictSame(await contentsOf(clone.at('data')), await contentsOf(repository.at('data')));
  await rm(clone.at('data'), { recursive: true });
  await survives(t, clone, ['checkout']);
  t.match(await clone.done('status'), { clean: true });
});
