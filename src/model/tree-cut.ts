/**
 * Where a tree is cut into pages. An entry ends its page where a hash of its path falls below a threshold, about once in
 * {@link meanPageEntries} entries. So cuts depend on paths alone: a file that changes, comes or goes changes one page.
 */
export const meanPageEntries = 2048;

/**
 * Entries after which a page ends whatever the hash says: a bound on what a reader holds. It is met about once in ten
 * million pages, or where somebody chose the names for it.
 */
export const maxPageEntries = 32_768;

/** Whether the entry with this path is the last of its page. */
export function endsPage(path: string): boolean {
  return pathHash(path) >>> 21 === 0;
}

/** Whether a page with so many entries, the last of which has this path, is complete. */
export function isPageComplete(entries: number, lastPath: string): boolean {
  return entries >= maxPageEntries || endsPage(lastPath);
}

/** 32 well-mixed bits of a path: FNV-1a over the bytes of its UTF-8, then the finaliser of MurmurHash3. */
export function pathHash(path: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < path.length; index++) {
    const unit = path.charCodeAt(index);
    if (unit < 0x80) {
      hash = Math.imul(hash ^ unit, prime);
    } else {
      const codePoint = path.codePointAt(index) as number;
      if (codePoint > 0xffff) index += 1;
      hash = hashCodePoint(hash, codePoint);
    }
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const prime = 0x01000193;

/** The bytes of UTF-8 of a code point from U+0080. */
function hashCodePoint(seed: number, codePoint: number): number {
  let hash = seed;
  if (codePoint < 0x800) {
    hash = Math.imul(hash ^ (0xc0 | (codePoint >> 6)), prime);
  } else {
    if (codePoint < 0x10000) {
      hash = Math.imul(hash ^ (0xe0 | (codePoint >> 12)), prime);
    } else {
      hash = Math.imul(hash ^ (0xf0 | (codePoint >> 18)), prime);
      hash = Math.imul(hash ^ (0x80 | ((codePoint >> 12) & 0x3f)), prime);
    }
    hash = Math.imul(hash ^ (0x80 | ((codePoint >> 6) & 0x3f)), prime);
  }
  return Math.imul(hash ^ (0x80 | (codePoint & 0x3f)), prime);
}
