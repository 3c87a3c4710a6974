import { randomBytes } from 'node:crypto';
import { DigestIndex } from '#store/digest-index.js';
import { test } from 'tap';

void test('members are numbered in the order they were added, and found by their bytes', async (t) => {
  const index = new DigestIndex();
  const table = randomBytes(40 * 5000);
  for (let row = 0; row < 5000; row++) index.add(table, 40 * row + 3);
  const wrong = Array.from({ length: 5000 }, (_, row) => row).filter((row) => index.find(table, 40 * row + 3) !== row);
  t.same(wrong, []);
  t.equal(index.size, 5000);
  t.equal(index.add(table, 40 * 77 + 3), 77);
  t.equal(index.size, 5000);
  t.equal(index.find(randomBytes(32)), -1);
  const digest = new Uint8Array(34);
  index.copyDigest(4999, digest, 1);
  t.same(
    Buffer.from(digest),
    Buffer.concat([Buffer.of(0), table.subarray(40 * 4999 + 3, 40 * 4999 + 35), Buffer.of(0)]),
  );
});

void test('digests that differ in one bit only are told apart', async (t) => {
  const index = new DigestIndex();
  for (let bit = 0; bit < 256; bit++) t.equal(index.add(withBit(bit)), bit);
  for (let bit = 0; bit < 256; bit++) t.equal(index.find(withBit(bit)), bit);
  t.equal(index.find(new Uint8Array(32)), -1);
});

void test('room made in advance changes nothing but the time', async (t) => {
  const index = new DigestIndex();
  index.add(withBit(1));
  index.reserve(100_000);
  t.equal(index.find(withBit(1)), 0);
  t.equal(index.add(withBit(2)), 1);
});

function withBit(bit: number): Uint8Array {
  const digest = new Uint8Array(32);
  digest[bit >> 3] = 1 << (bit & 7);
  return digest;
}
