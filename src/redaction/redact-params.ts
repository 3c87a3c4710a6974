import type { Metadata, MetadataValue } from '#model/metadata.js';
import type { NamedValues } from './named-values.js';

/** Parameters without secrets: by their keys, however deep, and by their values. */
export function redactParams(params: Metadata, values: NamedValues): Metadata {
  visit(params, '', {
    key: (key) => key,
    leaf(name, value) {
      values.learnNamed(name, value);
      return value;
    },
  });
  return visit(params, '', {
    key: (key) => values.redactText(key, 'param'),
    leaf: (name, value, path) => values.redactNamed(name, value, `param ${values.redactText(path, 'param')}`),
  }) as Metadata;
}

interface Visit {
  readonly key: (key: string) => string;
  readonly leaf: (name: string, value: string, path: string) => string;
}

/** A copy in which texts, and numbers under names of secrets, are what `leaf` makes of them, and keys what `key` does. */
function visit(value: MetadataValue, path: string, does: Visit): MetadataValue {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return does.leaf(name, value, path);
  if (typeof value === 'number') {
    const text = String(value);
    const made = does.leaf(name, text, path);
    return made === text ? value : made;
  }
  if (value === null || typeof value === 'boolean') return value;
  // What is in a list goes by the list's name.
  if (isList(value)) return value.map((item) => visit(item, path, does));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      does.key(key),
      visit(item, path === '' ? key : `${path}.${key}`, does),
    ]),
  );
}

function isList(value: MetadataValue): value is readonly MetadataValue[] {
  return Array.isArray(value);
}
