import type { Validator } from '#schema/index.js';
import { checkFile } from './schema-file.js';
import { fileInvalid, type YamlSource, yamlText } from './yaml-document.js';

/**
 * What a JSON file of ours holds, checked against its schema.
 * @throws `file.newer-format`, `file.invalid`, `file.too-large`
 */
export function decodeJsonFile<T>(bytes: Uint8Array, source: YamlSource, validate: Validator<T>): T {
  const text = yamlText(bytes, source);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fileInvalid(source.file, 'it is not JSON', cause);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw fileInvalid(source.file, 'it does not hold keys and values');
  }
  return checkFile(value as Record<string, unknown>, source.file, validate);
}

/** The one text of a JSON file: keys as they come, two spaces, LF. What is undefined is left out. */
export function encodeJsonFile(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}
