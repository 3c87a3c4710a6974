import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { objectFolder } from '#model/object-key.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import { closeCheckoutJournal, openCheckoutJournal, withCheckoutJournal } from '#worktree/checkout-journal.js';
import { applyCheckout, type CheckoutOptions, type CheckoutResult } from '#worktree/checkout-apply.js';
import type { CheckoutTarget } from '#worktree/checkout-plan.js';
import { type Ingested, ingestFiles } from '#worktree/ingest.js';
import { prepareCheckout, type PrepareOptions } from '#worktree/prepare-checkout.js';
import { type ScannedWorktree, scanWorktree } from '#worktree/scan.js';
import { parseDigest } from '#model/digest.js';
import { readWorktreeIndex, writeWorktreeIndex } from '#worktree/worktree-index.js';
import { build, settle, temporaryFolder } from './folder-builder.js';

export const base = parseDigest(`blake3:${'0'.repeat(64)}`);

/** A repository's top with a tracked path, a cache and an index, and the steps that commands are made of. */
export interface Bench {
  readonly top: string;
  readonly root: string;
  readonly indexFile: string;
  readonly store: LocalBucketStore;
  scan(): Promise<ScannedWorktree>;
  /** Stores what is at the tracked path, writes the index; what came of it, as a target for later. */
  add(): Promise<{ readonly target: CheckoutTarget; readonly ingested: Ingested }>;
  /** Scans, plans, applies, writes the index. */
  checkout(target: CheckoutTarget, options?: CheckoutOptions & PrepareOptions): Promise<CheckoutResult>;
  /** Stores a version without its ever having been at the tracked path. */
  keep(things: Parameters<typeof build>[1]): Promise<CheckoutTarget>;
}

export async function openBench(
  t: { teardown(end: () => void): void },
  { path = 'data', manyFiles = false }: { readonly path?: string; readonly manyFiles?: boolean } = {},
): Promise<Bench> {
  return benchIn(temporaryFolder(t, { manyFiles }), path);
}

/** A bench in a folder that may have been used before. */
export async function benchIn(folder: string, path = 'data'): Promise<Bench> {
  const top = join(folder, 'top');
  const root = join(top, path);
  const indexFile = join(folder, 'index');
  build(top, {});
  const store = await openLocalStore(await createFolderBucket(join(folder, 'cache')), { label: 'the cache' });
  const objects = store.bucket.pathOf(objectFolder);
  const scan = async () =>
    withCheckoutJournal(
      indexFile,
      await scanWorktree({ root, repositoryPath: path, index: await readWorktreeIndex(indexFile), objects }),
    );
  return {
    top,
    root,
    indexFile,
    store,
    scan,
    async add() {
      await settle();
      const scanned = await scan();
      const ingested = await ingestFiles({ root, entries: scanned.entries }, store);
      await writeWorktreeIndex(indexFile, { base, isComplete: true, entries: ingested.entries });
      return { target: targetOf(scanned.kind === 'file' ? 'file' : 'folder', ingested), ingested };
    },
    async checkout(target, options = {}) {
      const plan = await prepareCheckout({ root, scanned: await scan(), target }, store, options);
      await openCheckoutJournal(indexFile, base, plan);
      const result = await applyCheckout({ top, path, plan }, store, options);
      await writeWorktreeIndex(indexFile, { base, ...result.index });
      if (options.includes === undefined) await closeCheckoutJournal(indexFile);
      return result;
    },
    async keep(things) {
      const elsewhere = join(folder, `elsewhere-${Math.random()}`);
      build(elsewhere, things);
      const scanned = await scanWorktree({ root: elsewhere, repositoryPath: path });
      return targetOf('folder', await ingestFiles({ root: elsewhere, entries: scanned.entries }, store));
    },
  };
}

export function targetOf(kind: CheckoutTarget['kind'], { entries }: Pick<Ingested, 'entries'>): CheckoutTarget {
  return {
    kind,
    entries: entries.map(
      ({ path, kind: own, size, digest }) =>
        (own === 'folder' ? { path: path as TreePath, kind: own } : { path, kind: own, size, digest }) as TreeEntry,
    ),
  };
}

/** All that is below `root`, for whole comparisons: text, `x:` text of an executable, `-> ` target, or `folder`. */
export function snapshot(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    const absolute = join(root, path);
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.isSymbolicLink()) found[path] = `-> ${readlinkSync(absolute)}`;
    else if (!stats.isDirectory()) {
      found[path] = ((stats.mode & 0o100) === 0 ? '' : 'x:') + readFileSync(absolute, 'utf8');
    } else {
      const names = readdirSync(absolute);
      if (names.length === 0) found[path] = 'folder';
      for (const name of names) visit(join(path, name));
    }
  };
  visit('');
  return found;
}
