import type { Hasher } from '#hashing/hasher.js';
import { type Digest, digestFromBytes, writeDigest } from '#model/digest.js';
import type { TreeEntryKind } from '#model/tree-entry.js';
import type { ObjectColumns } from '#store/object-store.js';
import { digestAt, digestBytes } from './digest-column.js';
import { isSettled, type Stamp } from './stamp.js';

/**
 * What Pixelis last put, or saw, at each path of a tracked folder or file. A path of `base` that has no row was never
 * placed here (its object was missing, or only a part was pulled): its absence says nothing of the user's will.
 */
export interface WorktreeIndex {
  /** The tree, or the blob of a tracked file, that the worktree was last made from or added as. */
  readonly base: Digest;
  /** Whether every path of `base` has a row with the digest and kind that `base` gives it. */
  readonly isComplete: boolean;
  readonly length: number;
  /** Digests and sizes of all rows; an empty folder has a row of zeros. */
  readonly objects: ObjectColumns;
  /** The rows, in the order of their paths' bytes. */
  rows(): IndexCursor;
}

/** Walks the rows; the getters speak of the row that `next` came to. */
export interface IndexCursor {
  next(): boolean;
  readonly path: string;
  readonly kind: TreeEntryKind;
  readonly size: number;
  /** The digest of the bytes; undefined for an empty folder. */
  readonly digest: Digest | undefined;
  /** Whether a thing of this kind, size and stamp is the row's, unchanged. */
  matches(kind: TreeEntryKind, size: number, stamp: Stamp): boolean;
  /** The stamp of a row that was seen unchanged at that time. */
  stampSeen(seenMs: number): Stamp;
}

/** A row to be written. `path` is '' for a tracked file itself. */
export interface IndexEntry {
  readonly path: string;
  readonly kind: TreeEntryKind;
  readonly size: number;
  /** Left out where nothing proves that the bytes are still these: the row never matches then. */
  readonly stamp: Stamp | undefined;
  /** Left out for an empty folder only. */
  readonly digest: Digest | undefined;
}

/*
 * Columns, so that reading 70,000 rows costs a few views over the file and no parsing:
 *
 *   header    magic and version (u32), flags (u32), rows (u32), 0 (u32), base (32 bytes), length of the texts (f64), 0 (f64)
 *   numbers   size, mtimeMs, ctimeMs, ino: four columns of f64; ctimeMs is 0 where the stamp proves nothing
 *   digests   32 bytes a row; zeros for an empty folder
 *   kinds     one byte a row, padded to 4
 *   lengths   bytes of each block of texts: u32
 *   texts     blocks of 4,096 paths, joined by NUL
 *   checksum  BLAKE3 of all before it
 *
 * Numbers are in the byte order of the machine: the index never leaves it, and the magic number tells.
 */
const magic = 0x50580001;
const headerBytes = 64;
const rowsPerBlock = 4096;
const flagComplete = 1;
const kinds: readonly TreeEntryKind[] = ['file', 'executable', 'symlink', 'folder'];

/** An index to be written. */
export interface IndexContent {
  readonly base: Digest;
  readonly isComplete: boolean;
  /** In the order of their paths' bytes. */
  readonly entries: readonly IndexEntry[];
}

/** The file, in parts to be written one after the other. */
export function encodeIndex({ base, isComplete, entries }: IndexContent, hasher: Hasher): readonly Uint8Array[] {
  const rows = entries.length;
  const texts: Buffer[] = [];
  for (let start = 0; start < rows; start += rowsPerBlock) {
    texts.push(
      Buffer.from(
        entries
          .slice(start, start + rowsPerBlock)
          .map((entry) => entry.path)
          .join('\0'),
      ),
    );
  }
  const layout = layoutOf(rows);
  const fixed = new Uint8Array(layout.texts);
  const columns = columnsOf(fixed.buffer, 0, layout, rows);
  columns.header.set([magic, isComplete ? flagComplete : 0, rows, 0]);
  writeDigest(base, fixed, 16);
  new Float64Array(fixed.buffer, 48, 1)[0] = texts.reduce((sum, text) => sum + text.byteLength, 0);
  columns.lengths.set(texts.map((text) => text.byteLength));
  for (const [row, { kind, size, stamp, digest }] of entries.entries()) {
    const proven = stamp !== undefined && isSettled(stamp) ? stamp : undefined;
    columns.size[row] = size;
    columns.mtimeMs[row] = proven?.mtimeMs ?? 0;
    columns.ctimeMs[row] = proven?.ctimeMs ?? 0;
    columns.ino[row] = proven?.ino ?? 0;
    columns.kinds[row] = kinds.indexOf(kind);
    if (digest !== undefined) writeDigest(digest, columns.digests, row * digestBytes);
  }
  const checksum = new Uint8Array(digestBytes);
  hasher.reset();
  for (const part of [fixed, ...texts]) hasher.update(part);
  hasher.digestInto(checksum, 0);
  return [fixed, ...texts, checksum];
}

/** Undefined where `bytes` are not a whole, undamaged index of this version. */
export function decodeIndex(bytes: Uint8Array, hasher: Hasher): WorktreeIndex | undefined {
  // Columns of doubles need the alignment that a pooled buffer may lack.
  const file = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  if (file.byteLength < headerBytes + digestBytes) return undefined;
  const [fileMagic, flags = 0, rows = 0] = new Uint32Array(file.buffer, file.byteOffset, 4);
  const textBytes = new Float64Array(file.buffer, file.byteOffset + 48, 1)[0] ?? 0;
  const layout = layoutOf(rows);
  if (fileMagic !== magic || layout.texts + textBytes + digestBytes !== file.byteLength) return undefined;
  const body = file.subarray(0, file.byteLength - digestBytes);
  const checksum = new Uint8Array(digestBytes);
  hasher.reset();
  hasher.update(body);
  hasher.digestInto(checksum, 0);
  if (Buffer.compare(checksum, file.subarray(body.byteLength)) !== 0) return undefined;
  const columns = columnsOf(file.buffer, file.byteOffset, layout, rows);
  const texts = Buffer.from(file.buffer, file.byteOffset + layout.texts, textBytes);
  return {
    base: digestFromBytes(file, 16),
    isComplete: (flags & flagComplete) !== 0,
    length: rows,
    objects: { digests: columns.digests, sizes: columns.size },
    rows: () => indexCursor(columns, texts, rows),
  };
}

function indexCursor(columns: Columns, texts: Buffer, rows: number): IndexCursor {
  let row = -1;
  let paths: readonly string[] = [];
  let textOffset = 0;
  return {
    next() {
      if (row + 1 >= rows) return false;
      row += 1;
      if (row % rowsPerBlock === 0) {
        const end = textOffset + (columns.lengths[row / rowsPerBlock] as number);
        paths = texts.toString('utf8', textOffset, end).split('\0');
        textOffset = end;
      }
      return true;
    },
    get path() {
      return paths[row % rowsPerBlock] as string;
    },
    get kind() {
      return kinds[columns.kinds[row] as number] as TreeEntryKind;
    },
    get size() {
      return columns.size[row] as number;
    },
    get digest() {
      return kinds[columns.kinds[row] as number] === 'folder' ? undefined : digestAt(columns.digests, row);
    },
    matches(kind: TreeEntryKind, size: number, stamp: Stamp) {
      if (kinds[columns.kinds[row] as number] !== kind) return false;
      // An empty folder is what it is, whatever its times.
      if (kind === 'folder') return true;
      return (
        columns.size[row] === size &&
        columns.ctimeMs[row] === stamp.ctimeMs &&
        columns.mtimeMs[row] === stamp.mtimeMs &&
        columns.ino[row] === stamp.ino
      );
    },
    stampSeen: (seenMs) => ({
      mtimeMs: columns.mtimeMs[row] as number,
      ctimeMs: columns.ctimeMs[row] as number,
      ino: columns.ino[row] as number,
      seenMs,
    }),
  };
}

interface Columns {
  readonly header: Uint32Array;
  readonly size: Float64Array;
  readonly mtimeMs: Float64Array;
  readonly ctimeMs: Float64Array;
  readonly ino: Float64Array;
  readonly digests: Buffer;
  readonly kinds: Uint8Array;
  readonly lengths: Uint32Array;
}

interface Layout {
  readonly digests: number;
  readonly kinds: number;
  readonly lengths: number;
  readonly texts: number;
}

function layoutOf(rows: number): Layout {
  const digests = headerBytes + 4 * 8 * rows;
  const kindsAt = digests + digestBytes * rows;
  const lengths = kindsAt + 4 * Math.ceil(rows / 4);
  return { digests, kinds: kindsAt, lengths, texts: lengths + 4 * Math.ceil(rows / rowsPerBlock) };
}

function columnsOf(buffer: ArrayBufferLike, base: number, layout: Layout, rows: number): Columns {
  const numbers = (column: number) => new Float64Array(buffer, base + headerBytes + column * 8 * rows, rows);
  return {
    header: new Uint32Array(buffer, base, 4),
    size: numbers(0),
    mtimeMs: numbers(1),
    ctimeMs: numbers(2),
    ino: numbers(3),
    digests: Buffer.from(buffer, base + layout.digests, digestBytes * rows),
    kinds: new Uint8Array(buffer, base + layout.kinds, rows),
    lengths: new Uint32Array(buffer, base + layout.lengths, Math.ceil(rows / rowsPerBlock)),
  };
}
