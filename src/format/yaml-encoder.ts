import { isPlainString, isPlainTimestamp } from './yaml-scalars.js';

/** What a file of Pixelis can hold. Keys whose value is undefined are left out. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/**
 * The one canonical text of a value: block style, two spaces, LF, keys in the order given, strings bare where no reader
 * can take them for something else and otherwise as in JSON, never folded.
 */
export function encodeYaml(value: { readonly [key: string]: YamlValue | undefined }): string {
  return encodeMap(value, '');
}

/** A scalar, or an empty list or map, on one line; undefined where the value takes lines of its own. */
export function encodeInline(value: YamlValue): string | undefined {
  if (typeof value === 'string') return isPlainString(value) ? value : quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  return Object.values(value).every((item) => item === undefined) ? '{}' : undefined;
}

/** `key: value` with the lines that belong to it, each behind `indent`. */
export function encodePair(key: string, value: YamlValue, indent: string): string {
  const name = isPlainString(key) && !key.includes(' ') ? key : quoted(key);
  const isTime = indent === '' && key === 'created' && typeof value === 'string' && isPlainTimestamp(value);
  const inline = isTime ? value : encodeInline(value);
  if (inline !== undefined) return `${indent}${name}: ${inline}\n`;
  return `${indent}${name}:\n${encodeBlock(value, `${indent}  `)}`;
}

function encodeBlock(value: YamlValue, indent: string): string {
  if (!Array.isArray(value)) return encodeMap(value as { readonly [key: string]: YamlValue }, indent);
  let text = '';
  for (const item of value as readonly YamlValue[]) {
    const inline = encodeInline(item);
    if (inline !== undefined) text += `${indent}- ${inline}\n`;
    else if (Array.isArray(item)) text += `${indent}-\n${encodeBlock(item, `${indent}  `)}`;
    // The first key stands behind the dash, in the column of those that follow.
    else text += `${indent}- ${encodeBlock(item, `${indent}  `).slice(indent.length + 2)}`;
  }
  return text;
}

function encodeMap(map: { readonly [key: string]: YamlValue | undefined }, indent: string): string {
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value !== undefined) text += encodePair(key, value, indent);
  }
  return text;
}

/** As in JSON; what cannot be seen, or turns the direction of writing, is escaped too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(invisible, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const invisible = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g;
