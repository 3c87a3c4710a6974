import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';

/** Questions to a list of entries in the order of their paths. */
export interface SortedPaths {
  find(path: string): TreeEntry | undefined;
  /** Whether any path lies below `folder`. */
  hasBelow(folder: string): boolean;
}

export function pathsIn(entries: readonly TreeEntry[]): SortedPaths {
  /** The first entry whose path is not before `path`. */
  const lowerBound = (path: string): TreeEntry | undefined => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePaths((entries[middle] as TreeEntry).path, path) < 0) low = middle + 1;
      else high = middle;
    }
    return entries[low];
  };
  return {
    find(path) {
      const found = lowerBound(path);
      return found?.path === path ? found : undefined;
    },
    hasBelow: (folder) => lowerBound(`${folder}/`)?.path.startsWith(`${folder}/`) ?? false,
  };
}
