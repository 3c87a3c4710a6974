import { isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { isTreeObject } from '#format/tree-head.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { NeededObjects, unknownSize } from './needed-objects.js';
import type { ObjectStore } from './object-store.js';
import { surveyTree } from './survey-tree.js';

/** Objects that are needed in a store that others share, with all that the trees among them list. */
export interface MarkedTrees {
  readonly objects: NeededObjects;
  /** Roots of trees that were asked for, and that nobody could read, since they are not there. */
  readonly absent: ReadonlySet<Digest>;
  /**
   * Adds an object and, where it is a tree, what it lists: what it is. `absent` is the root of a tree that nobody can read,
   * since it is not there.
   * @throws `object.missing`, `object.corrupt` for a tree that is there in part
   */
  mark(object: MarkedObject, options: TaskOptions): Promise<'file' | 'tree' | 'absent'>;
}

export interface MarkedObject {
  readonly digest: Digest;
  /** Undefined where nobody says. */
  readonly isTree: boolean | undefined;
}

export interface MarkOptions {
  /** The store, and what was taken from it: a tree whose root lies there must be there as a whole. */
  readonly stores: () => readonly BucketStore[];
  /** Another place where trees can be read. */
  readonly reader: BucketStore;
  /** What was purged: nobody needs it, whoever names it. Default: nothing. */
  readonly purged?: Pick<ReadonlySet<Digest>, 'has'> | undefined;
}

/** Each tree, and each page that trees share, is read once; out of whatever has it. */
export function markedTrees({ stores, reader, purged = new Set() }: MarkOptions): MarkedTrees {
  const objects = new NeededObjects();
  const whole = new NeededObjects();
  const absent = new Set<Digest>();
  const source = smallObjects(() => [reader, ...stores()]);
  return {
    objects,
    absent,
    async mark({ digest, isTree }, options) {
      if (purged.has(digest)) return 'file';
      objects.add(digest, unknownSize);
      if (isTree === false) return 'file';
      if (whole.has(digest)) return 'tree';
      return isTree === true || (await isTreeSomewhere(digest, options)) ? markTree(digest, options) : 'file';
    },
  };

  async function markTree(root: Digest, options: TaskOptions): Promise<'file' | 'tree' | 'absent'> {
    throwIfInterrupted(options.signal);
    const skips = (page: Digest): boolean => whole.has(page);
    for await (const part of surveyTree(source, root, { ...options, skips })) {
      if (part.kind === 'broken') {
        // It names bytes that are as they should be, and no tree.
        if (part.digest === root && isPixelisError(part.error, 'tree.invalid')) return 'file';
        if (isPixelisError(part.error, 'object.missing') && !isThere(root)) {
          absent.add(root);
          return 'absent';
        }
        throw part.error;
      }
      objects.add(part.digest, unknownSize);
      if (part.kind === 'root') for (const { digest } of part.root.pages) objects.add(digest, unknownSize);
      if (part.kind !== 'page') continue;
      for (const entry of part.entries) {
        if (entry.kind !== 'folder' && !purged.has(entry.digest)) objects.add(entry.digest, entry.size);
      }
      whole.add(part.digest, unknownSize);
    }
    whole.add(root, unknownSize);
    absent.delete(root);
    return 'tree';
  }

  function isThere(root: Digest): boolean {
    return stores().some(({ catalogue }) => catalogue.find(root) !== undefined);
  }

  async function isTreeSomewhere(digest: Digest, options: TaskOptions): Promise<boolean> {
    try {
      return isTreeObject(await source.read(digest, options));
    } catch (error) {
      if (isPixelisError(error, 'object.missing')) return false;
      throw error;
    }
  }
}

/** What is in packs of any of some stores, as of their last look: pages and roots are nowhere else. */
function smallObjects(stores: () => readonly BucketStore[]): Pick<ObjectStore, 'label' | 'read'> & ObjectStore {
  const [first] = stores() as readonly [BucketStore];
  return {
    label: first.label,
    missing: (digests, options) => first.missing(digests, options),
    stream: (digest, options) => first.stream(digest, options),
    list: (options) => first.list(options),
    async read(digest, options) {
      let damage: unknown;
      for (const store of stores()) {
        if (store.catalogue.find(digest) === undefined) continue;
        try {
          return await store.read(digest, options);
        } catch (error) {
          if (isPixelisError(error, 'object.corrupt')) damage ??= error;
          else if (!isPixelisError(error, 'object.missing')) throw error;
        }
      }
      if (damage !== undefined) throw damage;
      throw new PixelisError('object.missing', `object '${digest}' is in none of the packs`, { data: { digest } });
    },
  };
}
