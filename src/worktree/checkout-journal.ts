import type { Digest } from '#model/digest.js';
import { comparePaths } from '#model/tree-path.js';
import type { CheckoutPlan } from './checkout-plan.js';
import type { ScannedWorktree } from './scan.js';
import { type IndexEntry, readWorktreeIndex, removeWorktreeIndex, writeWorktreeIndex } from './worktree-index.js';

/*
 * An index is written when a checkout is done. What a checkout that was killed had put in place by then would look like the
 * user's own, and stay for ever: so what is about to be placed is noted first, beside the index.
 */

/** Notes what a checkout is about to put at a path. What an earlier one that was killed has noted stays noted. */
export async function openCheckoutJournal(indexFile: string, base: Digest, { place }: CheckoutPlan): Promise<void> {
  if (place.length === 0) return;
  const rows = await readRows(indexFile);
  for (const { entry } of place) {
    if (entry.kind !== 'folder') rows.set(entry.path, { ...entry, stamp: undefined });
  }
  const entries = [...rows.values()].sort((left, right) => comparePaths(left.path, right.path));
  await writeWorktreeIndex(journalOf(indexFile), { base, isComplete: false, entries });
}

/** Forgets it: the index has all of it by now. */
export async function closeCheckoutJournal(indexFile: string): Promise<void> {
  await removeWorktreeIndex(journalOf(indexFile));
}

/** What was scanned, with what a killed checkout put there told from the user's own. */
export async function withCheckoutJournal(indexFile: string, scanned: ScannedWorktree): Promise<ScannedWorktree> {
  const rows = await readRows(indexFile);
  if (rows.size === 0) return scanned;
  const entries = scanned.entries.map((entry) => {
    const noted = entry.state === 'unknown' ? rows.get(entry.path) : undefined;
    return noted === undefined
      ? entry
      : { ...entry, state: 'touched' as const, placedDigest: noted.digest, placedKind: noted.kind };
  });
  return { kind: scanned.kind, entries, gone: scanned.gone, isUnchanged: scanned.isUnchanged };
}

function journalOf(indexFile: string): string {
  return `${indexFile}.placing`;
}

async function readRows(indexFile: string): Promise<Map<string, IndexEntry>> {
  const rows = new Map<string, IndexEntry>();
  const cursor = (await readWorktreeIndex(journalOf(indexFile)))?.rows();
  while (cursor?.next() === true) {
    const { path, kind, digest } = cursor;
    rows.set(path, { path, kind, size: 0, stamp: undefined, digest });
  }
  return rows;
}
