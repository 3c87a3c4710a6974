import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { NeededObjects } from './needed-objects.js';

/** What became of objects that had to go. */
export interface Erased {
  /** Objects that lay in packs or as files, wherever they lay. */
  readonly objects: number;
  /** Of their bytes. */
  readonly bytes: number;
  /** Packs that were written again without them. */
  readonly rewrittenPacks: number;
  /** Files that may still hold some of them, and why; or why else some are still there. */
  readonly left: readonly { readonly file: string | undefined; readonly error: PixelisError }[];
}

export type ErasureReport = ReturnType<typeof erasureReport>;

/** Counts each object once, however many copies of it there are, and none of which a copy stays. */
export function erasureReport(gone: NeededObjects) {
  const seen = new Map<Digest, number>();
  const kept = new Set<Digest>();
  const left: { readonly file: string | undefined; readonly error: PixelisError }[] = [];
  let rewrittenPacks = 0;
  return {
    erased(digest: Digest, size: number): void {
      if (gone.has(digest) && !seen.has(digest) && !kept.has(digest)) seen.set(digest, size);
    },
    kept(digest: Digest): void {
      kept.add(digest);
      seen.delete(digest);
    },
    rewritten: (): void => void (rewrittenPacks += 1),
    left: (file: string | undefined, error: PixelisError): void => void left.push({ file, error }),
    result(): Erased {
      const bytes = [...seen.values()].reduce((sum, size) => sum + size, 0);
      return { objects: seen.size, bytes, rewrittenPacks, left };
    },
  };
}
