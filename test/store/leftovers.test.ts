import { linkSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeLeftovers } from '#store/leftovers.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

void test('files and folders go to which nothing was done for long, with all that is in them', async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, 'old'), 'old');
  mkdirSync(join(folder, 'ingest-1-old'));
  writeFileSync(join(folder, 'ingest-1-old', 'pack'), 'a pack');
  mkdirSync(join(folder, 'ingest-2-new'));
  writeFileSync(join(folder, 'ingest-2-new', 'pack'), 'begun early');
  await sleep(20);
  const before = Date.now() - 5;
  await sleep(20);
  writeFileSync(join(folder, 'new'), 'new');
  writeFileSync(join(folder, 'ingest-2-new', 'pack'), 'written again and again');
  t.same(await removeLeftovers(folder, { before, dryRun: true }), { objects: 2, bytes: 9 });
  t.equal(readdirSync(folder).length, 4);
  t.same(await removeLeftovers(folder, { before }), { objects: 2, bytes: 9 });
  t.same(readdirSync(folder).sort(), ['ingest-2-new', 'new']);
  t.same(await removeLeftovers(join(folder, 'none'), { before }), { objects: 0, bytes: 0 });
});

void test('a link to an old file is as young as the link', async (t) => {
  const [folder, elsewhere] = [await temporaryFolder(t), await temporaryFolder(t)];
  const object = join(elsewhere, 'object');
  writeFileSync(object, 'bytes');
  utimesSync(object, 1, 1);
  const before = Date.now() - 1;
  await sleep(20);
  linkSync(object, join(folder, 'link'));
  t.same(await removeLeftovers(folder, { before }), { objects: 0, bytes: 0 });
});
