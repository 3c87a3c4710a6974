import { spawnSync } from 'node:child_process';
import { type HashEngine, hashBytes, loadHasher } from '#hashing/hasher.js';
import { test } from 'tap';

void test('both engines give the digests of the official vectors', async (t) => {
  for (const engine of ['native', 'wasm'] satisfies HashEngine[]) {
    const hasher = await loadHasher({ engine });
    t.equal(hasher.engine, engine);
    t.equal(
      hashBytes(new Uint8Array(), hasher),
      'blake3:af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
    );
  }
});

void test('the native engine is taken where its binary loads', async (t) => {
  t.equal((await loadHasher()).engine, 'native');
});

void test('a message in pieces, through a hasher that was used before, hashes as a whole one', async (t) => {
  const message = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) % 256);
  const [native, wasm] = [await loadHasher({ engine: 'native' }), await loadHasher({ engine: 'wasm' })];
  const whole = hashBytes(message, native);
  for (const hasher of [native, wasm]) {
    hasher.reset();
    hasher.update(message.subarray(0, 70));
    hasher.update(message.subarray(70, 200_001));
    hasher.update(message.subarray(200_001));
    t.equal(hasher.digest(), whole);
  }
});

void test('the digest can be written as bytes into a table', async (t) => {
  for (const engine of ['native', 'wasm'] satisfies HashEngine[]) {
    const hasher = await loadHasher({ engine });
    const digest = hashBytes(Buffer.from('hello'), hasher);
    const table = new Uint8Array(36);
    hasher.reset();
    hasher.update(Buffer.from('hello'));
    hasher.digestInto(table, 2);
    t.equal(`blake3:${Buffer.from(table.subarray(2, 34)).toString('hex')}`, digest);
    t.same([...table.subarray(0, 2), ...table.subarray(34)], [0, 0, 0, 0]);
  }
});

const b3sum = spawnSync('b3sum', ['--no-names'], { input: 'pixelis' });
const skip = b3sum.status === 0 ? false : 'b3sum is not installed';

void test('bytes hash to what b3sum prints', { skip }, async (t) => {
  const hasher = await loadHasher();
  t.equal(hashBytes(Buffer.from('pixelis'), hasher), `blake3:${b3sum.stdout.toString().trim()}`);
});
