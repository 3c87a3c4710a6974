/**
 * The Merkle tree of RFC 6962 over a list of leaves that only grows. A leaf is hashed behind a byte 0, the hashes of two
 * subtrees behind a byte 1; the left subtree has as many leaves as the largest power of two below the size.
 */

/** The SHA-256 of bytes one after the other. */
export type HashParts = (...parts: readonly Uint8Array[]) => Uint8Array;

/** A tree to which leaves are added, kept as the roots of its full subtrees: a few hashes, however large it is. */
export interface GrowingTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** Adds the hash of a leaf. */
  append(leaf: Uint8Array): void;
  /** Another tree with the same leaves. */
  copy(): GrowingTree;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export function hashLeaf(hash: HashParts, leaf: Uint8Array): Uint8Array {
  return hash(leafPrefix, leaf);
}

function hashNode(hash: HashParts, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(nodePrefix, left, right);
}

export function growingTree(hash: HashParts, start: readonly Subtree[] = []): GrowingTree {
  const subtrees = [...start];
  return {
    get size() {
      return subtrees.reduce((sum, { leaves }) => sum + leaves, 0);
    },
    get root() {
      const [last, ...rest] = subtrees.toReversed();
      return last === undefined ? hash() : rest.reduce((right, left) => hashNode(hash, left.root, right), last.root);
    },
    append(leaf) {
      let grown: Subtree = { leaves: 1, root: leaf };
      for (let left = subtrees.at(-1); left?.leaves === grown.leaves; left = subtrees.at(-1)) {
        subtrees.pop();
        grown = { leaves: 2 * left.leaves, root: hashNode(hash, left.root, grown.root) };
      }
      subtrees.push(grown);
    },
    copy: () => growingTree(hash, subtrees),
  };
}

/** A full subtree: the number of its leaves is a power of two. */
interface Subtree {
  readonly leaves: number;
  readonly root: Uint8Array;
}

/** The root over hashes of leaves. */
export function rootOf(hash: HashParts, leaves: readonly Uint8Array[]): Uint8Array {
  const tree = growingTree(hash);
  for (const leaf of leaves) tree.append(leaf);
  return tree.root;
}

/** The hashes that lead from leaf `index` to the root over all `leaves`, the lowest first (RFC 6962, 2.1.1). */
export function inclusionProof(hash: HashParts, leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(hash, left, index), rootOf(hash, right)]
    : [...inclusionProof(hash, right, index - split), rootOf(hash, left)];
}

/** The hashes that show that the first `size` of the `leaves` are a prefix of all of them (RFC 6962, 2.1.2). */
export function consistencyProof(hash: HashParts, leaves: readonly Uint8Array[], size: number): readonly Uint8Array[] {
  const prove = (part: readonly Uint8Array[], wanted: number, isWhole: boolean): readonly Uint8Array[] => {
    if (wanted === part.length) return isWhole ? [] : [rootOf(hash, part)];
    const split = splitOf(part.length);
    const [left, right] = [part.slice(0, split), part.slice(split)];
    return wanted <= split
      ? [...prove(left, wanted, isWhole), rootOf(hash, right)]
      : [...prove(right, wanted - split, false), rootOf(hash, left)];
  };
  return size === 0 ? [] : prove(leaves, size, true);
}

/** A leaf by its hash, and the tree it is said to be in. */
export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the proof shows that the tree with this root has the leaf at this index (RFC 9162, 2.1.3.2). */
export function provesInclusion(hash: HashParts, { leaf, index, size, root }: Inclusion, proof: readonly Uint8Array[]) {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [position, last] = [index, size - 1];
  let reached = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      reached = hashNode(hash, sibling, reached);
      // The right edge of a tree that is not full skips levels.
      while (position % 2 === 0 && position > 0) [position, last] = [half(position), half(last)];
    } else {
      reached = hashNode(hash, reached, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && isSame(reached, root);
}

/** Two states of one tree, the earlier one first. */
export interface Growth {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
}

/** Whether the proof shows that the second tree has the first one's leaves as its first ones (RFC 9162, 2.1.4.2). */
export function provesConsistency(hash: HashParts, { from, to }: Growth, proof: readonly Uint8Array[]): boolean {
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) return false;
  if (from.size === 0) return proof.length === 0 && isSame(from.root, hash());
  if (from.size === to.size) return proof.length === 0 && isSame(from.root, to.root);
  let [position, last] = [from.size - 1, to.size - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  const [first, ...rest] = position === 0 ? [from.root, ...proof] : proof;
  if (first === undefined) return false;
  let [old, young] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      [old, young] = [hashNode(hash, sibling, old), hashNode(hash, sibling, young)];
      while (position % 2 === 0 && position > 0) [position, last] = [half(position), half(last)];
    } else {
      young = hashNode(hash, young, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && isSame(old, from.root) && isSame(young, to.root);
}

/** The largest power of two below `size`, which is at least 2. */
function splitOf(size: number): number {
  let split = 1;
  while (2 * split < size) split *= 2;
  return split;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
