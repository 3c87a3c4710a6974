import { randomFillSync } from 'node:crypto';

/**
 * A set of digests that numbers its members from 0 in the order they were added: 36 to 44 bytes each in two typed
 * arrays, so that millions of them cost no objects of the language.
 */
export class DigestIndex {
  #size = 0;
  /** Eight words a digest, by number. */
  #words = new Uint32Array(64 * 8);
  /** Number + 1 of the digest that hashes here, or of one that found its place taken; 0 is free. At most half full. */
  #slots = new Uint32Array(128);
  /** Takes the top bits of a hash. */
  #shift = 32 - 7;
  readonly #query = new Uint32Array(8);

  get size(): number {
    return this.#size;
  }

  /** The number of the digest whose 32 bytes stand at `at`; -1 where it is not a member. */
  find(bytes: Uint8Array, at = 0): number {
    return (this.#slots[this.#slotOf(bytes, at)] as number) - 1;
  }

  /** Adds the digest unless it is a member; its number, which was the size before where it is new. */
  add(bytes: Uint8Array, at = 0): number {
    if (2 * (this.#size + 1) > this.#slots.length) this.reserve(2 * this.#size);
    const slot = this.#slotOf(bytes, at);
    const found = this.#slots[slot] as number;
    if (found !== 0) return found - 1;
    this.#words.set(this.#query, 8 * this.#size);
    this.#size += 1;
    this.#slots[slot] = this.#size;
    return this.#size - 1;
  }

  /** Makes room for `size` members at once. */
  reserve(size: number): void {
    let bits = 32 - this.#shift;
    while (2 * size > 2 ** bits) bits += 1;
    if (8 * size > this.#words.length) {
      const words = new Uint32Array(2 ** (bits - 1) * 8);
      words.set(this.#words.subarray(0, 8 * this.#size));
      this.#words = words;
    }
    if (2 ** bits === this.#slots.length) return;
    this.#slots = new Uint32Array(2 ** bits);
    this.#shift = 32 - bits;
    for (let number = 0; number < this.#size; number++) {
      let slot = hashOf(this.#words, 8 * number) >>> this.#shift;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number + 1;
    }
  }

  /** Writes the 32 bytes of member `number` into `target`. */
  copyDigest(number: number, target: Uint8Array, at = 0): void {
    for (let index = 0; index < 32; index++) {
      target[at + index] = (this.#words[8 * number + (index >>> 2)] as number) >>> (8 * (index & 3));
    }
  }

  #slotOf(bytes: Uint8Array, at: number): number {
    const query = this.#query;
    for (let index = 0; index < 8; index++) query[index] = wordAt(bytes, at + 4 * index);
    const mask = this.#slots.length - 1;
    let slot = hashOf(query, 0) >>> this.#shift;
    for (;;) {
      const number = this.#slots[slot] as number;
      if (number === 0 || this.#isSame(8 * (number - 1))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isSame(at: number): boolean {
    const [words, query] = [this.#words, this.#query];
    for (let index = 0; index < 8; index++) if (words[at + index] !== query[index]) return false;
    return true;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Odd, and new in every process, so that nobody can make a table whose digests all fall into one place. */
const multipliers = randomFillSync(new Uint32Array(8)).map((word) => word | 1);

function hashOf(words: Uint32Array, at: number): number {
  let hash = 0;
  for (let index = 0; index < 8; index++) hash += Math.imul(words[at + index] as number, multipliers[index] as number);
  return hash | 0;
}
