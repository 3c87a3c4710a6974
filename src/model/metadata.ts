import { PixelisError } from '#errors/index.js';

/** What users say about a version: by key, any value that JSON has. */
export type Metadata = { readonly [key: string]: MetadataValue };

export type MetadataValue =
  | string
  | number
  | boolean
  | null
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };

/**
 * Checks what a caller passed as metadata, and copies it, so that it stays what it is.
 * @throws `usage.invalid-argument` naming the key
 */
export function parseMetadata(value: unknown): Metadata {
  if (!isPlainObject(value)) throw invalid('', 'metadata must be keys and values');
  return parsedMap(value, '', 0);
}

/** Levels of lists and maps in metadata. */
const maxDepth = 16;
const maxKeyLength = 200;

function parsedMap(map: object, path: string, depth: number): Metadata {
  if (depth > maxDepth) throw invalid(path, `it is nested deeper than ${maxDepth} levels`);
  const parsed: Record<string, MetadataValue> = {};
  for (const [key, value] of Object.entries(map)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (key === '' || key.length > maxKeyLength) throw invalid(place, `a key has 1 to ${maxKeyLength} characters`);
    if (key === '__proto__' || key === '<<') throw invalid(place, 'the key cannot be used');
    if (value !== undefined) parsed[key] = parsedValue(value, place, depth + 1);
  }
  return parsed;
}

function parsedValue(value: unknown, path: string, depth: number): MetadataValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) throw invalid(path, 'the text is not valid Unicode');
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid(path, 'a number must be finite');
    return Object.is(value, -0) ? 0 : value;
  }
  if (Array.isArray(value)) {
    if (depth > maxDepth) throw invalid(path, `it is nested deeper than ${maxDepth} levels`);
    return Array.from(value, (item: unknown, index) => parsedValue(item, `${path}[${index}]`, depth + 1));
  }
  if (isPlainObject(value)) return parsedMap(value, path, depth);
  throw invalid(path, `it is ${typeof value === 'object' ? 'an object of its own class' : `a ${typeof value}`}`);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function invalid(path: string, problem: string): PixelisError {
  return new PixelisError(
    'usage.invalid-argument',
    path === '' ? problem : `metadata '${path}' cannot be used: ${problem}`,
    {
      hint: 'metadata takes text, numbers, true, false, null, and lists and maps of these',
      data: { path, problem },
    },
  );
}
