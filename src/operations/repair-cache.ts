import { isPixelisError, problemOf, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { copyObjects } from '#store/copy-objects.js';
import { fetchContent } from '#store/fetch-content.js';
import { healFromQuarantine } from '#store/heal-from-quarantine.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { lookForObjects } from '#store/look-for-objects.js';
import { rehashObject } from '#store/rehash.js';
import { setAside } from '#store/set-aside.js';
import { healFromWorktree, type WantedObjects } from './heal-from-worktree.js';
import { isIncluded } from './path-filter.js';
import { registerFetch } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import type { Fault, JudgedFault } from './verify-faults.js';
import { scopeObjects, type VerifyScope } from './verify-scope.js';
import { isFailureOf } from './verify-sides.js';

export interface CacheRepair {
  readonly faults: readonly JudgedFault[];
  /** Remotes that could not be asked. */
  readonly warnings: readonly Problem[];
}

/**
 * Moves what is damaged out of the way, and brings good bytes for it, and for what is missing, from wherever there are any:
 * another copy in the cache, its trash, its quarantine, the worktree, the remotes. Trees that can be read only then may show that more
 * is missing, which is brought, too.
 */
export async function repairCache(
  context: RepositoryContext,
  {
    faults,
    scope,
    remote,
  }: { readonly faults: readonly Fault[]; readonly scope: VerifyScope; readonly remote: string | undefined },
  options: TaskOptions,
): Promise<CacheRepair> {
  const cache = await context.cache();
  const { signal } = options;
  const { aside, left: untouched } = await setDamagedAside(cache, faults, signal);
  const wanted = new Map<Digest, number | undefined>();
  for (const fault of faults) {
    if (fault.digest !== undefined && !untouched.has(fault)) wanted.set(fault.digest, fault.size);
  }
  const all = [...faults];
  const warnings: Problem[] = [];
  const sources = healingSources(context, { scope, remote, warnings });
  const from = new Map<Digest, string>();
  for (;;) {
    const seen = await lookAgain(cache, scope, { signal });
    const before = { wanted: wanted.size, healed: from.size };
    for (const [digest, size] of seen.missing) {
      if (!wanted.has(digest)) all.push({ kind: 'missing', digest, size });
      wanted.set(digest, size);
    }
    for (const source of sources) {
      throwIfInterrupted(signal);
      const objects = new Map<Digest, number | undefined>();
      for (const [digest, size] of wanted) if (!from.has(digest)) objects.set(digest, size);
      if (objects.size === 0) break;
      await source.heal({ objects, brokenRoots: seen.brokenRoots, catalog: scope.catalog }, options);
      const lacking = await cache.missingHere(objects.keys(), { signal, sizeOf: (digest) => objects.get(digest) });
      for (const digest of objects.keys()) if (!lacking.has(digest)) from.set(digest, source.name);
    }
    // What nobody has now nobody has in the next round, unless a tree that was healed says more of it.
    if (wanted.size === before.wanted && from.size === before.healed) break;
  }
  return { faults: all.map((fault) => (untouched.has(fault) ? fault : judge(fault, { from, aside }))), warnings };
}

function judge(
  fault: Fault,
  { from, aside }: { readonly from: ReadonlyMap<Digest, string>; readonly aside: ReadonlyMap<string, string> },
): JudgedFault {
  const quarantine = fault.file === undefined ? undefined : aside.get(fault.file);
  if (fault.digest === undefined)
    return { ...fault, ...(quarantine !== undefined && { state: 'set-aside', quarantine }) };
  const source = from.get(fault.digest);
  return { ...fault, quarantine, ...(source !== undefined && { state: 'repaired', from: source }) };
}

interface SetAside {
  /** Where each damaged or foreign file lies now, by where it lay. */
  readonly aside: ReadonlyMap<string, string>;
  /** Damage that cannot be mended by other bytes: what is there may be good, and is left as it is. */
  readonly left: ReadonlySet<Fault>;
}

/** Codes of errors that speak of us rather than of the bytes. */
const innocent = ['disk.denied', 'file.newer-format'] as const;

async function setDamagedAside(
  cache: LocalBucketStore,
  faults: readonly Fault[],
  signal: AbortSignal | undefined,
): Promise<SetAside> {
  const aside = new Map<string, string>();
  const left = new Set<Fault>();
  // What cannot be read goes first: as long as it is there, nobody can tell what the cache holds.
  for (const fault of [...faults].sort((a, b) => Number(b.error !== undefined) - Number(a.error !== undefined))) {
    throwIfInterrupted(signal);
    const { kind, file, error } = fault;
    if (kind === 'missing' || (file !== undefined && aside.has(file))) continue;
    if (file === undefined || innocent.some((code) => isPixelisError(error, code))) {
      left.add(fault);
      continue;
    }
    const moved = await setOneAside(cache, { ...fault, file }, signal);
    if (moved !== undefined) aside.set(file, moved);
  }
  return { aside, left };
}

/** Undefined where it is gone, or good by now: another process may have mended it. */
async function setOneAside(
  cache: LocalBucketStore,
  { digest, size = 0, file, pack, error }: Fault & { readonly file: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (pack === undefined) {
    const isGood =
      digest !== undefined &&
      (await rehashObject(cache, { digest, size, place: undefined }, { signal })).kind === 'good';
    return isGood ? undefined : setAside(cache.bucket, file);
  }
  // What the disk cannot read holds nothing to be kept.
  return isPixelisError(error, 'disk.failed') ? setAside(cache.bucket, file) : cache.putAside(pack.digest, pack);
}

interface SeenAgain {
  /** What the scope's versions need and the cache lacks, with sizes. */
  readonly missing: ReadonlyMap<Digest, number | undefined>;
  readonly brokenRoots: ReadonlySet<Digest>;
}

async function lookAgain(cache: LocalBucketStore, scope: VerifyScope, options: TaskOptions): Promise<SeenAgain> {
  // Not to be brought back from the trash by being looked at.
  const { needed, ofVersions, brokenRoots } = await scopeObjects(cache, { ...scope, letGo: [] }, options);
  const absent = (await lookForObjects(cache, needed.columns(), options)).absent;
  const rows = new Set(absent.filter((row) => row < ofVersions));
  const missing = new Map<Digest, number | undefined>();
  let row = 0;
  for (const digest of needed.digests()) if (rows.has(row++)) missing.set(digest, needed.sizeOf(digest));
  return { missing, brokenRoots };
}

interface HealingSource {
  readonly name: string;
  heal(wanted: WantedObjects, options: TaskOptions): Promise<void>;
}

function healingSources(
  context: RepositoryContext,
  {
    scope,
    remote,
    warnings,
  }: { readonly scope: VerifyScope; readonly remote: string | undefined; readonly warnings: Problem[] },
): readonly HealingSource[] {
  const { remotes, defaultRemote } = context.config;
  const first = remote ?? defaultRemote;
  const names = context.isOffline ? [] : [...new Set([...(first === undefined ? [] : [first]), ...remotes.keys()])];
  return [
    { name: 'another copy in the cache', heal: async () => undefined },
    {
      name: 'the trash',
      heal: async ({ objects }, { signal }) => {
        const { trash } = await context.cache();
        await trash.bringBack(objects.keys(), { signal, sizeOf: (digest) => objects.get(digest) });
      },
    },
    {
      name: 'the quarantine',
      heal: async ({ objects }, options) => healFromQuarantine(await context.cache(), objects, options),
    },
    { name: 'the worktree', heal: async (wanted, options) => healFromWorktree(context, wanted, options) },
    ...names.map((name) => {
      let isDown = false;
      return {
        name: `remote '${name}'`,
        heal: async (wanted: WantedObjects, options: TaskOptions) => {
          if (isDown) return;
          let opened: Remote | undefined;
          try {
            opened = await context.remote(name);
            await healFromRemote(context, { remote: opened, scope, wanted }, options);
          } catch (error) {
            if (!isFailureOf(opened, error)) throw error;
            isDown = true;
            warnings.push(problemOf(error, { remote: name }));
          }
        },
      };
    }),
  ];
}

async function healFromRemote(
  context: RepositoryContext,
  { remote, scope, wanted }: { readonly remote: Remote; readonly scope: VerifyScope; readonly wanted: WantedObjects },
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const { objects, brokenRoots } = wanted;
  const cache = await context.cache();
  const { store } = remote;
  await registerFetch(context, remote, { needs: { blobs: objects.keys(), roots: brokenRoots.keys() }, signal });
  const options = { signal, onProgress, jobs: context.config.jobs };
  await copyObjects(store, cache, {
    ...options,
    phase: 'fetch',
    phases: [objects.keys()],
    sizeOf: (digest) => objects.get(digest),
  });
  if (brokenRoots.size === 0) return;
  const limits = new Map(scope.subjects.map(({ digest, only }) => [digest, only]));
  await fetchContent(store, cache, {
    ...options,
    roots: brokenRoots,
    wants: (entry, root) =>
      isIncluded(entry.path, undefined, limits.get(root)) &&
      (entry.kind === 'folder' || !scope.tombstones.has(entry.digest)),
  });
}
