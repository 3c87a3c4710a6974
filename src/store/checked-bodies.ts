import { PixelisError } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import type { Hasher } from '#hashing/hasher.js';
import { digestFromBytes } from '#model/digest.js';

interface BodiesToCheck {
  readonly table: PackTable;
  /** This stream's alone until it ends. */
  readonly hasher: Hasher;
  /** Told of each row whose body is not what the table says; default: the first is an error. */
  readonly onBad?: ((row: number) => void) | undefined;
}

/**
 * The chunks of a whole pack, each body in it hashed as it passes. A pack that matches its own name may still hold
 * something else than its table says, if whoever made it lied.
 * @throws `object.corrupt`
 */
export async function* checkedBodies(
  chunks: AsyncIterable<Uint8Array>,
  { table, hasher, onBad = (row) => throwBad(table, row) }: BodiesToCheck,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { count, offsets, rows } = table;
  const actual = new Uint8Array(32);
  let row = 0;
  let position = 0;
  hasher.reset();
  for await (const chunk of chunks) {
    let at = 0;
    // A body ends where the next begins, and bodies of no bytes end where they begin.
    while (row < count && position + chunk.length - at >= (offsets[row + 1] as number)) {
      const length = (offsets[row + 1] as number) - position;
      hasher.update(chunk.subarray(at, at + length));
      hasher.digestInto(actual, 0);
      if (!isSame(actual, rows, row * packRowSize)) onBad(row);
      hasher.reset();
      at += length;
      position += length;
      row += 1;
    }
    if (row < count) hasher.update(chunk.subarray(at));
    position += chunk.length - at;
    yield chunk;
  }
}

function throwBad({ rows }: PackTable, row: number): never {
  const digest = digestFromBytes(rows, row * packRowSize);
  throw new PixelisError('object.corrupt', `the bytes of '${digest}' in a pack are not its own`, { data: { digest } });
}

function isSame(digest: Uint8Array, rows: Uint8Array, at: number): boolean {
  for (let index = 0; index < 32; index++) if (digest[index] !== rows[at + index]) return false;
  return true;
}
