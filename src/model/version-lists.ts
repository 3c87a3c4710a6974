import type { Numbering } from './numbering.js';
import type { VersionId } from './version.js';

/** Lists of versions by number, each with what its versions were used as. */
export interface VersionLists {
  /** To a list that is there, only what it has not. */
  add(index: number, named: readonly Named[]): void;
  /** The lists in an order, their versions by their new numbers; roles as words. */
  columns(
    order: Uint32Array,
    newNumbers: { readonly versions: Uint32Array },
  ): { readonly start: Uint32Array; readonly items: Uint32Array; readonly roles: Uint32Array };
}

/** A version as a record names it. */
interface Named extends VersionId {
  readonly role?: string;
}

export function versionLists(words: Numbering, versionOf: (id: VersionId) => number): VersionLists {
  const from: number[] = [];
  const to: number[] = [];
  const items: number[] = [];
  const roles: number[] = [];
  return {
    add(index, named) {
      const before = items.slice(from[index] ?? 0, to[index] ?? 0);
      const beforeRoles = roles.slice(from[index] ?? 0, to[index] ?? 0);
      from[index] = items.length;
      items.push(...before);
      roles.push(...beforeRoles);
      for (const version of named) {
        const number = versionOf(version);
        if (before.includes(number)) continue;
        items.push(number);
        roles.push(words.numberOf(version.role ?? ''));
      }
      to[index] = items.length;
    },
    columns(order, { versions }) {
      const start = new Uint32Array(order.length + 1);
      for (const [at, index] of order.entries()) {
        start[at + 1] = (start[at] as number) + (to[index] ?? 0) - (from[index] ?? 0);
      }
      const ordered = new Uint32Array(start[order.length] as number);
      const orderedRoles = new Uint32Array(ordered.length);
      for (const [at, index] of order.entries()) {
        const target = start[at] as number;
        for (let place = from[index] ?? 0; place < (to[index] ?? 0); place++) {
          const offset = target + place - (from[index] as number);
          ordered[offset] = versions[items[place] as number] as number;
          orderedRoles[offset] = roles[place] as number;
        }
      }
      return { start, items: ordered, roles: orderedRoles };
    },
  };
}
