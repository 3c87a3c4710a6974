import type { Metadata, MetadataValue } from '#model/metadata.js';
import type { NamedValues } from './named-values.js';

/** Parameters without secrets: by their keys, however deep, and by their values. */
export function redactParams(params: Metadata, values: NamedValues): Metadata {
  visit(params, '', (name, value) => {
    values.learnNamed(name, value);
    return value;
  });
  return visit(params, '', (name, value, path) => values.redactNamed(name, value, `param ${path}`)) as Metadata;
}

type Visit = (name: string, value: string, path: string) => string;

/** A copy in which texts, and numbers under names of secrets, are what `leaf` makes of them. */
function visit(value: MetadataValue, path: string, leaf: Visit): MetadataValue {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return leaf(name, value, path);
  if (typeof value === 'number') {
    const text = String(value);
    const made = leaf(name, text, path);
    return made === text ? value : made;
  }
  if (value === null || typeof value === 'boolean') return value;
  // What is in a list goes by the list's name.
  if (isList(value)) return value.map((item) => visit(item, path, leaf));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, visit(item, path === '' ? key : `${path}.${key}`, leaf)]),
  );
}

function isList(value: MetadataValue): value is readonly MetadataValue[] {
  return Array.isArray(value);
}
