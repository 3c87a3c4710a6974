import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Digest, digestFromHex } from '#model/digest.js';
import { isCollecting, listPins, markCollecting } from '#store/pin-files.js';
import { pinSession } from '#store/pins.js';
import { endedPins, readPins, removePins } from '#store/read-pins.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

const program = fileURLToPath(new URL('pin-until-killed.js', import.meta.url));
const [one, two, three] = [1, 2, 3].map((number) => digestFromHex(`${number}`.repeat(64))) as [Digest, Digest, Digest];

void test('what is pinned is seen by everybody until the session is closed, and leaves nothing', async (t) => {
  const folder = join(await temporaryFolder(t), 'pins');
  const session = pinSession(folder);
  t.notOk(existsSync(folder), 'who pins nothing makes no file');
  await session.pin([one, two]);
  await session.pin({ digests: Buffer.alloc(32, 0x33), sizes: Float64Array.of(5) });
  t.same([...readPins(folder).digests()], [one, two, three]);
  t.same(await endedPins(folder), new Set());
  await session.close();
  t.same(readdirSync(folder), []);
  await session.pin([two]);
  t.same([...readPins(folder).digests()], [two], 'it can be used again');
  await session.close();
});

void test('what is pinned twice is written once', async (t) => {
  const folder = await temporaryFolder(t);
  const session = pinSession(folder);
  await Promise.all([session.pin([one, two]), session.pin([two, one]), session.pin([three])]);
  await session.pin([one, three]);
  t.equal(statSync(listPins(folder)[0] ?? '').size, 3 * 32);
  await session.close();
});

void test('pins of a session that is closed while garbage is collected stay until a collection ends that began later', async (t) => {
  const folder = await temporaryFolder(t);
  const [early, late] = [pinSession(folder), pinSession(folder)];
  await early.pin([one]);
  await late.pin([two]);
  const unmark = markCollecting(folder);
  await early.close();
  const ended = await endedPins(folder);
  await late.close();
  t.same([...readPins(folder).digests()].sort(), [one, two]);
  t.same([...readPins(folder, ended).digests()], [two], 'the references of the first could be seen from the beginning');
  removePins(folder, ended);
  unmark();
  t.notOk(isCollecting(folder));
  t.same([...readPins(folder).digests()], [two]);
  removePins(folder, await endedPins(folder));
  t.same(readdirSync(folder), []);
});

void test('a process that is killed pins nothing any more, from that moment on', async (t) => {
  const folder = await temporaryFolder(t);
  const child = spawn(process.execPath, [program, folder, one], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  t.same(await endedPins(folder), new Set(), 'it lives');
  child.kill('SIGKILL');
  await once(child, 'close');
  const ended = await endedPins(folder);
  t.equal(ended.size, 1);
  t.same([...readPins(folder).digests()], [one], 'but what it pinned is known');
  removePins(folder, ended);
  t.same(readdirSync(folder), []);
});

void test('what programs leave that never close what they open is removed by those that come later', async (t) => {
  const folder = await temporaryFolder(t);
  const live = pinSession(folder);
  await live.pin([one]);
  for (let left = 0; left < 20; left++) writeFileSync(join(folder, `1-${left}`), Buffer.alloc(32, 0x22));
  const unmark = markCollecting(folder);
  const early = pinSession(folder);
  await early.pin([three]);
  t.equal(listPins(folder).length, 22, 'but while garbage is collected');
  unmark();
  const late = pinSession(folder);
  await late.pin([three]);
  t.same([...readPins(folder).digests()].sort(), [one, three]);
  for (const session of [live, early, late]) await session.close();
  t.same(readdirSync(folder), []);
});

void test('a digest that a killed process wrote in part was never pinned', async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, '1-cut'), Buffer.alloc(32, 0x11));
  appendFileSync(join(folder, '1-cut'), Buffer.alloc(31, 0x22));
  t.same([...readPins(folder).digests()], [one]);
});

void test('the lock of a process that was killed before it pinned goes after a day', async (t) => {
  const folder = await temporaryFolder(t);
  const [young, old] = [join(folder, '1-young.lock'), join(folder, '1-old.lock')];
  for (const path of [young, old]) writeFileSync(path, '');
  const dayAgo = Date.now() / 1000 - 25 * 3600;
  utimesSync(old, dayAgo, dayAgo);
  removePins(folder, new Set());
  t.same(readdirSync(folder), ['1-young.lock']);
});

void test('on a store that may only be read nothing is pinned, and nothing fails', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async (t) => {
  const folder = join(await temporaryFolder(t), 'pins');
  mkdirSync(folder);
  chmodSync(folder, 0o555);
  const session = pinSession(folder);
  await session.pin([one]);
  await session.close();
  t.same(readdirSync(folder), []);
});
