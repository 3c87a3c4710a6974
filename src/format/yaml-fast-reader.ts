import { isPlainString, isPlainTimestamp, plainNumber } from './yaml-scalars.js';

/**
 * Reads what the canonical encoder writes, thirty times as fast as a whole YAML reader. Undefined for any other text,
 * valid or not: a whole reader then has the word. Where it answers, a whole reader gives the same answer.
 */
export function readCanonicalYaml(text: string): Record<string, unknown> | undefined {
  const reader: Reader = { text, at: 0 };
  const value = readMap(reader, 0, 0);
  return value !== undefined && reader.at === text.length ? value : undefined;
}

interface Reader {
  readonly text: string;
  /** Start of a line, but while a line is read. */
  at: number;
}

const maxDepth = 32;
const key = /([A-Za-z_][A-Za-z0-9_.@/+-]*|[0-9][A-Za-z0-9_]*|"(?:[^"\\\n]|\\.)*"):(?=[ \n])/y;
const notRead = Symbol('not read');

/** The map whose keys stand in column `indent`. The reader may stand behind the dash of a list, before the first key. */
function readMap(reader: Reader, indent: number, depth: number): Record<string, unknown> | undefined {
  const { text } = reader;
  const map: Record<string, unknown> = {};
  let isFirst = true;
  if (depth > maxDepth) return undefined;
  while (reader.at < text.length) {
    if (depth === 0 || !isFirst || text.charCodeAt(reader.at) === space) {
      const column = indentAt(reader);
      if (column < indent) break;
      if (column > indent) return undefined;
      reader.at += indent;
    }
    key.lastIndex = reader.at;
    const match = key.exec(text);
    const name = match === null ? undefined : keyName(match[1] as string);
    if (name === undefined || Object.hasOwn(map, name)) return undefined;
    reader.at = key.lastIndex;
    const value = readAfterIndicator(reader, indent + 2, depth, false);
    if (value === notRead) return undefined;
    map[name] = value;
    isFirst = false;
  }
  return isFirst ? undefined : map;
}

/** The list whose dashes stand in column `indent`. */
function readList(reader: Reader, indent: number, depth: number): unknown[] | undefined {
  const list: unknown[] = [];
  if (depth > maxDepth) return undefined;
  while (reader.at < reader.text.length) {
    const column = indentAt(reader);
    if (column < indent) break;
    if (column > indent || reader.text.charCodeAt(reader.at + indent) !== dash) return undefined;
    reader.at += indent + 1;
    const value = readAfterIndicator(reader, indent + 2, depth, true);
    if (value === notRead) return undefined;
    list.push(value);
  }
  return list;
}

/** What stands after `key:` or `-`: a scalar in the same line, or a block in column `indent` of the next ones. */
function readAfterIndicator(reader: Reader, indent: number, depth: number, isItem: boolean): unknown {
  const { text } = reader;
  if (text.charCodeAt(reader.at) === newline) {
    reader.at += 1;
    if (indentAt(reader) !== indent) return notRead;
    const isList = text.charCodeAt(reader.at + indent) === dash;
    const block = isList
      ? readList(reader, indent, depth + 1)
      : isItem
        ? undefined
        : readMap(reader, indent, depth + 1);
    return block ?? notRead;
  }
  if (text.charCodeAt(reader.at) !== space) return notRead;
  reader.at += 1;
  if (isItem) {
    key.lastIndex = reader.at;
    if (key.test(text)) return readMap(reader, indent, depth + 1) ?? notRead;
  }
  const end = text.indexOf('\n', reader.at);
  if (end < 0) return notRead;
  const token = text.slice(reader.at, end);
  reader.at = end + 1;
  return scalar(token);
}

function scalar(token: string): unknown {
  switch (token) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case '{}':
      return {};
    case '[]':
      return [];
  }
  if (token.charCodeAt(0) === quote) return unquoted(token) ?? notRead;
  return plainNumber(token) ?? (isPlainString(token) || isPlainTimestamp(token) ? token : notRead);
}

function keyName(token: string): string | undefined {
  const name = token.charCodeAt(0) === quote ? unquoted(token) : isPlainString(token) ? token : undefined;
  return name === '__proto__' || name === '<<' ? undefined : name;
}

/** A string as in JSON, in quotes. */
function unquoted(token: string): string | undefined {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many spaces the line begins with. */
function indentAt({ text, at }: Reader): number {
  let end = at;
  while (text.charCodeAt(end) === space) end += 1;
  return end - at;
}

const space = 0x20;
const dash = 0x2d;
const newline = 0x0a;
const quote = 0x22;
