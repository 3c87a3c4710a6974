import { acquireLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from './local-store.js';
import { markCollecting, pinFolder } from './pin-files.js';
import { endedPins, readPins, removePins } from './read-pins.js';
import type { NeededObjects } from './needed-objects.js';

/** A collection of a store's garbage under way; there is one at a time. */
export interface Collection {
  /** What users of the store are about to name now, and what they were since it began. */
  pinned(): NeededObjects;
}

/**
 * Does `work`, which finds out what is needed, and collects the rest. From the beginning on users of the store leave their
 * pins, so that what they named after `work` looked is still known when it looks again.
 * @throws `lock.held` where another collection is under way
 */
export async function withCollection<Result>(
  store: LocalBucketStore,
  work: (collection: Collection) => Promise<Result>,
  { signal }: TaskOptions = {},
): Promise<Result> {
  const folder = pinFolder(store.bucket);
  const release = await acquireLock(store.bucket.pathOf('collect.lock'), { waitMs: 0, signal });
  try {
    const unmark = markCollecting(folder);
    try {
      // What these named can be seen by now.
      const ended = await endedPins(folder);
      const result = await work({ pinned: () => readPins(folder, ended) });
      removePins(folder, ended);
      return result;
    } finally {
      unmark();
    }
  } finally {
    release();
  }
}
