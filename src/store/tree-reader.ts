import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import { decodeTreePage } from '#format/tree-page.js';
import { checkTreePage, decodeTreeRoot } from '#format/tree-root.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { type TreeOrderChecker, treeOrderChecker } from '#model/tree-order.js';
import { pageIndexOf, pageRangeBelow, type TreePageInfo, type TreeRoot } from '#model/tree-root.js';
import type { ObjectStore } from './object-store.js';

/** Pages that are asked for before they are needed, so that a remote's latency is waited for once. */
const pagesAhead = 4;

/** @throws `object.missing`, `object.corrupt`; `tree.invalid` where the object is no root */
export async function readTreeRoot(store: ObjectStore, digest: Digest, options: TaskOptions = {}): Promise<TreeRoot> {
  const bytes = await store.read(digest, options);
  return withSubject(digest, store, () => decodeTreeRoot(bytes));
}

export interface ReadTreeOptions extends TaskOptions {
  /** A folder in the tree, `data/train`: only what lies below it; default: everything. */
  readonly below?: string | undefined;
}

/** The entries of a tree in the order of their paths, checked from page to page. */
export async function* readTree(
  store: ObjectStore,
  root: Digest | TreeRoot,
  { below = '', ...options }: ReadTreeOptions = {},
): AsyncGenerator<TreeEntry, void, undefined> {
  const tree = typeof root === 'string' ? await readTreeRoot(store, root, options) : root;
  const { start, end } = pageRangeBelow(tree, below);
  const indexes = Array.from({ length: end - start }, (_, at) => start + at);
  for await (const { entries } of readTreePages(store, tree, { indexes, ...options })) {
    for (const entry of entries) if (below === '' || entry.path.startsWith(`${below}/`)) yield entry;
  }
}

export interface TreePage {
  readonly info: TreePageInfo;
  readonly entries: readonly TreeEntry[];
}

/** Some pages of a tree, in the order given; the next ones are fetched while one is worked on. */
export async function* readTreePages(
  store: ObjectStore,
  root: TreeRoot,
  { indexes, ...options }: TaskOptions & { readonly indexes: readonly number[] },
): AsyncGenerator<TreePage, void, undefined> {
  const checkOrder = treeOrderChecker();
  const ahead: Promise<Uint8Array>[] = [];
  let asked = 0;
  try {
    for (const index of indexes) {
      while (asked < indexes.length && ahead.length < pagesAhead) {
        const next = store.read(pageAt(root, indexes[asked++] as number).digest, options);
        next.catch(() => undefined);
        ahead.push(next);
      }
      const bytes = await (ahead.shift() as Promise<Uint8Array>);
      throwIfInterrupted(options.signal);
      yield { info: pageAt(root, index), entries: decodePage(store, { root, index, bytes }, checkOrder) };
    }
  } finally {
    // The caller may have left early: nothing may go on reading when this ends.
    await Promise.allSettled(ahead);
  }
}

/** What stands at a path of a tree: an entry, or a folder that has entries below it; '' is the tree itself. */
export type FoundInTree =
  | { readonly kind: 'entry'; readonly entry: TreeEntry }
  | { readonly kind: 'folder'; readonly entries: AsyncIterable<TreeEntry> };

/** Looks up one path, reading the root and, but for large folders, one page. Undefined where nothing is there. */
export async function findTreeEntry(
  store: ObjectStore,
  root: Digest | TreeRoot,
  { path, ...options }: TaskOptions & { readonly path: string },
): Promise<FoundInTree | undefined> {
  const tree = typeof root === 'string' ? await readTreeRoot(store, root, options) : root;
  if (path === '') return { kind: 'folder', entries: readTree(store, tree, options) };
  const index = pageIndexOf(tree, path);
  if (index !== undefined) {
    const bytes = await store.read(pageAt(tree, index).digest, options);
    const entries = decodePage(store, { root: tree, index, bytes }, treeOrderChecker());
    const entry = entries.find((candidate) => candidate.path === path);
    if (entry !== undefined) return { kind: 'entry', entry };
  }
  for await (const _ of readTree(store, tree, { below: path, ...options })) {
    return { kind: 'folder', entries: readTree(store, tree, { below: path, ...options }) };
  }
  return undefined;
}

function decodePage(
  store: ObjectStore,
  { root, index, bytes }: { readonly root: TreeRoot; readonly index: number; readonly bytes: Uint8Array },
  checkOrder: TreeOrderChecker,
): readonly TreeEntry[] {
  return withSubject(pageAt(root, index).digest, store, () => {
    const entries = decodeTreePage(bytes, checkOrder);
    checkTreePage(root, index, entries);
    return entries;
  });
}

function pageAt(root: TreeRoot, index: number): TreePageInfo {
  return root.pages[index] as TreePageInfo;
}

/** Says in the error of a decoder which object it was, and where. */
function withSubject<Result>(digest: Digest, store: ObjectStore, decode: () => Result): Result {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof PixelisError)) throw error;
    throw new PixelisError(error.code, `object '${digest}' in ${store.label}: ${error.message}`, {
      hint: error.hint,
      data: { ...error.data, digest, store: store.label },
      cause: error,
    });
  }
}
