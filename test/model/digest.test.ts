import { digestFromBytes, digestHex, isDigest, parseDigest, shortDigest, writeDigest } from '#model/digest.js';
import { isPixelisError } from '#errors/index.js';
import { test } from 'tap';

const hex = 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';

void test('a digest has one spelling: blake3: and 64 lower-case hex digits', async (t) => {
  t.ok(isDigest(`blake3:${hex}`));
  for (const text of [hex, `blake3:${hex.toUpperCase()}`, `blake3:${hex}0`, `sha256:${hex}`, '', `blake3:${hex}\n`]) {
    t.notOk(isDigest(text), JSON.stringify(text));
    t.throws(() => parseDigest(text), { code: 'digest.invalid' });
  }
});

void test('a digest survives its 32 bytes', async (t) => {
  const bytes = new Uint8Array(40);
  const digest = parseDigest(`blake3:${hex}`);
  writeDigest(digest, bytes, 4);
  t.equal(digestFromBytes(bytes, 4), digest);
  t.equal(digestHex(digest), hex);
  t.equal(shortDigest(digest), 'af1349b9');
});

void test('an invalid digest is an error with its code', async (t) => {
  try {
    parseDigest('nonsense');
    t.fail('it was taken');
  } catch (error) {
    t.ok(isPixelisError(error, 'digest.invalid'));
  }
});
