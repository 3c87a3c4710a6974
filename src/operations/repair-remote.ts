import { isPixelisError, problemOf, throwIfInterrupted } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Problem } from '#schema/index.js';
import type { BucketStore } from '#store/bucket-store.js';
import { type Healed, healLarge, healPack, setPackAside } from '#store/heal-remote.js';
import type { MarkedObject } from '#store/marked-trees.js';
import { pushContent } from '#store/push-content.js';
import { registerIncomplete, registerPush } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { restoreFromTrash } from './restore-from-trash.js';
import { askedContent, contentToPush, incompleteRoots } from './transfer-content.js';
import type { TransferSubject } from './transfer-subjects.js';
import type { Fault, JudgedFault } from './verify-faults.js';
import type { VerifyScope } from './verify-scope.js';
import { isRemoteFailure } from './verify-sides.js';

export interface RemoteRepair {
  readonly faults: readonly JudgedFault[];
  readonly problems: readonly Problem[];
}

/**
 * Puts good bytes from the cache in the place of what is damaged on a remote, and brings there what is missing. What the
 * cache has not got either stays as it is.
 */
export async function repairRemote(
  context: RepositoryContext,
  {
    remote,
    store,
    faults,
    scope,
  }: {
    readonly remote: Remote;
    readonly store: BucketStore;
    readonly faults: readonly Fault[];
    readonly scope: VerifyScope;
  },
  options: TaskOptions,
): Promise<RemoteRepair> {
  const healed = new Map<string, Healed>();
  try {
    await replaceDamaged(context, { store, faults, healed }, options);
    await restoreFromTrash(context, { store }, { ...options, objects: needsOf(scope) });
    await bringMissing(context, { remote, store, scope }, options);
    await setUnreadablePacksAside(store, { faults, healed }, options);
  } catch (error) {
    if (!isRemoteFailure(error)) throw error;
    return { faults, problems: [problemOf(error, { remote: remote.name })] };
  }
  const digests = faults.flatMap(({ digest }) => digest ?? []);
  const sizes = new Map(faults.map(({ digest, size }) => [digest, size]));
  const absent = await store.missing(digests, { signal: options.signal, sizeOf: (digest) => sizes.get(digest) });
  return {
    faults: faults.map((fault): JudgedFault => {
      const { kind, digest, file = '' } = fault;
      const { isHealed = kind === 'missing', quarantine } = healed.get(file) ?? {};
      if (digest === undefined) {
        if (quarantine !== undefined) return { ...fault, state: 'set-aside', quarantine };
        return isHealed && kind === 'damaged' ? { ...fault, state: 'repaired', from: 'the cache' } : fault;
      }
      const isGood = !absent.has(digest) && (isHealed || quarantine !== undefined);
      return isGood ? { ...fault, state: 'repaired', from: 'the cache', quarantine } : { ...fault, quarantine };
    }),
    problems: [],
  };
}

interface DamagedFiles {
  readonly store: BucketStore;
  readonly faults: readonly Fault[];
  /** What became of each, by where it lies. */
  readonly healed: Map<string, Healed>;
}

async function replaceDamaged(
  context: RepositoryContext,
  { store, faults, healed }: DamagedFiles,
  options: TaskOptions,
): Promise<void> {
  const cache = await context.cache();
  for (const { kind, digest, size, file, pack, error } of faults) {
    throwIfInterrupted(options.signal);
    if (kind !== 'damaged' || file === undefined || healed.has(file) || isPixelisError(error, 'disk.denied')) continue;
    const between = { source: cache, target: store };
    if (pack !== undefined) {
      // One whose table cannot be read is dealt with once its objects are there another way.
      if (!store.catalogue.damaged.has(pack.digest)) healed.set(file, await healPack(between, pack, options));
    } else if (digest !== undefined && size !== undefined) {
      healed.set(file, await healLarge(between, { digest, size }, options));
    }
  }
}

/** All that the scope names. */
/** The versions that a remote is to have: also what was let go here because it has them. */
function ofRemote({ subjects, letGo }: VerifyScope): readonly TransferSubject[] {
  return [...subjects, ...letGo.filter(({ dropped }) => dropped?.unpushed !== true)];
}

function needsOf(scope: VerifyScope): readonly MarkedObject[] {
  const { blobs, roots } = scope.ofRuns;
  return [
    ...ofRemote(scope).map(({ digest, files }) => ({ digest, isTree: files !== undefined })),
    ...[...blobs.keys()].map((digest) => ({ digest, isTree: false })),
    ...[...roots].map((digest) => ({ digest, isTree: true })),
  ];
}

async function bringMissing(
  context: RepositoryContext,
  { remote, store, scope }: { readonly remote: Remote; readonly store: BucketStore; readonly scope: VerifyScope },
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const cache = await context.cache();
  const wants = (entry: TreeEntry): boolean => entry.kind === 'folder' || !scope.tombstones.has(entry.digest);
  const { blobs = [], roots = [] } = await contentToPush(cache, askedContent(ofRemote(scope), undefined), {
    signal,
    filter: undefined,
    wants,
  });
  const content = { blobs: new Map([...blobs, ...scope.ofRuns.blobs]), roots: [...roots, ...scope.ofRuns.roots] };
  await registerPush(context, remote, { needs: { blobs: content.blobs.keys(), roots: content.roots }, signal });
  const pushed = await pushContent(cache, store, { ...content, wants, jobs: context.config.jobs, signal, onProgress });
  await registerIncomplete(context, remote, { roots: incompleteRoots(content.roots, pushed), signal });
}

async function setUnreadablePacksAside(
  store: BucketStore,
  { faults, healed }: Pick<DamagedFiles, 'faults' | 'healed'>,
  options: TaskOptions,
): Promise<void> {
  await store.catalogue.refresh(options);
  for (const { digest, file, pack } of faults) {
    if (digest !== undefined || pack === undefined || file === undefined || healed.has(file)) continue;
    const reason = store.catalogue.damaged.get(pack.digest);
    if (isPixelisError(reason, 'pack.corrupt')) {
      healed.set(file, { isHealed: false, quarantine: await setPackAside(store, pack, options) });
    } else if (reason === undefined) healed.set(file, { isHealed: true });
  }
}
