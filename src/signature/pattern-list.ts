/**
 * Whether `text` fits a list of patterns by commas, as OpenSSH has them: `*` is any text, `?` any character, and what fits a
 * pattern after `!` fits the list in no way.
 */
export function fitsPatternList(text: string, list: string): boolean {
  let fits = false;
  for (const item of list.split(',')) {
    const isNegated = item.startsWith('!');
    if (!fitsPattern(text, isNegated ? item.slice(1) : item)) continue;
    if (isNegated) return false;
    fits = true;
  }
  return fits;
}

/** Time grows with the product of the lengths, and no faster, whatever the pattern. */
function fitsPattern(text: string, pattern: string): boolean {
  let [at, patternAt] = [0, 0];
  let star: { readonly after: number; readonly from: number } | undefined;
  while (at < text.length) {
    if (pattern[patternAt] === '*') {
      star = { after: ++patternAt, from: at };
    } else if (pattern[patternAt] === '?' || pattern[patternAt] === text[at]) {
      at += 1;
      patternAt += 1;
    } else if (star !== undefined) {
      star = { after: star.after, from: star.from + 1 };
      [at, patternAt] = [star.from, star.after];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternAt));
}
