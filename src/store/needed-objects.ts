import { type Digest, digestBytes, digestFromBytes, writeDigest } from '#model/digest.js';
import { DigestIndex } from './digest-index.js';
import type { ObjectColumns } from './object-store.js';

/** The size of what is in packs whatever its size is: pages and roots of trees. */
export const unknownSize = -1;

/** Objects that somebody needs, each once, with its size where that is known; about 50 bytes each. */
export class NeededObjects {
  readonly #digests = new DigestIndex();
  readonly #query = new Uint8Array(digestBytes);
  #sizes = new Float64Array(64);

  get count(): number {
    return this.#digests.size;
  }

  /** Adds an object; `unknownSize` where its size is not known. What is known of one that was added before stays. */
  add(digest: Digest, size: number): void {
    writeDigest(digest, this.#query);
    this.addAt(this.#query, 0, size);
  }

  /** The same for the object whose digest's 32 bytes stand at `at`. */
  addAt(digests: Uint8Array, at: number, size: number): void {
    const number = this.#digests.size;
    if (this.#digests.add(digests, at) !== number) return;
    if (number === this.#sizes.length) {
      const larger = new Float64Array(2 * number);
      larger.set(this.#sizes);
      this.#sizes = larger;
    }
    this.#sizes[number] = size;
  }

  has(digest: Digest): boolean {
    writeDigest(digest, this.#query);
    return this.hasAt(this.#query, 0);
  }

  /** Whether the object whose digest's 32 bytes stand at `at` is among them. */
  hasAt(digests: Uint8Array, at: number): boolean {
    return this.#digests.find(digests, at) >= 0;
  }

  /** The object's size; undefined where nobody needs it, or it is not known. */
  sizeOf(digest: Digest): number | undefined {
    writeDigest(digest, this.#query);
    const size = this.#sizes[this.#digests.find(this.#query)];
    return size === undefined || size < 0 ? undefined : size;
  }

  /** All of them, in the order in which they were added. */
  columns(): ObjectColumns {
    const digests = new Uint8Array(this.count * digestBytes);
    for (let number = 0; number < this.count; number++) this.#digests.copyDigest(number, digests, number * digestBytes);
    return { digests, sizes: this.#sizes.subarray(0, this.count) };
  }

  *digests(): Generator<Digest, void, undefined> {
    for (let number = 0; number < this.count; number++) {
      this.#digests.copyDigest(number, this.#query);
      yield digestFromBytes(this.#query);
    }
  }

  /** Bytes of all objects whose size is known. */
  get bytes(): number {
    return this.#sizes.subarray(0, this.count).reduce((sum, size) => sum + Math.max(0, size), 0);
  }
}
