import { chmod, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePackTrailer, packRowSize } from '#format/pack.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { writeDigest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { writeTree } from '#store/tree-writer.js';
import { test } from 'tap';
import { someBytes } from '../support/some-bytes.js';
import { makeHostileRepository, serve } from './hostile-repository.js';

const hasher = await loadHasher();
const small = Buffer.from('the honest bytes\n');
const large = someBytes(1_200_000);
const gibibyte = 2 ** 30;

/** What a remote may serve in place of what it was given; each within a few seconds and a small heap. */
const lies: ReadonlyArray<readonly [name: string, served: 'pack' | 'object', tell: (file: string) => Promise<void>]> = [
  ['a pack with a flipped bit', 'pack', (file) => change(file, (bytes) => flip(bytes, 3))],
  ['a pack with a flipped bit in its table', 'pack', (file) => change(file, (bytes) => flip(bytes, bytes.length - 60))],
  ['a pack that is cut off', 'pack', (file) => change(file, (bytes) => bytes.subarray(0, -10))],
  ['an empty pack', 'pack', (file) => change(file, () => Buffer.alloc(0))],
  ['a pack of four gibibytes', 'pack', (file) => grow(file, 4 * gibibyte)],
  ['a pack whose trailer promises 4 billion objects', 'pack', (file) => change(file, impossibleCount)],
  ['another pack under the name', 'pack', (file) => change(file, anotherPack)],
  ['a large object with a flipped bit', 'object', (file) => change(file, (bytes) => flip(bytes, 700_000))],
  ['a large object that is cut off', 'object', (file) => change(file, (bytes) => bytes.subarray(0, 1000))],
  ['a large object that goes on for sixty gibibytes', 'object', (file) => grow(file, 60 * gibibyte)],
  ['a folder in the place of a large object', 'object', (file) => change(file, undefined)],
];

void test('whatever a remote serves, only bytes that match their digest are placed, in bounded time', async (t) => {
  for (const [name, served, tell] of lies) {
    const { clone, remote, store, pixelis, point, surroundings } = await makeHostileRepository(t);
    const [smallDigest] = await store.write([small]);
    const largeDigest = hashBytes(large, hasher);
    const object = await serve(remote, 'objects', largeDigest, large);
    const entries = [
      { path: 'large.bin', kind: 'file', size: large.length, digest: largeDigest },
      { path: 'small.txt', kind: 'file', size: small.length, digest: smallDigest },
    ] as unknown as readonly TreeEntry[];
    const tree = await writeTree(store, entries);
    await point('data', tree);
    const packs = (await readdir(join(remote, 'packs'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const before = await surroundings();
    const files = served === 'object' ? [object] : packs.map((entry) => join(entry.parentPath, entry.name));
    for (const file of files) await tell(file);
    t.ok(files.length > 0);

    const started = performance.now();
    const { code, errors, stderr } = await pixelis('pull', '--json');
    t.ok(performance.now() - started < 60_000, `${name}: in time`);
    t.ok([3, 4, 12].includes(code), `${name}: ends with ${code}: ${errors.join()} ${stderr}`);
    t.ok(errors.length > 0 && !errors.includes('bug'), `${name}: ${errors.join()}`);
    for (const file of await readdir(join(clone, 'data')).catch(() => [])) {
      const bytes = await readFile(join(clone, 'data', file));
      t.ok(bytes.equals(file === 'small.txt' ? small : large), `${name}: '${file}' is right, or not there`);
    }
    t.same(await surroundings(), before, `${name}: nothing outside`);
  }
});

void test('what is no object in a remote’s listing is passed over', async (t) => {
  const { clone, remote, store, pixelis, point } = await makeHostileRepository(t);
  const [digest] = await store.write([small]);
  await point('data', { digest: digest as never, size: small.length });
  for (const name of ['packs/zz', 'packs/ab', 'objects/..x', 'packs/\u001b[31m\n', 'objects/--help']) {
    await mkdir(join(remote, name), { recursive: true });
    for (const file of ['short', 'f'.repeat(62), '\u001b]0;title\u0007', '-rf'])
      await writeFile(join(remote, name, file), 'x');
  }
  await symlink('/etc/passwd', join(remote, 'packs', 'ab', '0'.repeat(62)));
  await symlink('/', join(remote, 'packs', 'cd'));
  const { code, stdout, stderr } = await pixelis('pull');
  t.ok([0, 3, 4].includes(code), `it ends with ${code}: ${stderr}`);
  t.notMatch(stdout + stderr, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/, 'nothing reaches the terminal');
  if (code === 0) t.same(await readFile(join(clone, 'data')), small);
});

async function change(file: string, edit: ((bytes: Buffer) => Uint8Array) | undefined): Promise<void> {
  const bytes = await readFile(file);
  await chmod(file, 0o644);
  await rm(file);
  if (edit === undefined) await mkdir(file);
  else await writeFile(file, edit(bytes));
}

/** A file of nothing, which takes no room. */
async function grow(file: string, size: number): Promise<void> {
  await chmod(file, 0o644);
  await truncate(file, size);
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] as number) ^ 0x10;
  return bytes;
}

function impossibleCount(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(0xffff_ffff, bytes.length - 20);
  return bytes;
}

/** A pack that is whole in itself. */
function anotherPack(): Buffer {
  const body = Buffer.from('x');
  const row = new Uint8Array(packRowSize);
  writeDigest(hashBytes(body, hasher), row, 0);
  row[32] = body.length;
  const tableDigest = new Uint8Array(32);
  writeDigest(hashBytes(row, hasher), tableDigest, 0);
  return Buffer.concat([body, row, encodePackTrailer({ tableDigest, count: 1 })]);
}
