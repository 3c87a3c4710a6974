import { test } from 'tap';
import { endsPage, pathHash } from '#model/tree-cut.js';

void test('the hash of a path never changes, or every tree would be cut anew', async (t) => {
  const hashes = ['', 'a', 'train/class_1/0001.jpg', 'été', '日本/語', 'a😀b'].map((path) =>
    pathHash(path).toString(16),
  );
  t.same(hashes, ['ab3e7c0b', '1a80b1b3', '98bdd9e7', 'a17d532d', '983df472', '592290ce']);
});

void test('the hash of a path is that of its UTF-8 bytes', async (t) => {
  for (const path of ['é', '日', '😀', 'a/é日😀']) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(path)) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    t.equal(pathHash(path), (hash ^ (hash >>> 16)) >>> 0, path);
  }
});

void test('about one path in 2,048 ends its page, however much alike the paths are', async (t) => {
  for (const name of [
    (index: number) => `${index}`,
    (index: number) => `data/img_${String(index).padStart(8, '0')}.png`,
  ]) {
    const ends = Array.from({ length: 204_800 }, (_, index) => endsPage(name(index))).filter(Boolean).length;
    t.ok(ends > 60 && ends < 150, `${ends}`);
  }
});
