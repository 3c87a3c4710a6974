import { rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

/** `dataset-cota_sft` in three versions, each a commit; `best` is the second. */
async function makeHistory(
  t: Test,
): Promise<{ readonly repository: TestRepository; readonly digests: readonly string[] }> {
  const repository = await makeRepository(t);
  const digests: string[] = [];
  for (const content of ['one', 'two', 'three']) {
    await repository.write('data/train/a', content);
    await repository.write('data/train/in/b', `${content} b`);
    const { paths } = await repository.done('add', 'data/train', '--name', 'dataset-cota_sft');
    digests.push(String(paths[0]?.['digest']));
    await repository.commit(content);
  }
  await repository.git('tag', 'v1.0', 'HEAD~2');
  await repository.done('alias', 'set', 'dataset-cota_sft:v2', 'best');
  return { repository, digests };
}

void test('every form of a reference names its version', async (t) => {
  const { repository, digests } = await makeHistory(t);
  const [first = '', second = '', third = ''] = digests;
  for (const [reference, version, digest] of [
    ['dataset-cota_sft', 3, third],
    ['dataset-cota_sft:latest', 3, third],
    ['dataset-cota_sft:v2', 2, second],
    ['dataset-cota_sft-v2', 2, second],
    ['dataset-cota_sft:best', 2, second],
    ['dataset-cota_sft@HEAD~2', 1, first],
    ['dataset-cota_sft@v1.0', 1, first],
    [first, 1, first],
    [first.slice(0, 'blake3:'.length + 10), 1, first],
    [`dataset-cota_sft@${second.slice(0, 'blake3:'.length + 10)}`, 2, second],
    ['data/train', 3, third],
    ['./data/../data/train', 3, third],
    ['data/train@v1.0', 1, first],
    ['data/train@HEAD~1', 2, second],
  ] as const)
    t.match(await repository.done('show', reference), { version: { version, digest } }, reference);
});

void test('every form takes a path inside', async (t) => {
  const { repository } = await makeHistory(t);
  for (const [reference, content] of [
    ['dataset-cota_sft//a', 'three'],
    ['dataset-cota_sft:v1//in/b', 'one b'],
    ['dataset-cota_sft:best//a', 'two'],
    ['dataset-cota_sft@HEAD~2//a', 'one'],
    ['data/train@v1.0//in/b', 'one b'],
    ['data/train//a', 'three'],
    ['data/train/a', 'three'],
    ['data/train/in/b@HEAD~1', 'two b'],
  ] as const)
    t.match(await repository.pixelis(['cat', reference]), { code: 0, stdout: content, stderr: '' }, reference);
});

void test('a file with an @ in its name and one at a revision are told apart', async (t) => {
  const { repository } = await makeHistory(t);
  await repository.write('data/train/a@HEAD', 'odd');
  await repository.done('add', 'data/train');
  t.match(await repository.pixelis(['cat', 'data/train/a@HEAD']), { code: 0, stdout: 'odd' });
  t.match(await repository.pixelis(['cat', 'data/train/a@HEAD~1']), { code: 0, stdout: 'two' });
  await rm(repository.at('data/train'), { recursive: true });
  await repository.done('checkout', 'data/train/a@HEAD');
  t.strictSame(await contentsOf(repository.at('data/train')), { 'a@HEAD': '644 odd' });
  await repository.done('push', 'data/train/a@HEAD~1');
});

void test('an unknown reference is an error that lists the closest candidates', async (t) => {
  const { repository } = await makeHistory(t);
  for (const [reference, hint] of [
    ['dataset-cota_stf', /dataset-cota_sft/],
    ['dataset-cota_sft:v9', /v1, v2, v3/],
    ['dataset-cota_sft:bets', /best/],
    ['data/trian', /data\/train/],
    ['dataset-cota_sft//in/c', /in\/b/],
    ['dataset-cota_sft@nothing', /git/],
  ] as const) {
    const { code, result } = await repository.json('show', reference);
    t.equal(code, 1, reference);
    t.match(result.error?.hint, hint, reference);
  }
});
