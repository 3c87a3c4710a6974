import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { listAliases } from '#operations/list-aliases.js';
import { removeAlias } from '#operations/remove-alias.js';
import { setAlias } from '#operations/set-alias.js';
import { makeOperationContext } from '../support/operation-context.js';

async function makeTwoVersions(t: Parameters<typeof makeOperationContext>[0]) {
  const fixture = await makeOperationContext(t);
  const { repository, pixelis } = fixture;
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  return fixture;
}

void test('an alias is set, moved and removed, and each says what it named before', async (t) => {
  const { context, repository } = await makeTwoVersions(t);
  const first = await setAlias(context, { reference: 'model-m:v1', alias: 'best' });
  t.match(first, { command: 'alias set', changed: { artifact: 'model-m', alias: 'best', after: { version: 1 } } });
  t.equal(first.changed?.before, undefined);
  const moved = await setAlias(context, { reference: 'm.bin', alias: 'best' });
  t.match(moved, { changed: { before: { version: 1 }, after: { version: 2 } } });
  t.match(moved.aliases, [{ artifact: 'model-m', version: 2, alias: 'best' }]);
  t.match(await repository.git('diff', '--cached', '--name-only'), '.pixelis/artifacts/model-m/aliases.yaml');
  const again = await setAlias(context, { reference: 'model-m:best', alias: 'best' });
  t.equal(again.changed, undefined);
  const removed = await removeAlias(context, { artifact: 'model-m', alias: 'best' });
  t.match(removed, { aliases: [], changed: { alias: 'best', before: { version: 2 } } });
  t.equal(removed.changed?.after, undefined);
});

void test('comments in the file of aliases stay', async (t) => {
  const { context, repository } = await makeTwoVersions(t);
  await setAlias(context, { reference: 'model-m:v1', alias: 'best' });
  const file = join(repository.root, '.pixelis/artifacts/model-m/aliases.yaml');
  await repository.write('.pixelis/artifacts/model-m/aliases.yaml', `# ours\n${await readFile(file, 'utf8')}`);
  await setAlias(context, { reference: 'model-m:v2', alias: 'best' });
  t.match(await readFile(file, 'utf8'), /^# ours\npixelis: 1\naliases:\n {2}best:\n {4}version: 2\n/);
});

void test('names that mean something already are refused', async (t) => {
  const { context } = await makeTwoVersions(t);
  for (const alias of ['latest', 'v3', '', 'a b', '-x', 'blake3:6f']) {
    await t.rejects(setAlias(context, { reference: 'model-m', alias }), { code: 'usage.invalid-argument' });
  }
});

void test('what is not there is refused with what is', async (t) => {
  const { context } = await makeTwoVersions(t);
  await setAlias(context, { reference: 'model-m:v1', alias: 'best' });
  const there = { code: 'reference.not-found', hint: 'there is: best' };
  await t.rejects(removeAlias(context, { artifact: 'model-m', alias: 'bets' }), there);
  await t.rejects(removeAlias(context, { artifact: 'model-x', alias: 'best' }), { code: 'reference.not-found' });
  await t.rejects(setAlias(context, { reference: 'model-m:v9', alias: 'best' }), { code: 'reference.not-found' });
  await t.rejects(listAliases(context, 'model-x'), { code: 'reference.not-found' });
});

void test('a dry run changes nothing', async (t) => {
  const { context } = await makeTwoVersions(t);
  const { changed } = await setAlias(context, { reference: 'model-m:v1', alias: 'best' }, { dryRun: true });
  t.match(changed, { after: { version: 1 } });
  t.strictSame((await listAliases(context, undefined)).aliases, []);
});

void test('a version that only another commit records cannot have an alias here', async (t) => {
  const { context, repository, pixelis } = await makeTwoVersions(t);
  await repository.commit('two versions');
  await repository.git('checkout', '-q', '-b', 'side');
  await repository.write('m.bin', 'three');
  await pixelis.add(['m.bin']);
  await repository.commit('third');
  await repository.git('checkout', '-q', 'main');
  await t.rejects(setAlias(context, { reference: 'model-m@side', alias: 'best' }), { code: 'reference.not-found' });
});
