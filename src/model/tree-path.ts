import { PixelisError } from '#errors/index.js';

/**
 * Where something lies inside a tracked folder: components joined by `/`. Every name that a file system allows is
 * allowed (line breaks, quotes, colons, emoji, a leading dash), so that a folder comes back as it was; what could lead
 * out of the folder, or into `.git` or `.pixelis` on any file system, is not.
 */
export type TreePath = string & { readonly [treePathBrand]: true };
declare const treePathBrand: unique symbol;

/** Bytes of UTF-8. */
export const maxPathBytes = 4096;
/** Bytes of UTF-8. */
export const maxComponentBytes = 255;

/** @throws `worktree.unsafe-path` */
export function parseTreePath(text: string): TreePath {
  const problem = treePathProblem(text);
  if (problem === undefined) return text as TreePath;
  throw new PixelisError(
    'worktree.unsafe-path',
    `path ${JSON.stringify(text.slice(0, 200))} cannot be used: ${problem}`,
    {
      data: { path: text.slice(0, maxPathBytes), problem },
    },
  );
}

export function isTreePath(text: string): text is TreePath {
  return treePathProblem(text) === undefined;
}

/** What keeps `text` from being a {@link TreePath}; undefined where nothing does. */
export function treePathProblem(text: string): string | undefined {
  return isPlain(text) ? undefined : problemOf(text);
}

/** Orders paths by the bytes of their UTF-8: the order of trees, and of git. */
export function comparePaths(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    return byteRank(a) - byteRank(b);
  }
  return left.length - right.length;
}

/** UTF-16 puts surrogates (code points from U+10000) before U+E000 to U+FFFF, UTF-8 puts them after. */
function byteRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Length of `text` in bytes of UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** Whether `text` is so plain a path that it needs no closer look. Most are, and this runs for every one of them. */
function isPlain(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > maxPathBytes) return false;
  let start = 0;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === slash) {
      if (index === start || index - start > maxComponentBytes) return false;
      start = index + 1;
    } else if (unit === dot) {
      if (index === start && mayBeSpecial(text.charCodeAt(index + 1))) return false;
    } else if (unit === 0 || unit >= tilde || unit === backslash) {
      return false;
    }
  }
  return start < length && length - start <= maxComponentBytes;
}

const slash = 0x2f;
const dot = 0x2e;
const backslash = 0x5c;
const tilde = 0x7e;

/** Whether a component that goes on with `unit` after its dot may be `.`, `..`, `.git` or `.pixelis`. */
function mayBeSpecial(unit: number): boolean {
  const folded = unit | 0x20;
  return Number.isNaN(unit) || unit === slash || unit === dot || folded === 0x67 || folded === 0x70;
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (text.includes('\0')) return 'it contains a NUL';
  if (/\p{Surrogate}/u.test(text)) return 'it is not valid Unicode';
  if (text.startsWith('/')) return 'it is absolute';
  if (text.endsWith('/')) return 'it ends in a slash';
  if (utf8Length(text) > maxPathBytes) return `it is longer than ${maxPathBytes} bytes`;
  for (const component of text.split('/')) {
    if (component === '') return 'it contains an empty component';
    if (utf8Length(component) > maxComponentBytes) return `a component is longer than ${maxComponentBytes} bytes`;
    // Where a backslash separates, each part is a component by itself.
    for (const part of component.split('\\')) {
      if (part === '..' || (part === '.' && part === component)) return `it contains '${part}'`;
      const reserved = reservedName(part);
      if (reserved !== undefined) return `it leads into '${reserved}'`;
    }
  }
  return undefined;
}

/**
 * The folder of git or Pixelis that some file system would open under this name: case does not count; HFS+ leaves out
 * code points that show nothing; NTFS leaves out dots and spaces at the end and what follows a colon, and has short names.
 */
function reservedName(part: string): '.git' | '.pixelis' | undefined {
  const folded = part.replace(ignorable, '').toUpperCase().toLowerCase();
  const name = aliases.exec(folded)?.[1];
  if (name === undefined) return undefined;
  return name.includes('git') ? '.git' : '.pixelis';
}

const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;
const aliases = /^(\.git|git~\d+|\.pixelis|pixeli~\d+)[ .]*(?:$|:)/;
