/** A stretch of a text: from `start` to before `end`. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The private key whose header stands at `position`, with its footer where there is one; undefined where no lines of a key
 * follow. The lines may be in a diff, in a comment, or escaped in a text of JSON.
 */
export function privateKeyAt(text: string, position: number): TextPlace | undefined {
  const header = matchAt(headerPattern, text, position);
  if (header === undefined) return undefined;
  const start = position + header.length;
  const inOneLine = matchAt(/\s{0,4}[A-Za-z0-9+/]{40,16000}={0,2}/y, text, start)?.length ?? 0;
  const end = endOfLines(text, start + inOneLine);
  return /[A-Za-z0-9+/]{16}/.test(text.slice(start, end)) ? { start: position, end } : undefined;
}

/** Lines of a key that begin at `position`. */
export function keyLinesAt(text: string, position: number): TextPlace | undefined {
  const first = matchAt(/[A-Za-z0-9+/]{40,16000}={0,2}/y, text, position);
  return first === undefined ? undefined : { start: position, end: endOfLines(text, position + first.length) };
}

/** The private lines of a key of PuTTY. */
export function puttyLinesAt(text: string, position: number): TextPlace | undefined {
  const header = matchAt(/Private-Lines: \d{1,4}/y, text, position);
  if (header === undefined) return undefined;
  const start = position + header.length;
  const end = endOfLines(text, start);
  return end > start ? { start, end } : undefined;
}

const headerPattern = /-{4,5} ?BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}/y;
const newline = '(?:\\\\{1,16}r|\\r)?(?:\\n|\\\\{1,16}n)';
/** What code, diffs and comments put around a line. */
const margin = `[ \\t"'>#*|,+;-]{0,40}`;
const footerPattern = new RegExp(
  `(?:${newline})?${margin}(?<=-{4})END [A-Z0-9 ]{4,60}-{4,5}|(?:${newline})?${margin}-{4} END [A-Z0-9 ]{4,60}-{4,5}`,
  'y',
);
const linePattern = new RegExp(`${newline}${margin}(={0,2}[A-Za-z0-9+/]{1,200}={0,2}(?![\\w.(:]))?`, 'y');
const fieldPattern = new RegExp(`${newline}${margin}[A-Z][A-Za-z-]{2,30}: [^\\r\\n\\\\]{0,200}`, 'y');
const maxLines = 600;
/** A line that is a word may well be text after the key, unless the footer follows. */
const certainLength = 40;

/** Where the lines of a key that follow end; `start` where none do. */
function endOfLines(text: string, start: number): number {
  let end = start;
  let position = start;
  for (let count = 0; count < maxLines; count++) {
    const footer = matchAt(footerPattern, text, position);
    if (footer !== undefined) return position + footer.length;
    const field = matchAt(fieldPattern, text, position);
    const line = field ?? matchAt(linePattern, text, position);
    if (line === undefined) return end;
    position += line.length;
    if (field === undefined && line.trim().length >= certainLength) end = position;
  }
  return end;
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
