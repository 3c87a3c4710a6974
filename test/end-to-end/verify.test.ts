import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { bin } from '../support/cli.js';
import { filesIn, flipByte } from '../support/damage.js';
import { makeRepository } from '../support/repository.js';

void test('verify ends with 0, 4 or 12, and says what it found and whom to ask', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a.csv', 'a');
  await repository.write('data/b.csv', 'b');
  await repository.addAndCommit('two tables', 'data');
  await repository.done('push');
  const { code, stdout } = await repository.pixelis(['verify', '--remote']);
  t.equal(code, 0);
  t.equal(
    stdout,
    `2 records, 1 version, 0 runs; they need 4 objects (2 B)
cache: everything is there
remote 'origin': everything is there

intact
`,
  );
  for (const file of await filesIn(repository.at('.git/pixelis/cache'), 'packs/')) await rm(file);
  const found = await repository.pixelis(['verify'], 'data');
  t.equal(found.code, 4);
  t.match(found.stdout, /^missing .*\n {2}needed by dataset-data:v1 at data, since [0-9a-f]{8}$/m);
  t.match(found.stderr, /problem: 1 object of 'dataset-data:v1' is missing from the cache\n.*pixelis fetch/);
  t.equal((await repository.pixelis(['verify', '--quiet'])).stdout.includes('not intact'), true);
  const healed = await repository.pixelis(['verify', '--repair']);
  t.strictSame([healed.code, healed.stderr], [0, '']);
  t.match(healed.stdout, /missing, repaired from the worktree[^]*intact again\n$/);

  t.equal((await repository.pixelis(['verify', '--full', '--sample', '3'])).code, 2);
  t.equal((await repository.pixelis(['verify', 'data', 'no-such-thing'])).code, 1);
  await rm(repository.remote, { recursive: true });
  const gone = await repository.json('verify', '--remote=origin');
  t.match(gone, { code: 12, result: { intact: true, problems: [{ code: 'remote.not-found' }] } });
  t.equal((await repository.json('verify', '--remote', '--offline')).code, 12);
});

void test('a signal ends verify at once, and nothing has changed', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', 'a');
  await repository.addAndCommit('data', 'data');
  const cache = repository.at('.git/pixelis/cache');
  // Nothing but holes, and so long that nobody reads to its end.
  const name = `objects/00/${'0'.repeat(62)}`;
  await mkdir(join(cache, 'objects/00'), { recursive: true });
  const holes = await open(join(cache, name), 'wx');
  await holes.truncate(2 ** 40);
  await holes.close();
  const before = await filesIn(cache, '');
  const child = spawn(process.execPath, [bin, 'verify', '--full', '--repair', '--json'], {
    cwd: repository.root,
    env: { PATH: process.env['PATH'], ...repository.environment },
  });
  const ended = new Promise<unknown>((resolve) => child.once('close', resolve));
  const folder = `/proc/${child.pid}/fd`;
  const isReading = async (): Promise<boolean> => {
    const files = await Promise.all(
      (await readdir(folder)).map((file) => readlink(join(folder, file)).catch(() => '')),
    );
    return files.some((file) => file.endsWith(name));
  };
  while (child.exitCode === null && !(await isReading().catch(() => false))) await sleep(20);
  child.kill('SIGINT');
  t.equal(await ended, 130);
  t.strictSame(await filesIn(cache, ''), before);
});

void test('repairs beside commands that add lose nothing', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('base/a', 'base');
  await repository.addAndCommit('base', 'base');
  await repository.done('push');
  const cache = repository.at('.git/pixelis/cache');
  const adders = [1, 2, 3].map(async (number) => {
    for (const folder of [`${number}x`, `${number}y`]) {
      for (let file = 0; file < 20; file++) await repository.write(`${folder}/${file}`, `${folder} ${file}`);
      await repository.write(`${folder}/large`, new Uint8Array(2 << 20).fill(number));
      const { code, stdout, stderr } = await repository.spawn(['add', folder]);
      t.equal(code, 0, `${stdout}${stderr}`);
    }
  });
  const repairer = (async () => {
    for (let round = 0; round < 3; round++) {
      for (const file of await filesIn(cache, 'packs/')) {
        if ((await readFile(file).catch(() => Buffer.alloc(0))).subarray(0, 4).equals(Buffer.from('base')))
          await flipByte(file);
      }
      t.match((await repository.spawn(['verify', 'base', '--full', '--repair'])).stdout, /intact/);
    }
  })();
  await Promise.all([...adders, repairer]);
  t.match(await repository.done('verify', '--full'), { intact: true, found: [] });
  t.equal((await filesIn(cache, 'quarantine/')).length, 3, 'there was something to repair');
});
