import { isPixelisError, problemOf } from '#errors/index.js';
import type { NamedVersion } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { NeededObjects } from '#store/needed-objects.js';
import { isLasting, registerFetch, registerNeeds } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { isFailureOf } from './verify-sides.js';

/** What each of those lacks that could be asked, and why others could not. */
export interface OtherCopies {
  readonly lacking: readonly ReadonlySet<Digest>[];
  readonly problems: readonly Problem[];
}

export interface CopiesQuestion extends TaskOptions {
  readonly needs: NeededObjects;
  /**
   * Versions that are let go where they are elsewhere: this clone says there first that it needs them, so that whoever
   * collects there keeps them, or it is seen that they went.
   */
  readonly counted?: readonly NamedVersion[] | undefined;
}

/** Whether one of those that were asked has all of it. */
export function isWithOne({ lacking }: Pick<OtherCopies, 'lacking'>, needs: NeededObjects): boolean {
  return lacking.some((missing) => [...needs.digests()].every((digest) => !missing.has(digest)));
}

/** What remotes lack. One on which this clone may not say what it needs counts all the same: whoever pushed there did. */
export async function copiesOnRemotes(context: RepositoryContext, question: CopiesQuestion): Promise<OtherCopies> {
  return askRemotes(context, { ...question, names: [...context.config.remotes.keys()], register: registerFetch });
}

/**
 * What the cache and the other remotes lack of what is to go from a remote. The trash of none of them counts, nor does the
 * cache of a clone that does not last, nor a remote on which this clone cannot say what it needs.
 */
export async function copiesBeside(
  context: RepositoryContext,
  remote: Remote,
  { readsCache = false, ...question }: CopiesQuestion & { readonly readsCache?: boolean },
): Promise<OtherCopies> {
  const names: string[] = [];
  for (const [name, { url }] of context.config.remotes)
    if (name !== remote.name && url !== remote.url) names.push(name);
  const others = await askRemotes(context, { ...question, names, register: registerNeeds });
  if (!isLasting(context)) return others;
  const cache = await context.cache();
  const { needs, signal } = question;
  const sizeOf = (digest: Digest) => needs.sizeOf(digest);
  const lacks = new Set(await cache.missingHere(needs.digests(), { signal, sizeOf }));
  if (readsCache) for await (const digest of unreadable(cache, { ...question, lacks })) lacks.add(digest);
  return { ...others, lacking: [lacks, ...others.lacking] };
}

/** Objects that the cache has, and whose bytes are not those that they were. */
async function* unreadable(
  cache: LocalBucketStore,
  { needs, lacks, signal }: CopiesQuestion & { readonly lacks: ReadonlySet<Digest> },
): AsyncGenerator<Digest> {
  for (const digest of needs.digests()) {
    if (lacks.has(digest)) continue;
    try {
      for await (const chunk of cache.stream(digest, { signal })) void chunk;
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      yield digest;
    }
  }
}

interface RemotesQuestion extends CopiesQuestion {
  readonly names: readonly string[];
  readonly register: typeof registerNeeds;
}

async function askRemotes(
  context: RepositoryContext,
  { names, needs, counted = [], register, signal, onProgress }: RemotesQuestion,
): Promise<OtherCopies> {
  const lacking: ReadonlySet<Digest>[] = [];
  const problems: Problem[] = [];
  const sizeOf = (digest: Digest) => needs.sizeOf(digest);
  for (const name of context.isOffline ? [] : names) {
    let remote: Remote | undefined;
    try {
      remote = await context.remote(name);
      const { store } = remote;
      const look = () => store.missing(needs.digests(), { signal, onProgress, sizeOf });
      const lacks = await look();
      const there = rootsOf(counted.filter(({ digest }) => !lacks.has(digest)));
      const isNew =
        there.roots.length + there.blobs.length > 0 && (await register(context, remote, { needs: there, signal }));
      // What was registered after the look may have gone between.
      lacking.push(isNew ? await look() : lacks);
    } catch (error) {
      if (!isFailureOf(remote, error)) throw error;
      problems.push(problemOf(error, { remote: name }));
    }
  }
  return { lacking, problems };
}

/** Versions as a clone says that it needs them. */
export function rootsOf(versions: readonly Pick<NamedVersion, 'digest' | 'isTree'>[]) {
  return {
    roots: versions.filter(({ isTree }) => isTree !== false).map(({ digest }) => digest),
    blobs: versions.filter(({ isTree }) => isTree === false).map(({ digest }) => digest),
  };
}
