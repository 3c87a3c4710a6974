import { type PackTable, packRowSize } from '#format/pack.js';
import { type Digest, digestFromBytes, writeDigest } from '#model/digest.js';
import { DigestIndex } from './digest-index.js';

/** A pack in a store. */
export interface Pack {
  readonly digest: Digest;
  /** Bytes of the whole file. */
  readonly size: number;
}

/** Where an object lies in a pack. */
export interface PackedObject {
  readonly pack: Pack;
  readonly offset: number;
  readonly size: number;
}

/** The objects of many packs by digest; about 56 bytes an object, none of them objects of the language. */
export class PackIndex {
  readonly #digests = new DigestIndex();
  readonly #packs: Pack[] = [];
  /** By an object's number: the number of its pack, its offset, its size. */
  #places = new Uint32Array(3 * 64);
  readonly #query = new Uint8Array(32);

  get size(): number {
    return this.#digests.size;
  }

  /** Adds what a pack holds. An object that is in another pack already stays where it was. */
  add(pack: Pack, table: PackTable): void {
    this.#digests.reserve(this.size + table.count);
    if (3 * (this.size + table.count) > this.#places.length) {
      const places = new Uint32Array(3 * Math.max(2 * this.size, this.size + table.count));
      places.set(this.#places.subarray(0, 3 * this.size));
      this.#places = places;
    }
    const packNumber = this.#packs.push(pack) - 1;
    for (let row = 0; row < table.count; row++) {
      const number = this.#digests.size;
      if (this.#digests.add(table.rows, row * packRowSize) !== number) continue;
      const offset = table.offsets[row] as number;
      this.#places[3 * number] = packNumber;
      this.#places[3 * number + 1] = offset;
      this.#places[3 * number + 2] = (table.offsets[row + 1] as number) - offset;
    }
  }

  /** Whether the digest whose 32 bytes stand at `at` is in a pack. */
  has(bytes: Uint8Array, at: number): boolean {
    return this.#digests.find(bytes, at) >= 0;
  }

  /** The size of the object whose digest's 32 bytes stand at `at`; undefined where it is in no pack. */
  sizeOf(bytes: Uint8Array, at: number): number | undefined {
    const number = this.#digests.find(bytes, at);
    return number < 0 ? undefined : this.#places[3 * number + 2];
  }

  find(digest: Digest): PackedObject | undefined {
    writeDigest(digest, this.#query);
    return this.findAt(this.#query, 0);
  }

  /** The place of the object whose digest's 32 bytes stand at `at`. */
  findAt(bytes: Uint8Array, at: number): PackedObject | undefined {
    const number = this.#digests.find(bytes, at);
    return number < 0 ? undefined : this.#placeOf(number);
  }

  *entries(): Generator<PackedObject & { readonly digest: Digest }, void, undefined> {
    for (let number = 0; number < this.size; number++) {
      this.#digests.copyDigest(number, this.#query);
      yield { digest: digestFromBytes(this.#query), ...this.#placeOf(number) };
    }
  }

  #placeOf(number: number): PackedObject {
    return {
      pack: this.#packs[this.#places[3 * number] as number] as Pack,
      offset: this.#places[3 * number + 1] as number,
      size: this.#places[3 * number + 2] as number,
    };
  }
}
