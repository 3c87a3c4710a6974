import { throwIfInterrupted } from '#errors/index.js';

/**
 * The results of `work` on each item, in order, a few at once. After the first failure nothing new is begun; what runs
 * is waited for, and then the failure is thrown.
 */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    try {
      while (next < items.length && failures.length === 0) {
        throwIfInterrupted(signal);
        const at = next++;
        results[at] = await work(items[at] as Item);
      }
    } catch (error) {
      failures.push(error);
    }
  });
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
  return results;
}
