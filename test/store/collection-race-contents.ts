import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { StoredObject } from '#store/object-store.js';

/** What the processes of a race name, by number: forty small bodies, and four large ones. */
export const bodies: readonly Uint8Array[] = Array.from({ length: 44 }, (_, number) =>
  Buffer.alloc(number < 40 ? 2000 + 50 * number : 1_100_000, `content ${number} `),
);

const hasher = await loadHasher();
export const objects: readonly StoredObject[] = bodies.map((body) => ({
  digest: hashBytes(body, hasher),
  size: body.length,
}));
