import { type HashEngine, type Hasher, loadHasher } from './hasher.js';

/**
 * Hashers for work that goes on across awaits, several pieces of it at once. They are used again and again, because
 * the memory of native ones is not seen by the garbage collector.
 */
export interface HasherPool {
  readonly engine: HashEngine;
  /** For messages that are hashed without an `await` between `reset` and the digest. */
  readonly immediate: Hasher;
  /** A hasher that is nobody else's until it is given back. */
  take(): Promise<Hasher>;
  giveBack(hasher: Hasher): void;
}

export async function openHasherPool(options: { readonly engine?: HashEngine | undefined } = {}): Promise<HasherPool> {
  const immediate = await loadHasher(options);
  const idle: Hasher[] = [];
  return {
    engine: immediate.engine,
    immediate,
    take: async () => idle.pop() ?? loadHasher({ engine: immediate.engine }),
    giveBack: (hasher) => {
      idle.push(hasher);
    },
  };
}
