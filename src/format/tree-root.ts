import { digestBytes, digestFromBytes, writeDigest } from '#model/digest.js';
import { endsPage, maxPageEntries } from '#model/tree-cut.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { treeInvalid } from '#model/tree-order.js';
import { type TreePageInfo, type TreeRoot, treePageInfo, treeRootOf } from '#model/tree-root.js';
import type { TreePath } from '#model/tree-path.js';
import { maxEncodedPathBytes, pathReader, pathWriter } from './path-coding.js';
import { checkHead, rootHead } from './tree-head.js';
import { type Cursor, maxVarintBytes, readVarint, writeVarint } from './varint.js';

const maxPageInfoBytes = maxEncodedPathBytes + 3 * maxVarintBytes + digestBytes;
const minPageInfoBytes = 2 + 1 + 3 + digestBytes;

/**
 * The bytes of a root: its first bytes, the number of pages, then for each its first path (see `pathWriter`), how many
 * entries it has, how many of them are files and links, the bytes of these, and its digest. Numbers are varints. What
 * follows from the pages, the totals, is not stored.
 * @throws `tree.invalid` where the pages are out of order
 */
export function encodeTreeRoot(root: TreeRoot): Uint8Array {
  const parts: Uint8Array[] = [];
  const head = new Uint8Array(rootHead.length + maxVarintBytes);
  head.set(rootHead);
  parts.push(head.subarray(0, writeVarint(root.pages.length, head, rootHead.length)));
  const writePath = pathWriter();
  const scratch = new Uint8Array(maxPageInfoBytes);
  for (const page of root.pages) {
    let at = writePath(page.firstPath, scratch, 0);
    at = writeVarint(page.entries, scratch, at);
    at = writeVarint(page.files, scratch, at);
    at = writeVarint(page.size, scratch, at);
    writeDigest(page.digest, scratch, at);
    parts.push(scratch.slice(0, at + digestBytes));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The root with these bytes. Every root has one encoding, and anything else is refused. @throws `tree.invalid`, `worktree.unsafe-path` */
export function decodeTreeRoot(bytes: Uint8Array): TreeRoot {
  checkHead(bytes, rootHead);
  const cursor: Cursor = { bytes, at: rootHead.length };
  const count = readVarint(cursor);
  if (count < 0 || count * minPageInfoBytes > bytes.length)
    throw treeInvalid('a root has an impossible number of pages');
  const readPath = pathReader(cursor);
  const pages: TreePageInfo[] = [];
  for (let index = 0; index < count; index++) pages.push(readPageInfo(cursor, readPath));
  if (cursor.at !== bytes.length) throw treeInvalid('a root has bytes after its end');
  const root = treeRootOf(pages);
  if (!Number.isSafeInteger(root.size) || !Number.isSafeInteger(root.files))
    throw treeInvalid('its size is impossible');
  return root;
}

/**
 * Checks that the entries of the page at `index` are what the root says of it, and that the page is cut where it must be.
 * @throws `tree.invalid`
 */
export function checkTreePage(root: TreeRoot, index: number, entries: readonly TreeEntry[]): void {
  const stated = root.pages[index] as TreePageInfo;
  const actual = treePageInfo(entries, stated.digest);
  const agree =
    actual.firstPath === stated.firstPath &&
    actual.entries === stated.entries &&
    actual.files === stated.files &&
    actual.size === stated.size;
  if (!agree) throw treeInvalid(`page ${stated.digest} is not what the root says of it`);
  const last = entries.at(-1) as TreeEntry;
  const isCut = endsPage(last.path) || entries.length === maxPageEntries;
  if (index < root.pages.length - 1 && !isCut) throw treeInvalid(`page ${stated.digest} is cut too early`);
}

function readPageInfo(cursor: Cursor, readPath: () => TreePath): TreePageInfo {
  const firstPath = readPath();
  const entries = readVarint(cursor);
  const files = readVarint(cursor);
  const size = readVarint(cursor);
  if (
    entries < 1 ||
    entries > maxPageEntries ||
    files < 0 ||
    files > entries ||
    size < 0 ||
    (files === 0 && size > 0)
  ) {
    throw treeInvalid('a root has impossible counts');
  }
  const start = cursor.at;
  cursor.at += digestBytes;
  if (cursor.at > cursor.bytes.length) throw treeInvalid('a root is cut off');
  return { firstPath, digest: digestFromBytes(cursor.bytes, start), entries, files, size };
}
