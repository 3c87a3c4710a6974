import type { Digest } from './digest.js';
import type { TreeEntry } from './tree-entry.js';
import { comparePaths, type TreePath } from './tree-path.js';

/** What a directory version's digest names: the list of the pages of its tree, in the order of their paths. */
export interface TreeRoot {
  /** Files and links in the tree. */
  readonly files: number;
  /** Bytes of all files and links. */
  readonly size: number;
  /** Empty where the folder is. */
  readonly pages: readonly TreePageInfo[];
}

/** What a root says of one page. */
export interface TreePageInfo {
  readonly firstPath: TreePath;
  /** Digest of the page's encoding. */
  readonly digest: Digest;
  /** Entries of the page, from 1. */
  readonly entries: number;
  /** Those of them that are files and links. */
  readonly files: number;
  /** Bytes of these. */
  readonly size: number;
}

/** The root over pages that are in order. */
export function treeRootOf(pages: readonly TreePageInfo[]): TreeRoot {
  let files = 0;
  let size = 0;
  for (const page of pages) {
    files += page.files;
    size += page.size;
  }
  return { files, size, pages };
}

/** What the root says of a page with these entries and this digest. */
export function treePageInfo(entries: readonly TreeEntry[], digest: Digest): TreePageInfo {
  let files = 0;
  let size = 0;
  for (const entry of entries) {
    if (entry.kind === 'folder') continue;
    files += 1;
    size += entry.size;
  }
  return { firstPath: (entries[0] as TreeEntry).path, digest, entries: entries.length, files, size };
}

/** Index of the one page that lists `path` if any does; undefined where the path comes before the first page. */
export function pageIndexOf(root: TreeRoot, path: string): number | undefined {
  const index = firstPageAfter(root, path) - 1;
  return index < 0 ? undefined : index;
}

/** The pages, from `start` up to but not including `end`, that list what lies below `folder` ('' is the whole tree). */
export function pageRangeBelow(root: TreeRoot, folder: string): { readonly start: number; readonly end: number } {
  if (folder === '') return { start: 0, end: root.pages.length };
  const start = Math.max(0, firstPageAfter(root, `${folder}/`) - 1);
  // '0' is the byte after '/'.
  let end = firstPageAfter(root, `${folder}0`);
  if (root.pages[end - 1]?.firstPath === `${folder}0`) end -= 1;
  return { start, end };
}

/** Index of the first page whose first path comes after `path`. */
function firstPageAfter(root: TreeRoot, path: string): number {
  let low = 0;
  let high = root.pages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const page = root.pages[middle] as TreePageInfo;
    if (comparePaths(page.firstPath, path) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
