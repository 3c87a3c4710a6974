import { chmod, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

const large = new Uint8Array(3 << 20).fill(7);

/** A repository with large and small objects, pushed, and a clone that has pulled nothing. */
async function makePushed(t: Test): Promise<{ readonly repository: TestRepository; readonly clone: TestRepository }> {
  const repository = await makeRepository(t);
  await repository.write('data/small', 'small');
  await repository.write('data/large', large);
  await repository.write('model.bin', 'model');
  await repository.done('add', 'model.bin');
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  return { repository, clone: await repository.clone() };
}

/** Files below a folder whose path from there begins so. */
async function filesIn(folder: string, prefix: string): Promise<readonly string[]> {
  const names = Object.entries(await contentsOf(folder)).filter(
    ([name, content]) => content !== 'folder' && name.startsWith(prefix),
  );
  return names.map(([name]) => path.join(folder, name));
}

async function flipByte(file: string, at = 0): Promise<void> {
  await chmod(file, 0o644);
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

async function halve(file: string): Promise<void> {
  await chmod(file, 0o644);
  await truncate(file, Math.floor((await readFile(file)).length / 2));
}

for (const [word, harm] of [
  ['a flipped bit in', flipByte],
  ['a truncation of', halve],
  ['the loss of', rm],
] as const) {
  void test(`${word} an object in the cache never reaches the worktree; the rest is restored, and pull heals it`, async (t) => {
    const { repository } = await makePushed(t);
    const cache = repository.at('.git/pixelis/cache');
    await rm(repository.at('data'), { recursive: true });
    await rm(repository.at('model.bin'));
    for (const file of await filesIn(cache, 'objects/')) await harm(file);
    const { code, result } = await repository.json('checkout');
    // A file of the wrong size is none: that is seen without reading it.
    t.equal(code, harm === flipByte ? 4 : 3, JSON.stringify(result.problems));
    const expected = harm === flipByte ? 'object.corrupt' : 'object.missing';
    t.match(result.problems, [{ code: expected, message: /data\/large/ }]);
    t.strictSame(await contentsOf(repository.at('data')), { small: '644 small' });
    t.equal(await readFile(repository.at('model.bin'), 'utf8'), 'model');
    await repository.done('pull');
    t.ok((await readFile(repository.at('data/large'))).equals(large));
  });

  void test(`${word} packs in the cache is told, never delivered, and pull heals it`, async (t) => {
    const { repository } = await makePushed(t);
    const before = await contentsOf(repository.at('data'));
    await rm(repository.at('data'), { recursive: true });
    await rm(repository.at('model.bin'));
    const packs = await filesIn(repository.at('.git/pixelis/cache'), 'packs/');
    t.ok(packs.length > 0);
    for (const file of packs) await harm(file);
    const { code, result } = await repository.json('checkout');
    t.not(code, 0);
    t.ok(result.problems.length > 0 || result.error !== undefined);
    for (const [name, content] of Object.entries(await contentsOf(repository.at('data')).catch(() => ({}))))
      t.equal(content, before[name], name);
    await repository.done('pull');
    t.strictSame(await contentsOf(repository.at('data')), before);
    t.equal(await readFile(repository.at('model.bin'), 'utf8'), 'model');
  });

  void test(`${word} an object on the remote is told, never fetched, and pull restores the rest`, async (t) => {
    const { repository, clone } = await makePushed(t);
    for (const file of await filesIn(clone.remote, 'objects/')) await harm(file);
    const { code, result } = await clone.json('pull');
    t.equal(code, harm === rm ? 3 : 4, JSON.stringify(result.problems));
    t.match(result.problems, [{ message: /large/ }]);
    t.strictSame(await contentsOf(clone.at('data')), { small: '644 small' });
    t.strictSame(await filesIn(clone.at('.git/pixelis/cache'), 'objects/'), [], 'what is damaged is not cached');

    if (harm !== flipByte) {
      t.match(await repository.done('push'), { remotes: [{ upToDate: false }] });
      await clone.done('pull');
      t.ok((await readFile(clone.at('data/large'))).equals(large));
    }
  });

  void test(`${word} packs on the remote is told, and nothing wrong is fetched`, async (t) => {
    const { repository, clone } = await makePushed(t);
    for (const file of await filesIn(clone.remote, 'packs/')) await harm(file);
    const { code, result } = await clone.json('pull');
    t.ok([3, 4].includes(code), `${code} ${JSON.stringify(result)}`);
    const whole = await contentsOf(repository.root);
    const delivered = Object.entries(await contentsOf(clone.root)).filter(([name]) => !name.startsWith('.pixelis'));
    for (const [name, content] of delivered) t.equal(content, whole[name], name);
    if (harm !== flipByte) {
      await repository.done('push');
      await clone.done('pull');
      t.strictSame(await contentsOf(clone.at('data')), await contentsOf(repository.at('data')));
    }
  });
}
