import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import type { GcResult } from '../../src/index.js';
import { makeRepository, type TestRepository } from '../support/repository.js';

/** Longer on a machine that is busy: until each has done something, and something was moved. */
const seconds = Number(process.env['PIXELIS_RACE_SECONDS'] ?? 4);
const patienceSeconds = 90;

void test('garbage is collected in a loop while clones add, push, pull, check out and run: nothing is lost', {
  timeout: 1000 * (seconds + 2 * patienceSeconds),
}, async (t) => {
  const origin = await makeRepository(t);
  const cacheFolder = path.join(path.dirname(origin.root), 'cache');
  await origin.done('config', 'set', 'cache.dir', cacheFolder);
  await origin.write('code/input', 'what runs begin with');
  await origin.addAndCommit('share the cache', 'code/input');
  const base = await origin.git('rev-parse', 'HEAD');
  const [reader, runner] = [await origin.clone('reader'), await origin.clone('runner')];

  let isOver = false;
  const did = { add: 0, push: 0, pull: 0, checkout: 0, run: 0, gc: 0, moved: 0 };
  const start = performance.now();
  const goesOn = (): boolean => {
    const seen = (performance.now() - start) / 1000;
    const isIdle = Object.values(did).includes(0);
    return !isOver && (seen < seconds || (isIdle && seen < patienceSeconds));
  };
  const worker = async (work: (round: number) => Promise<void>): Promise<void> => {
    try {
      for (let round = 0; goesOn(); round++) await work(round);
    } finally {
      // One that fails ends the others.
      isOver = true;
    }
  };

  /** Few contents, again and again: what was garbage a moment ago is named anew. */
  const adds = worker(async (round) => {
    const name = `data/${round % 3}`;
    await origin.write(`${name}/small`, `content ${round % 4}`);
    await origin.write(`${name}/large`, new Uint8Array(1.5 * 2 ** 20).fill(round % 4));
    await succeed(origin, ['add', name]);
    did.add += 1;
    await origin.commit(`round ${round}`);
    if (round % 3 === 1) {
      await succeed(origin, ['push']);
      did.push += 1;
    }
    if (round % 2 === 1) await forget(origin, base);
  });
  const reads = worker(async (round) => {
    await reader.git('fetch', '--quiet', '--force', 'origin', 'main:refs/heads/seen');
    await reader.git('checkout', '--quiet', '--force', '--detach', 'seen');
    await succeed(reader, ['pull']);
    did.pull += 1;
    await reader.git('checkout', '--quiet', '--force', '--detach', round % 2 === 0 ? base : 'seen');
    await succeed(reader, ['checkout']);
    did.checkout += 1;
    await forget(reader, 'HEAD');
  });
  const runs = worker(async (round) => {
    const command = ['sh', '-c', `echo ${round}; printf %s ${round % 3} > out`];
    await succeed(runner, ['run', '--input', 'code/input', '--output', 'out', '--', ...command]);
    did.run += 1;
    if (round % 2 === 1) await forget(runner, base);
  });
  const collects = worker(async (round) => {
    const args = round % 3 === 2 ? ['--purge', '--trash-age', '2s'] : ['--apply', '--grace', '0'];
    const result = await succeed(reader, ['gc', ...args]);
    did.gc += 1;
    for (const { objects } of result.state === 'applied' ? result.garbage : []) did.moved += objects;
  });
  await Promise.all([adds, reads, runs, collects]);

  for (const [what, times] of Object.entries(did)) t.ok(times > 0, `${what}: ${times}`);
  // What is wrongly in the trash is gone by now.
  await succeed(origin, ['gc', '--apply', '--grace', '0']);
  await succeed(origin, ['gc', '--purge', '--trash-age', '0']);
  for (const clone of [origin, reader, runner]) t.match(await clone.done('verify', '--full'), { intact: true });
});

/** Takes back everything since a commit, so that nothing names what came since. */
async function forget(repository: TestRepository, commit: string): Promise<void> {
  await repository.git('reset', '--hard', '--quiet', commit);
  await repository.git('clean', '-fdxq');
  await rm(repository.at('.git/pixelis/index'), { recursive: true, force: true });
  await repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
  await repository.git('prune', '--expire=now');
}

async function succeed(repository: TestRepository, args: readonly string[]): Promise<GcResult> {
  const end = args.indexOf('--');
  const all = end < 0 ? [...args, '--json'] : [...args.slice(0, end), '--json', ...args.slice(end)];
  const { code, stdout, stderr } = await repository.spawn(all);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as GcResult;
}
