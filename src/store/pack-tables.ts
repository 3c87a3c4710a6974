import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bucket } from '#bucket/bucket.js';
import { isPixelisError } from '#errors/index.js';
import {
  decodePackTable,
  decodePackTrailer,
  encodePackTrailer,
  packCorrupt,
  packRowSize,
  type PackTable,
  packTrailerSize,
} from '#format/pack.js';
import type { Hasher } from '#hashing/hasher.js';
import { digestHex } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import type { Pack } from './pack-index.js';
import { readKey } from './read-key.js';

export interface PackTablesOptions {
  readonly hasher: Hasher;
  /** A folder in which tails of packs are kept for ever: a pack never changes, so that each is read once. */
  readonly cacheFolder?: string | undefined;
}

export interface TableOptions {
  readonly signal?: AbortSignal | undefined;
  /** Which gives the pack's bytes for its key; default: where the packs lie. */
  readonly from?: Bucket | undefined;
}

export interface PackTables {
  /**
   * The table of a pack; undefined where the pack is absent.
   * @throws `pack.corrupt`, `file.newer-format`
   */
  load(pack: Pack, options?: TableOptions): Promise<PackTable | undefined>;
  /** Keeps the table of a pack that this process made or moved, so that it need not be read. */
  remember(pack: Pack, table: PackTable): Promise<void>;
}

/** Most tables fit into the first read; a larger one takes a second. */
const firstReadSize = 256 * 1024;

/** Reads tables of the packs in a bucket, each checked against its trailer. */
export function packTables(bucket: Bucket, { hasher, cacheFolder }: PackTablesOptions): PackTables {
  return {
    async load(pack, { signal, from = bucket } = {}) {
      const cached = cacheFolder === undefined ? undefined : await readCached(cacheFolder, pack, hasher);
      if (cached !== undefined) return cached;
      const tail = await readTail(from, pack, { signal });
      if (tail === undefined) return undefined;
      const table = decodeTail(tail, pack, hasher);
      if (cacheFolder !== undefined) await writeCached(cacheFolder, pack, tail);
      return table;
    },
    async remember(pack, table) {
      if (cacheFolder !== undefined) await writeCached(cacheFolder, pack, encodeTail(table.rows, hasher));
    },
  };
}

/** A pack's last bytes: these rows of its table, and its trailer. */
export function encodeTail(rows: Uint8Array, hasher: Hasher): Uint8Array {
  const tableDigest = new Uint8Array(32);
  hasher.reset();
  hasher.update(rows);
  hasher.digestInto(tableDigest, 0);
  return Buffer.concat([rows, encodePackTrailer({ tableDigest, count: rows.length / packRowSize })]);
}

/**
 * The table in a pack's last bytes, which begin at the table or before it.
 * @throws `pack.corrupt`, `file.newer-format`
 */
export function decodeTail(tail: Uint8Array, pack: Pack, hasher: Hasher): PackTable {
  const trailer = decodePackTrailer(tail, pack.size);
  const end = tail.length - packTrailerSize;
  if (end < trailer.tableSize) throw packCorrupt('its table is cut off');
  const rows = tail.subarray(end - trailer.tableSize, end);
  const actual = new Uint8Array(32);
  hasher.reset();
  hasher.update(rows);
  hasher.digestInto(actual, 0);
  if (!actual.every((byte, index) => byte === trailer.tableDigest[index])) {
    throw packCorrupt('its table does not match its trailer');
  }
  return decodePackTable(rows, trailer);
}

/** The bytes from a pack's table to its end; undefined where the pack is absent. */
async function readTail(
  bucket: Bucket,
  pack: Pack,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<Uint8Array | undefined> {
  const read = (offset: number, length: number): Promise<Uint8Array | undefined> =>
    readKey(bucket, packKey(pack.digest), { ...options, range: { offset, length } });
  const firstOffset = Math.max(0, pack.size - firstReadSize);
  const first = await read(firstOffset, pack.size - firstOffset);
  if (first === undefined) return undefined;
  const { tableOffset } = decodePackTrailer(first, pack.size);
  if (tableOffset >= firstOffset) return first.subarray(tableOffset - firstOffset);
  const before = await read(tableOffset, firstOffset - tableOffset);
  return before && Buffer.concat([before, first]);
}

/** The kept table, checked like one that comes from the bucket; undefined where there is none that is good. */
async function readCached(folder: string, pack: Pack, hasher: Hasher): Promise<PackTable | undefined> {
  try {
    return decodeTail(await readFile(join(folder, digestHex(pack.digest))), pack, hasher);
  } catch (error) {
    if (isPixelisError(error) && error.code !== 'pack.corrupt') throw error;
    return undefined;
  }
}

/** Keeping is a favour: where it fails, the tail is read again next time. */
async function writeCached(folder: string, pack: Pack, tail: Uint8Array): Promise<void> {
  const temporary = join(folder, `tmp-${randomUUID()}`);
  try {
    mkdirSync(folder, { recursive: true });
    await writeFile(temporary, tail, { flag: 'wx' });
    await rename(temporary, join(folder, digestHex(pack.digest)));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
