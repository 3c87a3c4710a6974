/**
 * What makes a text too much for a YAML reader; undefined where nothing does. Deep nesting can end the whole process
 * inside the `yaml` package, so that no text reaches it that may be nested deeply. This look is blind to quotes, hence
 * stricter than the grammar.
 */
export function yamlExcess(text: string): string | undefined {
  if (text.length > maxLength) return `it is not as Pixelis writes it, and longer than ${maxLength} characters`;
  let brackets = 0;
  let items = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x5b || unit === 0x7b) brackets += 1;
    else if (unit === 0x0a || unit === 0x0d || unit === 0x2c) items += 1;
  }
  if (brackets > maxBrackets) return `it has more than ${maxBrackets} brackets`;
  if (items > maxItems) return `it has more than ${maxItems} lines and commas`;
  // Columns of the blocks that the line at hand may lie in.
  const columns: number[] = [];
  for (const line of text.split(/\r\n|[\n\r]/)) {
    const start = line.search(/[^ \t]/);
    if (start < 0 || line[start] === '#') continue;
    while (columns.length > 0 && (columns.at(-1) as number) >= start) columns.pop();
    columns.push(start);
    for (const { index } of line.slice(start).matchAll(indicator)) columns.push(start + index);
    if (columns.length > maxDepth) return `it is nested deeper than ${maxDepth} levels`;
  }
  return undefined;
}

/** The package takes time that is quadratic in the number of errors: half a minute for 1 MiB of stray quotes, one a line. */
const maxLength = 131_072;
const maxItems = 10_000;
const maxBrackets = 512;
const maxDepth = 64;
const indicator = /[-?:](?=[ \t]|$)/g;
