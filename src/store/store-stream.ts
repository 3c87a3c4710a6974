import type { TaskOptions } from '#model/task-options.js';
import type { LocalStore, StoredObject } from './object-store.js';
import { storeStreams } from './store-streams.js';

/** Stores bytes as they come, in bounded memory; durable when this returns. */
export function storeStream(
  store: LocalStore,
  source: AsyncIterable<Uint8Array>,
  options: TaskOptions = {},
): Promise<StoredObject> {
  return storeStreams(store, (add) => add(source), options);
}
