import { createHash } from 'node:crypto';
import { test } from 'tap';
import {
  consistencyProof,
  growingTree,
  hashLeaf,
  type HashParts,
  inclusionProof,
  provesConsistency,
  provesInclusion,
  rootOf,
} from '#model/merkle-tree.js';

const sha256: HashParts = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The leaves, roots and proofs that the implementations of certificate transparency are tested with. */
const published = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
};
const leaves = published.leaves.map((hex) => hashLeaf(sha256, Buffer.from(hex, 'hex')));
const hexOf = (hashes: readonly Uint8Array[]): readonly string[] =>
  hashes.map((bytes) => Buffer.from(bytes).toString('hex'));

void test('roots are those that certificate transparency publishes', async (t) => {
  t.equal(
    hexOf([rootOf(sha256, [])])[0],
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'of no leaf',
  );
  const tree = growingTree(sha256);
  const grown = leaves.map((leaf) => {
    tree.append(leaf);
    return tree.root;
  });
  t.strictSame(hexOf(grown), published.roots);
  t.equal(tree.size, 8);
});

void test('proofs are those that certificate transparency publishes', async (t) => {
  t.strictSame(hexOf(inclusionProof(sha256, leaves, 0)), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  t.strictSame(hexOf(inclusionProof(sha256, leaves, 5)), [
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
  t.strictSame(hexOf(consistencyProof(sha256, leaves, 6)), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
  t.strictSame(hexOf(consistencyProof(sha256, leaves.slice(0, 5), 2)), [
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ]);
});

const many = Array.from({ length: 67 }, (_, index) => hashLeaf(sha256, Buffer.from(String(index))));

void test('every leaf of every tree is proven by its own proof, and by no other index, leaf, root or proof', async (t) => {
  let accepted = 0;
  let wrongly = 0;
  for (let size = 1; size <= many.length; size++) {
    const tree = many.slice(0, size);
    const root = rootOf(sha256, tree);
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(sha256, tree, index);
      const leaf = tree[index] as Uint8Array;
      const isProven = (changed: Partial<Parameters<typeof provesInclusion>[1]>, by = proof) =>
        provesInclusion(sha256, { leaf, index, size, root, ...changed }, by);
      if (isProven({})) accepted += 1;
      for (const wrong of [
        isProven({ index: (index + 1) % (size + 1) }),
        isProven({ index: -1 }),
        isProven({ leaf: sha256(leaf) }),
        isProven({ root: sha256(root) }),
        isProven({}, [...proof, root]),
        proof.length > 0 && isProven({}, proof.slice(1)),
        proof.length > 0 && isProven({}, [sha256(), ...proof.slice(1)]),
      ]) {
        if (wrong) wrongly += 1;
      }
    }
  }
  t.strictSame([accepted, wrongly], [(67 * 68) / 2, 0]);
});

void test('every tree is proven to grow out of every smaller one, and out of no other', async (t) => {
  const roots = many.map((_, index) => rootOf(sha256, many.slice(0, index + 1)));
  let accepted = 0;
  let wrongly = 0;
  for (let to = 1; to <= many.length; to++) {
    for (let from = 1; from <= to; from++) {
      const proof = consistencyProof(sha256, many.slice(0, to), from);
      const [old, young] = [roots[from - 1] as Uint8Array, roots[to - 1] as Uint8Array];
      const isProven = (changed: Partial<{ old: Uint8Array; young: Uint8Array; from: number }>, by = proof) =>
        provesConsistency(
          sha256,
          {
            from: { size: changed.from ?? from, root: changed.old ?? old },
            to: { size: to, root: changed.young ?? young },
          },
          by,
        );
      if (isProven({})) accepted += 1;
      for (const wrong of [
        isProven({ old: sha256(old) }),
        isProven({ young: sha256(young) }),
        isProven({ from: to + 1 }),
        isProven({}, [...proof, old]),
        proof.length > 0 && isProven({}, proof.slice(1)),
        proof.length > 0 && isProven({}, [sha256(), ...proof.slice(1)]),
      ]) {
        if (wrong) wrongly += 1;
      }
    }
  }
  t.strictSame([accepted, wrongly], [(67 * 68) / 2, 0]);
});

void test('a tree that is copied grows on its own', async (t) => {
  const tree = growingTree(sha256);
  tree.append(leaves[0] as Uint8Array);
  const copy = tree.copy();
  copy.append(leaves[1] as Uint8Array);
  t.strictSame([tree.size, copy.size], [1, 2]);
  t.strictSame(hexOf([tree.root, copy.root]), published.roots.slice(0, 2));
});
