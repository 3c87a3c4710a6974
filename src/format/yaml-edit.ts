import type { Pair, YAMLMap } from 'yaml';
import { keyText, parseYaml, readAnyYaml, type YamlSource, yamlText } from './yaml-document.js';
import { encodeInline, encodePair, type YamlValue } from './yaml-encoder.js';
import { yamlPackage } from './yaml-package.js';

export interface YamlChange {
  readonly path: readonly string[];
  /** undefined takes the key away, and the maps that would be left empty. */
  readonly value: YamlValue | undefined;
}

export interface YamlEdit extends YamlSource {
  readonly changes: readonly YamlChange[];
  /** The order in which new keys at the top are put among those that are there; the rest go to the end. */
  readonly keyOrder?: readonly string[] | undefined;
}

/**
 * The bytes of a file with some values changed. All the rest stays byte for byte: comments, order, spacing, line ends.
 * @throws `file.invalid`, `file.too-large`, `file.conflicted`
 */
export function editYaml(original: Uint8Array, edit: YamlEdit): Uint8Array {
  const before = yamlText(original, edit);
  let text = before;
  for (const change of edit.changes) text = changed(text, change, edit);
  return text === before ? original : new TextEncoder().encode(text);
}

function changed(text: string, change: YamlChange, edit: YamlEdit): string {
  const wanted = withChange(readAnyYaml(text, edit), change);
  const spliced = splice(text, change, edit);
  if (spliced !== undefined && holds(spliced, wanted, edit)) return spliced;
  // Written in an unusual way: the whole is written anew. Comments stay, spacing does not.
  const { document } = parseYaml(text, edit.file);
  if (change.value === undefined) document.deleteIn(change.path);
  else document.setIn(change.path, document.createNode(change.value));
  return document.toString({ lineWidth: 0 });
}

/** Changes the text where the value stands; undefined where that would take more than a splice. */
function splice(text: string, { path, value }: YamlChange, edit: YamlEdit): string | undefined {
  const { isMap, isScalar } = yamlPackage();
  const { document } = parseYaml(text, edit.file);
  let map = document.contents as unknown;
  const parents: Found[] = [];
  for (const [depth, key] of path.entries()) {
    const parent = parents.at(-1)?.pair;
    const isEmpty = isMap(map) ? map.items.length === 0 : map === null || (isScalar(map) && map.value === null);
    if (isEmpty && parent !== undefined && value !== undefined)
      return replace(text, parent, nested(path.slice(depth), value));
    if (!isMap(map) || map.flow === true || isEmpty) return undefined;
    const pair = map.items.find((item) => keyText(item.key) === key);
    if (pair === undefined) {
      if (value === undefined) return text;
      return insert(text, map, { path: path.slice(depth), value, keyOrder: depth === 0 ? edit.keyOrder : undefined });
    }
    parents.push({ map, pair });
    map = pair.value;
  }
  if (value === undefined) return remove(text, parents);
  return replace(text, (parents.at(-1) as Found).pair, value);
}

interface Found {
  readonly map: YAMLMap;
  readonly pair: Pair;
}

/** Changes a value where it stands. A list or map, old or new, takes the lines of its key along. */
function replace(text: string, pair: Pair, value: YamlValue): string | undefined {
  const { isScalar } = yamlPackage();
  const inline = encodeInline(value);
  const node = pair.value;
  if (inline !== undefined && isScalar(node) && node.range && node.type?.startsWith('BLOCK') !== true) {
    const [start, end] = node.range;
    // An empty value has no place of its own: the new one goes right behind the colon.
    if (start === end) return `${text.slice(0, start).trimEnd()} ${inline}${text.slice(end)}`;
    return text.slice(0, start) + inline + text.slice(end);
  }
  const lines = linesOf(text, pair);
  const key = keyText(pair.key);
  if (lines === undefined || key === undefined) return undefined;
  return text.slice(0, lines.start) + encodedLines(text, { key, value, column: lines.column }) + text.slice(lines.end);
}

/** Puts a new key behind the one that comes before it in the order of keys, or at the end of its map. */
function insert(
  text: string,
  map: YAMLMap,
  { path, value, keyOrder }: YamlChange & { readonly keyOrder: readonly string[] | undefined },
): string | undefined {
  const [key, ...deeper] = path as readonly [string, ...string[]];
  const earlier = keyOrder?.slice(0, Math.max(0, keyOrder.indexOf(key))) ?? [];
  const before = map.items.findLast((item) => earlier.includes(keyText(item.key) ?? '')) ?? map.items.at(-1);
  if (before === undefined) return undefined;
  const column = columnOf(text, startOf(map.items[0] as Pair));
  const lines = encodedLines(text, { key, value: nested(deeper, value as YamlValue), column });
  const at = lineEndAfter(text, endOf(before));
  const isCut = at > 0 && text[at - 1] !== '\n';
  return text.slice(0, at) + (isCut ? lineEndOf(text) : '') + lines + text.slice(at);
}

/** Takes the lines of a key away, or those of the outermost map that would be left empty. */
function remove(text: string, parents: readonly Found[]): string | undefined {
  let index = parents.length - 1;
  while (index > 0 && parents[index]?.map.items.length === 1) index -= 1;
  const lines = linesOf(text, (parents[index] as Found).pair);
  return lines === undefined ? undefined : text.slice(0, lines.start) + text.slice(lines.end);
}

/** A value below maps of one key each. */
function nested(path: readonly string[], value: YamlValue): YamlValue {
  return path.reduceRight<YamlValue>((inner, key) => ({ [key]: inner }), value);
}

function encodedLines(text: string, { key, value, column }: { key: string; value: YamlValue; column: number }): string {
  return encodePair(key, value, ' '.repeat(column)).replaceAll('\n', lineEndOf(text));
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The lines of a key and its value; undefined where something else stands before the key, such as a dash. */
function linesOf(
  text: string,
  pair: Pair,
): { readonly start: number; readonly end: number; readonly column: number } | undefined {
  const column = columnOf(text, startOf(pair));
  const start = startOf(pair) - column;
  if (text.slice(start, start + column).trim() !== '') return undefined;
  return { start, end: lineEndAfter(text, endOf(pair)), column };
}

function startOf(pair: Pair): number {
  return (pair.key as { range?: readonly number[] }).range?.[0] ?? 0;
}

/** Offset behind the last character of a key's value. */
function endOf(pair: Pair): number {
  const { isCollection, isPair } = yamlPackage();
  const { value } = pair;
  const last: unknown = isCollection(value) && value.flow !== true ? value.items.at(-1) : undefined;
  if (isPair(last)) return endOf(last);
  if (last !== undefined) return endOf({ key: last, value: last } as Pair);
  const node = (value ?? pair.key) as { range?: readonly number[] };
  return node.range?.[1] ?? 0;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Start of the line after the one that `offset` ends. */
function lineEndAfter(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function withChange(map: Readonly<Record<string, unknown>>, { path, value }: YamlChange): Record<string, unknown> {
  const [key, ...deeper] = path as readonly [string, ...string[]];
  const next = { ...map };
  if (deeper.length === 0 && value !== undefined) next[key] = value;
  else if (deeper.length === 0) delete next[key];
  else {
    const inner = withChange(asMap(map[key]), { path: deeper, value });
    if (value === undefined && Object.keys(inner).length === 0) delete next[key];
    else next[key] = inner;
  }
  return next;
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Whether a text holds this value, in whatever order. */
function holds(text: string, wanted: Readonly<Record<string, unknown>>, source: YamlSource): boolean {
  return sorted(readAnyYaml(text, source)) === sorted(wanted);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
