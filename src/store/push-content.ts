import type { PixelisError } from '#errors/index.js';
import { decodeTreePage } from '#format/tree-page.js';
import type { Digest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { BucketStore } from './bucket-store.js';
import { type CopyOptions, type CopyResult, copyObjects } from './copy-objects.js';
import type { MustWithhold } from './ship.js';
import { brokenIn, listTreeObjects, type TreeObjects } from './tree-objects.js';
import { readTreeRoot } from './tree-reader.js';

/** What versions name: files by digest and size, folders by the digest of their root. */
export interface Content {
  readonly blobs?: ReadonlyMap<Digest, number> | undefined;
  readonly roots?: Iterable<Digest> | undefined;
}

export interface PushContentOptions extends Omit<CopyOptions, 'sizeOf' | 'mustWithhold'> {
  /** Roots of trees that the target has all of: pages that they share, and the blobs of these, are not looked at. */
  readonly skipPagesOf?: Iterable<Digest> | undefined;
  /** Which entries of trees to copy the blobs of; default: all. Who reads the tree must know to do without the others. */
  readonly wants?: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
}

/**
 * Copies files and whole folders to a store that others read, so that whoever sees a root there can read all of it: a
 * root or a page is withheld where anything below it could not be copied.
 */
export async function pushContent(
  source: BucketStore,
  target: BucketStore,
  { blobs = new Map(), roots = [], skipPagesOf, wants, ...options }: Content & PushContentOptions,
): Promise<CopyResult> {
  const unreadable = new Map<Digest, PixelisError>();
  const { signal } = options;
  const objects = await listTreeObjects(source, roots, {
    signal,
    skipPagesOf,
    wants,
    onUnreadable: (root, error) => unreadable.set(root, error),
  });
  const sizes = new Map([...objects.blobs, ...blobs]);
  const result = await copyObjects(source, target, {
    ...options,
    phases: [sizes.keys(), objects.pages, objects.roots],
    // Pages and roots are in packs, whatever their size.
    sizeOf: (digest) => sizes.get(digest) ?? 0,
    mustWithhold: dependents(source, objects),
  });
  if (unreadable.size === 0) return result;
  // A tree that cannot be read here may be there all the same.
  const absent = await target.missing(unreadable.keys(), { signal });
  return withUnreadable(
    result,
    [...unreadable].filter(([root]) => absent.has(root)),
  );
}

/** Reads again what a page or a root lists, which is done only when something has failed. */
function dependents(source: BucketStore, { pages, roots }: TreeObjects): MustWithhold {
  return async (digest, hasFailed) => {
    if (roots.has(digest)) return (await readTreeRoot(source, digest)).pages.some((page) => hasFailed(page.digest));
    if (!pages.has(digest)) return false;
    const entries = decodeTreePage(await source.read(digest));
    return entries.some((entry) => entry.kind !== 'folder' && hasFailed(entry.digest));
  };
}

function withUnreadable(result: CopyResult, trees: readonly (readonly [Digest, PixelisError])[]): CopyResult {
  const missing = new Set(result.missing);
  const corrupt = new Set(result.corrupt);
  const withheld = new Set(result.withheld);
  for (const [root, error] of trees) {
    const broken = brokenIn(root, error);
    (error.code === 'object.missing' ? missing : corrupt).add(broken);
    if (broken !== root) withheld.add(root);
  }
  return { ...result, missing: [...missing], corrupt: [...corrupt], withheld: [...withheld] };
}
