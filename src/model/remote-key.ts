import { type Digest, digestHex, isDigest } from './digest.js';

/** Where clones say what they need of a remote. */
export const registrationFolder = 'roots';
/** Where collectors of a remote take turns. */
export const collectorFolder = 'gc';
/** Where a remote keeps what was collected. */
export const trashFolder = 'trash';

/** Where a registration lies, by the clone's own count of them and the digest of its text: `roots/<clone>/00000001-3fa2…`. */
export function registrationKey(
  clone: string,
  { number, digest }: { readonly number: number; readonly digest: Digest },
) {
  return `${registrationFolder}/${clone}/${String(number).padStart(8, '0')}-${digestHex(digest)}`;
}

export interface RegistrationKey {
  readonly clone: string;
  readonly number: number;
  /** Of the registration's text. */
  readonly digest: Digest;
}

/** What the key of a registration tells; undefined where it is none. */
export function parseRegistrationKey(key: string): RegistrationKey | undefined {
  const [, clone = '', number = '', hex = ''] = /^roots\/([0-9a-f]{32})\/(\d{8})-([0-9a-f]{64})$/.exec(key) ?? [];
  const digest = `blake3:${hex}`;
  return isDigest(digest) ? { clone, number: Number(number), digest } : undefined;
}

/** Where the turn of a collector is told: `gc/00000001`. */
export function collectorKey(turn: number): string {
  return `${collectorFolder}/${String(turn).padStart(8, '0')}`;
}

/** The number of a turn; undefined where the key tells of none. */
export function parseCollectorKey(key: string): number | undefined {
  const [, digits] = /^gc\/(\d{8})$/.exec(key) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Where what a run of gc took away lies: `trash/<run>/objects/3f/a2…` for `objects/3f/a2…`. */
export function trashKey(run: string, key: string): string {
  return `${trashFolder}/${run}/${key}`;
}

/** Where it is told who ran it, and when: `trash/<run>.json`. */
export function trashNoteKey(run: string): string {
  return `${trashFolder}/${run}.json`;
}

/** The run, and the key in the store, of what lies in the trash; the key is undefined for the run's note. */
export function parseTrashKey(key: string): { readonly run: string; readonly key: string | undefined } | undefined {
  const [, run = '', rest] = /^trash\/([0-9a-z-]+)(?:\.json|\/(.+))$/.exec(key) ?? [];
  return run === '' ? undefined : { run, key: rest };
}
