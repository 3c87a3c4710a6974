import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePackTable, decodePackTrailer, packRowSize, packTrailerSize } from '#format/pack.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { digestFromBytes, writeDigest } from '#model/digest.js';
import { PackWriter } from '#store/pack-writer.js';
import { type Test, test } from 'tap';

void test('a pack holds the bodies in order, then their table, and is named by its own digest', async (t) => {
  const { folder, hashers } = await arrange(t);
  const bodies = Array.from({ length: 3000 }, (_, index) => Buffer.from(`body ${index} `.repeat(index % 50)));
  const writer = new PackWriter(folder, hashers);
  const raw = new Uint8Array(32);
  for (const [index, body] of bodies.entries()) {
    const digest = hashBytes(body, hashers.hasher);
    writeDigest(digest, raw);
    writer.append(index % 2 === 0 ? raw : digest, body);
  }
  const pack = writer.finish({ fsync: true });

  const unique = bodies.filter((body, index) => index === bodies.findIndex((other) => other.equals(body)));
  const bytes = await readFile(pack?.path ?? '');
  const tail = decodePackTrailer(bytes, bytes.length);
  const table = decodePackTable(bytes.subarray(tail.tableOffset, tail.tableOffset + tail.tableSize), tail);
  t.same(pack, {
    path: pack?.path,
    digest: hashBytes(bytes, hashers.hasher),
    count: unique.length,
    bodyBytes: unique.reduce((sum, body) => sum + body.length, 0),
    size: bytes.length,
  });
  t.equal(
    digestFromBytes(tail.tableDigest),
    hashBytes(bytes.subarray(tail.tableOffset, -packTrailerSize), hashers.hasher),
  );
  for (let row = 0; row < table.count; row++) {
    const body = bytes.subarray(table.offsets[row], table.offsets[row + 1]);
    if (digestFromBytes(table.rows, row * packRowSize) !== hashBytes(body, hashers.hasher)) t.fail(`row ${row}`);
  }
  t.equal((await stat(pack?.path ?? '')).mode & 0o777, 0o444);
});

void test('an object is in a pack once, and the writer says so', async (t) => {
  const { folder, hashers } = await arrange(t);
  const writer = new PackWriter(folder, hashers);
  const body = Buffer.from('the same');
  const digest = hashBytes(body, hashers.hasher);
  t.same([writer.append(digest, body), writer.append(digest, body)], ['added', 'present']);
  t.equal(writer.count, 1);
  t.equal(writer.size, body.length + packRowSize + packTrailerSize);
  t.equal(writer.finish({ fsync: false })?.size, body.length + packRowSize + packTrailerSize);
});

void test('bodies larger than the buffer and of no bytes are packed too', async (t) => {
  const { folder, hashers } = await arrange(t);
  const writer = new PackWriter(folder, hashers);
  const bodies = [Buffer.alloc(9_000_000, 'x'), Buffer.alloc(0), Buffer.alloc(4_194_304, 'y')];
  for (const body of bodies) writer.append(hashBytes(body, hashers.hasher), body);
  const pack = writer.finish({ fsync: false });
  const bytes = await readFile(pack?.path ?? '');
  t.equal(pack?.digest, hashBytes(bytes, hashers.hasher));
  t.ok(bytes.subarray(0, 9_000_000 + 4_194_304).equals(Buffer.concat(bodies)));
});

void test('a writer that got nothing, or was given up, leaves no file', async (t) => {
  const { folder, hashers } = await arrange(t);
  t.equal(new PackWriter(folder, hashers).finish({ fsync: true }), undefined);
  const writer = new PackWriter(folder, hashers);
  const body = Buffer.alloc(5_000_000);
  writer.append(hashBytes(body, hashers.hasher), body);
  t.equal((await readdir(folder)).length, 1);
  writer.abort();
  t.same(await readdir(folder), []);
});

void test('a folder that cannot be written is an error', async (t) => {
  const { folder, hashers } = await arrange(t);
  const writer = new PackWriter(join(folder, 'none'), hashers);
  writer.append(hashBytes(Buffer.from('a'), hashers.hasher), Buffer.from('a'));
  t.throws(() => writer.finish({ fsync: true }), { code: 'ENOENT' });
});

async function arrange(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'pack-writer-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return { folder, hashers: { hasher: await loadHasher(), packHasher: await loadHasher() } };
}
