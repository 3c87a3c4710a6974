import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { diskError } from '#errors/index.js';
import { encodePackTrailer, packRowSize, packTrailerSize, writePackRow } from '#format/pack.js';
import type { Hasher } from '#hashing/hasher.js';
import { type Digest, writeDigest } from '#model/digest.js';
import { DigestIndex } from './digest-index.js';

/** A pack file that is whole, not yet in a store. */
export interface FinishedPack {
  readonly path: string;
  /** Of the pack file itself: its name in a store. */
  readonly digest: Digest;
  /** Objects. */
  readonly count: number;
  /** Bytes of the objects. */
  readonly bodyBytes: number;
  /** Bytes of the file. */
  readonly size: number;
}

export interface PackHashers {
  /** The thread's hasher; used only inside `finish`. */
  readonly hasher: Hasher;
  /** Hashes the pack while it is written: nobody else's until `finish` or `abort`. */
  readonly packHasher: Hasher;
}

const bufferSize = 4 * 1024 * 1024;

/**
 * Writes one pack into a folder, synchronously, for threads that do nothing else. Bytes go to disk in few large
 * writes, each hashed once on its way. After an error of the disk, call `abort`.
 */
export class PackWriter {
  readonly #path: string;
  readonly #hashers: PackHashers;
  readonly #buffer = Buffer.allocUnsafeSlow(bufferSize);
  readonly #index = new DigestIndex();
  readonly #digest = new Uint8Array(32);
  #rows = new Uint8Array(1024 * packRowSize);
  #file: number | undefined;
  #buffered = 0;
  #bodies = 0;

  constructor(folder: string, hashers: PackHashers) {
    this.#path = join(folder, `pack-${process.pid}-${randomBytes(8).toString('hex')}`);
    this.#hashers = hashers;
    hashers.packHasher.reset();
  }

  /** Objects so far. */
  get count(): number {
    return this.#index.size;
  }

  /** Bytes that the finished pack would have now. */
  get size(): number {
    return this.#bodies + this.count * packRowSize + packTrailerSize;
  }

  /**
   * Adds an object; `digest` is a digest, or holds its 32 bytes at its start. The body is copied. An object that is in
   * this pack already is not added again.
   */
  append(digest: Digest | Uint8Array, body: Uint8Array): 'added' | 'present' {
    if (typeof digest === 'string') writeDigest(digest, this.#digest);
    const raw = typeof digest === 'string' ? this.#digest : digest;
    const row = this.#index.size;
    if (this.#index.add(raw) !== row) return 'present';
    if ((row + 1) * packRowSize > this.#rows.length) this.#rows = grown(this.#rows);
    writePackRow(this.#rows, row * packRowSize, { digest: raw, length: body.length });
    this.#bodies += body.length;
    this.#write(body);
    return 'added';
  }

  /** Completes the file, flushed to disk if asked. Undefined, and no file, where nothing was appended. */
  finish(options: { readonly fsync: boolean }): FinishedPack | undefined {
    if (this.count === 0) {
      this.abort();
      return undefined;
    }
    const { hasher, packHasher } = this.#hashers;
    const table = this.#rows.subarray(0, this.count * packRowSize);
    hasher.reset();
    hasher.update(table);
    hasher.digestInto(this.#digest, 0);
    this.#write(table);
    this.#write(encodePackTrailer({ tableDigest: this.#digest, count: this.count }));
    this.#flushBuffer();
    const file = this.#file as number;
    try {
      if (options.fsync) fsyncSync(file);
      this.#file = undefined;
      closeSync(file);
    } catch (error) {
      throw diskError(error, this.#path);
    }
    return {
      path: this.#path,
      digest: packHasher.digest(),
      count: this.count,
      bodyBytes: this.#bodies,
      size: this.size,
    };
  }

  /** Gives the pack up and removes its file. */
  abort(): void {
    try {
      if (this.#file !== undefined) closeSync(this.#file);
    } finally {
      this.#file = undefined;
      rmSync(this.#path, { force: true });
    }
  }

  #write(bytes: Uint8Array): void {
    if (this.#buffered + bytes.length > bufferSize) this.#flushBuffer();
    if (bytes.length > bufferSize) {
      this.#flush(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  #flushBuffer(): void {
    const bytes = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    this.#flush(bytes);
  }

  #flush(bytes: Uint8Array): void {
    this.#hashers.packHasher.update(bytes);
    try {
      this.#file ??= openSync(this.#path, 'wx', 0o444);
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    } catch (error) {
      throw diskError(error, this.#path);
    }
  }
}

function grown(rows: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * rows.length);
  larger.set(rows);
  return larger;
}
