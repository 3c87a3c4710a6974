import { throwIfInterrupted } from '#errors/index.js';
import { cutPages } from '#format/tree.js';
import { encodeTreePage } from '#format/tree-page.js';
import { encodeTreeRoot } from '#format/tree-root.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { type TreePageInfo, treePageInfo, treeRootOf } from '#model/tree-root.js';
import { packTargetSize } from './limits.js';
import type { LocalStore } from './object-store.js';

export interface WrittenTree {
  /** Of the root. */
  readonly digest: Digest;
  /** Bytes of all files and links. */
  readonly size: number;
  /** Files and links. */
  readonly files: number;
}

/**
 * Stores the tree with these entries, which come in the order of their paths and whose blobs are stored by now. Durable
 * when this returns; pages that are here already are not written again.
 * @throws `tree.invalid` where the entries are out of order
 */
export async function writeTree(
  store: LocalStore,
  entries: Iterable<TreeEntry>,
  options: TaskOptions = {},
): Promise<WrittenTree> {
  return buildTree(entries, (objects) => store.write(objects, options), options);
}

/** As {@link writeTree}, for several trees, which share packs. */
export async function writeTrees(
  store: LocalStore,
  trees: readonly Iterable<TreeEntry>[],
  options: TaskOptions = {},
): Promise<readonly WrittenTree[]> {
  const written: WrittenTree[] = [];
  let waiting: Uint8Array[] = [];
  let size = 0;
  const write = async (objects: readonly Uint8Array[]): Promise<void> => {
    for (const bytes of objects) size += bytes.length;
    waiting.push(...objects);
    if (size >= packTargetSize) await flush();
  };
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await store.write(waiting, options);
    [waiting, size] = [[], 0];
  };
  for (const entries of trees) written.push(await buildTree(entries, write, options));
  await flush();
  return written;
}

/** What {@link writeTree} would answer, with nothing stored. */
export async function hashTree(entries: Iterable<TreeEntry>, options: TaskOptions = {}): Promise<WrittenTree> {
  return buildTree(entries, async () => undefined, options);
}

async function buildTree(
  entries: Iterable<TreeEntry>,
  write: (objects: readonly Uint8Array[]) => Promise<unknown>,
  options: TaskOptions,
): Promise<WrittenTree> {
  const builder = treeBuilder(await loadHasher(), write);
  for (const page of cutPages(entries)) {
    throwIfInterrupted(options.signal);
    await builder.add(page);
  }
  return builder.finish();
}

/** Puts a tree together page by page, in order. */
export interface TreeBuilder {
  add(page: readonly TreeEntry[]): Promise<void>;
  /** A page that is stored already. */
  reuse(page: TreePageInfo): void;
  finish(): Promise<WrittenTree>;
}

export function treeBuilder(
  hasher: Awaited<ReturnType<typeof loadHasher>>,
  write: (objects: readonly Uint8Array[]) => Promise<unknown>,
): TreeBuilder {
  const pages: TreePageInfo[] = [];
  let batch: Uint8Array[] = [];
  let batchSize = 0;
  return {
    async add(page) {
      const bytes = encodeTreePage(page);
      pages.push(treePageInfo(page, hashBytes(bytes, hasher)));
      batch.push(bytes);
      batchSize += bytes.length;
      if (batchSize < packTargetSize) return;
      // The pages of a tree of many millions of files do not all fit into memory: they go first, the root last.
      await write(batch);
      batch = [];
      batchSize = 0;
    },
    reuse: (page) => void pages.push(page),
    async finish() {
      const root = treeRootOf(pages);
      const rootBytes = encodeTreeRoot(root);
      await write([...batch, rootBytes]);
      return { digest: hashBytes(rootBytes, hasher), size: root.size, files: root.files };
    },
  };
}
