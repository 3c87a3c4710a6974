import type { TextByName } from '#model/environment.js';

/** Texts by name, in the order of the names; of two with one name the first stays. */
export function textByName(entries: Iterable<readonly [name: string, text: string]>): TextByName {
  const first = new Map<string, string>();
  for (const [name, text] of entries) if (!first.has(name)) first.set(name, text);
  // YAML's reader refuses this name, which means something else to JavaScript.
  first.delete('__proto__');
  return Object.fromEntries([...first].sort(([a], [b]) => (a < b ? -1 : 1)));
}
