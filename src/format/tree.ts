import { isPageComplete } from '#model/tree-cut.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { treeOrderChecker } from '#model/tree-order.js';

/**
 * The pages of a tree with these entries, which come in the order of their paths. Nothing for an empty folder.
 * @throws `tree.invalid` where they are out of order, or one lies below a file
 */
export function* cutPages(entries: Iterable<TreeEntry>): Generator<TreeEntry[], void, undefined> {
  const checkOrder = treeOrderChecker();
  let page: TreeEntry[] = [];
  for (const entry of entries) {
    checkOrder(entry.path);
    page.push(entry);
    if (!isPageComplete(page.length, entry.path)) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
