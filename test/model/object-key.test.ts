import { test } from 'tap';
import { digestFromHex } from '#model/digest.js';
import { objectKey, packKey, parseKey } from '#model/object-key.js';

const digest = digestFromHex(`3fa2${'07'.repeat(30)}`);

void test('objects and packs lie under the first two digits of their digest', async (t) => {
  t.equal(objectKey(digest), `objects/3f/a2${'07'.repeat(30)}`);
  t.equal(packKey(digest), `packs/3f/a2${'07'.repeat(30)}`);
});

void test('a key says what it stands for', async (t) => {
  t.same(parseKey(objectKey(digest)), { kind: 'object', digest });
  t.same(parseKey(packKey(digest)), { kind: 'pack', digest });
});

void test('a key that Pixelis would not have chosen stands for nothing', async (t) => {
  const key = objectKey(digest);
  const others = ['', 'objects', `/${key}`, `${key}0`, key.slice(0, -1), key.toUpperCase(), `${key}.tmp`, `${key}\n`];
  others.push(key.replace('objects', 'object'), key.replace('3f/', '3f'), key.replace('/3f', '/zz'));
  t.same(
    others.map(parseKey),
    others.map(() => undefined),
  );
});
