import { digestBytes, digestFromBytes, writeDigest } from '#model/digest.js';
import { endsPage, maxPageEntries } from '#model/tree-cut.js';
import type { TreeEntry, TreeEntryKind } from '#model/tree-entry.js';
import { type TreeOrderChecker, treeInvalid, treeOrderChecker } from '#model/tree-order.js';
import type { TreePath } from '#model/tree-path.js';
import { maxEncodedPathBytes, pathReader, pathWriter } from './path-coding.js';
import { checkHead, pageHead } from './tree-head.js';
import { type Cursor, maxVarintBytes, readVarint, writeVarint } from './varint.js';

/** By the byte that stands for each. */
const kinds = ['file', 'executable', 'symlink', 'folder'] as const satisfies readonly TreeEntryKind[];
const kindBytes = { file: 0, executable: 1, symlink: 2, folder: 3 } as const satisfies Record<TreeEntryKind, number>;

/** Longer than the target of a link can be on any system. Bytes. */
const maxSymlinkBytes = 0x1ffff;
const maxEntryBytes = 1 + maxEncodedPathBytes + maxVarintBytes + digestBytes;
const minEntryBytes = 4;

/**
 * The bytes of a page with these entries, in the order of their paths: its first bytes, the number of entries, then for
 * each its kind, its path (see `pathWriter`) and, but for an empty folder, its size and its digest. Numbers are varints.
 * The entries are those of one page, as `cutPages` yields them.
 * @throws `tree.invalid` where they are out of order
 */
export function encodeTreePage(entries: readonly TreeEntry[]): Uint8Array {
  if (entries.length === 0 || entries.length > maxPageEntries) throw treeInvalid(`a page of ${entries.length} entries`);
  let target = new Uint8Array(maxEntryBytes + entries.length * 80);
  target.set(pageHead);
  let at = writeVarint(entries.length, target, pageHead.length);
  const writePath = pathWriter();
  for (const entry of entries) {
    if (at + maxEntryBytes > target.length) target = grown(target);
    target[at++] = kindBytes[entry.kind];
    at = writePath(entry.path, target, at);
    if (entry.kind === 'folder') continue;
    at = writeVarint(entry.size, target, at);
    writeDigest(entry.digest, target, at);
    at += digestBytes;
  }
  return target.slice(0, at);
}

/**
 * The entries of a page. Every page has one encoding, and anything else is refused. A checker that goes on from page to
 * page sees to the order of a whole tree.
 * @throws `tree.invalid`, `worktree.unsafe-path`, `file.newer-format`
 */
export function decodeTreePage(bytes: Uint8Array, checkOrder: TreeOrderChecker = treeOrderChecker()): TreeEntry[] {
  checkHead(bytes, pageHead);
  const cursor: Cursor = { bytes, at: pageHead.length };
  const count = readVarint(cursor);
  if (count < 1 || count > maxPageEntries || count * minEntryBytes > bytes.length) {
    throw treeInvalid('a page has an impossible number of entries');
  }
  const readPath = pathReader(cursor);
  const entries: TreeEntry[] = [];
  for (let index = 0; index < count; index++) {
    const entry = readEntry(cursor, readPath);
    checkOrder(entry.path);
    if (index < count - 1 && endsPage(entry.path)) throw treeInvalid('a page goes on after an entry that ends it');
    entries.push(entry);
  }
  if (cursor.at !== bytes.length) throw treeInvalid('a page has bytes after its end');
  return entries;
}

function readEntry(cursor: Cursor, readPath: () => TreePath): TreeEntry {
  const kind = kinds[cursor.bytes[cursor.at++] as number];
  if (kind === undefined) throw treeInvalid('an entry is of no known kind');
  const path = readPath();
  if (kind === 'folder') return { path, kind };
  const size = readVarint(cursor);
  if (size < 0 || (kind === 'symlink' && size > maxSymlinkBytes)) throw treeInvalid('an entry has an impossible size');
  const start = cursor.at;
  cursor.at += digestBytes;
  if (cursor.at > cursor.bytes.length) throw treeInvalid('a page is cut off');
  return { path, kind, size, digest: digestFromBytes(cursor.bytes, start) };
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
