import { isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { NamedObject } from '#format/names-in-file.js';
import { isTreeObject } from '#format/tree-head.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { ObjectLocation, ObjectStore } from '#store/object-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { type QuarantinedObjects, quarantinedObjects } from '#store/quarantined-objects.js';
import { treesAhead } from '#store/trees-ahead.js';
import { surveyTree } from '#store/survey-tree.js';
import { type IgnoredRoots, rootUnreadable } from './root-unreadable.js';

/** Objects that are needed, with all that the trees among them list. */
export interface MarkedObjects {
  readonly objects: NeededObjects;
  /**
   * Adds objects and, of trees, what they list as far as the cache has it: what lacks was never brought here.
   * @throws `gc.root-unreadable` for a tree that is damaged, or was and is set aside
   */
  mark(named: Iterable<NamedObject>, options: TaskOptions): Promise<void>;
}

/** Each tree, and each page that trees share, is read once. What was purged is needed by nobody, whoever names it. */
export function markedObjects(
  store: LocalBucketStore,
  ignored: IgnoredRoots,
  purged: Pick<ReadonlySet<Digest>, 'has'>,
): MarkedObjects {
  const objects = new NeededObjects();
  const expanded = new NeededObjects();
  const whole = new NeededObjects();
  let quarantined: Promise<QuarantinedObjects> | undefined;

  return {
    objects,
    async mark(named, options) {
      const unknown = new Set<Digest>();
      const trees = new Set<Digest>();
      for (const { digest, isTree } of named) {
        if (purged.has(digest)) continue;
        objects.add(digest, unknownSize);
        if (isTree === false || expanded.has(digest)) continue;
        if (isTree === undefined) unknown.add(digest);
        else trees.add(digest);
      }
      await markTrees(trees, options);
      // Of most somebody else has said by now what they are.
      const left = [...unknown].filter((digest) => !expanded.has(digest));
      const places = left.length === 0 ? undefined : await store.locate(left, options);
      const others: Digest[] = [];
      for (const digest of left) if (await isTreeAt(digest, places?.get(digest), options)) others.push(digest);
      await markTrees(others, options);
    },
  };

  async function markTrees(roots: Iterable<Digest>, options: TaskOptions): Promise<void> {
    const skips = (page: Digest): boolean => whole.has(page);
    for await (const { root, reader } of treesAhead(store, roots, { ...options, skips })) {
      await markTree(reader, root, { ...options, skips });
    }
  }

  async function markTree(
    reader: ObjectStore,
    root: Digest,
    options: TaskOptions & { readonly skips: (page: Digest) => boolean },
  ): Promise<void> {
    throwIfInterrupted(options.signal);
    expanded.add(root, unknownSize);
    for await (const part of surveyTree(reader, root, options)) {
      objects.add(part.digest, unknownSize);
      if (part.kind === 'root') for (const { digest } of part.root.pages) objects.add(digest, unknownSize);
      if (part.kind === 'page') {
        whole.add(part.digest, unknownSize);
        for (const entry of part.entries) {
          if (entry.kind !== 'folder' && !purged.has(entry.digest)) objects.add(entry.digest, entry.size);
        }
      }
      if (part.kind === 'broken') await refuseDamaged(root, part.digest, part.error);
    }
  }

  /** Only what is small can be a tree: it lies in a pack, and is read. */
  async function isTreeAt(digest: Digest, place: ObjectLocation | undefined, options: TaskOptions): Promise<boolean> {
    if (place === undefined) {
      await refuseSetAside(digest, digest);
      return false;
    }
    if (!place.isPacked) return false;
    try {
      return isTreeObject(await store.read(digest, options));
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      await refuseDamaged(digest, digest, error);
      return false;
    }
  }

  async function refuseDamaged(root: Digest, digest: Digest, error: PixelisError): Promise<void> {
    if (isPixelisError(error, 'object.missing')) await refuseSetAside(root, digest);
    else refuse(root, error);
  }

  /** What a damaged page listed may be here, and is not known. */
  async function refuseSetAside(root: Digest, digest: Digest): Promise<void> {
    quarantined ??= quarantinedObjects(store);
    const { digests, isUnclear } = await quarantined;
    if (!digests.has(digest) && !isUnclear) return;
    const problem = `object '${digest}' is not in ${store.label}, and something damaged was set aside`;
    refuse(root, new PixelisError('object.corrupt', problem, { data: { digest } }));
  }

  function refuse(root: Digest, error: PixelisError): void {
    if (ignored.has(root)) return;
    const hint = `heal it: pixelis verify --repair --all, or go on without what it listed: pixelis gc --ignore ${root}`;
    throw rootUnreadable({ root, repository: store.label, hint }, error);
  }
}
