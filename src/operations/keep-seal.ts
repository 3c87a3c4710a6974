import { PixelisError } from '#errors/index.js';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SealChain } from '#seals/seal-chain.js';
import { keptKey, readKeptSeals } from './kept-seals.js';
import type { Remote } from './repository-context.js';

/**
 * Keeps the newest checkpoint on a remote, as `seals/<list>/<size>`, and never in the place of another: neither of one that is
 * there, nor of one that was hidden. One that was hidden, or is not held yet, is put there once more.
 * @returns the key
 * @throws `seal.broken` where another tree of that size is kept there; `remote.*`
 */
export async function keepSeal(
  { name, store: { bucket } }: Remote,
  { chain, keepUntil }: { readonly chain: SealChain; readonly keepUntil: Date | undefined },
  options: TaskOptions,
): Promise<string> {
  const { checkpoint, note } = chain.newest;
  const key = keptKey(checkpoint);
  const isOther = ({ root }: { readonly root: Uint8Array }): boolean => Buffer.compare(root, checkpoint.root) !== 0;
  for (const isLast of [false, true]) {
    const { seals } = await readKeptSeals(bucket, key, options);
    const current = seals.find(({ fate }) => fate === 'current');
    const hasOther = seals.some(({ found }) => found !== undefined && isOther(found.checkpoint));
    if (hasOther || (current !== undefined && current.found === undefined)) break;
    const isEnough = isLast || keepUntil === undefined || (await isHeld(bucket, key, options));
    if (current !== undefined && isEnough) return key;
    const how = { signal: options.signal, keepUntil, replace: current !== undefined };
    if (!isLast) await bucket.put(key, sourceOfBytes(Buffer.from(note)), how);
  }
  throw new PixelisError('seal.broken', `remote '${name}' keeps another seal over ${checkpoint.size} entries`, {
    hint: 'see what parted from what: pixelis audit --remote',
    data: { remote: name, key },
  });
}

async function isHeld(bucket: Bucket, key: string, { signal }: TaskOptions): Promise<boolean> {
  const found = await bucket.head(key, { signal });
  return (found?.keptUntil?.getTime() ?? 0) > Date.now();
}
