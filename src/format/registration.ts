import { parseDigest } from '#model/digest.js';
import type { Registration } from '#model/registration.js';
import { validateRegistrationFile } from '#schema/index.js';
import { decodeJsonFile, encodeJsonFile } from './json-document.js';
import { formatVersion } from './schema-file.js';

/** Half a million versions. */
const limitBytes = 64 * 1024 * 1024;

/** @throws `file.invalid`, `file.newer-format`, `file.too-large` */
export function decodeRegistration(bytes: Uint8Array, file: string): Registration {
  const value = decodeJsonFile(bytes, { file, limitBytes }, validateRegistrationFile);
  const { clone, by, registered, pushed = [], trees = [], files = [] } = value;
  return {
    clone,
    by,
    registered,
    pushed: pushed.map(parseDigest),
    trees: trees.map(parseDigest),
    files: files.map(parseDigest),
  };
}

/** The one text of a registration: what is empty is left out. */
export function encodeRegistration({ clone, by, registered, pushed, trees, files }: Registration): Uint8Array {
  const unlessEmpty = <Item>(items: readonly Item[]) => (items.length === 0 ? undefined : items);
  return encodeJsonFile({
    pixelis: formatVersion,
    clone,
    by,
    registered,
    pushed: unlessEmpty(pushed),
    trees: unlessEmpty(trees),
    files: unlessEmpty(files),
  });
}
