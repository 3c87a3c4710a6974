import { PixelisError } from '#errors/index.js';
import type { NamedVersion } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { type JudgedVersions, takeBack } from './judge-versions.js';
import { type MarkedObjects, markedObjects } from './mark-objects.js';
import { copiesOnRemotes, isWithOne } from './other-copies.js';
import type { RepositoryContext } from './repository-context.js';
import type { IgnoredRoots } from './root-unreadable.js';

export interface LastCopies {
  readonly judged: JudgedVersions;
  readonly live: MarkedObjects;
  readonly store: LocalBucketStore;
  readonly ignored: IgnoredRoots;
  /** What was purged is nobody's last copy. */
  readonly purged: Pick<ReadonlySet<Digest>, 'has'>;
  /** Versions whose content went before. */
  readonly earlier: ReadonlySet<Digest>;
  /** Versions that may go though no remote has them. */
  readonly unpushed: readonly string[];
  /** Whether they go now. */
  readonly goNow: boolean;
}

/**
 * Of the versions that rules let go, keeps those that no remote is seen, now, to have all of.
 * @returns remotes that could not be asked
 */
export async function keepLastCopies(
  context: RepositoryContext,
  { judged, live, store, ignored, purged, unpushed, earlier, goNow }: LastCopies,
  options: TaskOptions,
): Promise<readonly Problem[]> {
  const doubtful = [...judged.dropped].filter(
    ([, version]) => !earlier.has(version.digest) && !isNamed(version, unpushed),
  );
  if (doubtful.length === 0) return [];
  const counted = goNow ? doubtful.map(([, version]) => version) : [];
  const question = { ...options, needs: await needsOf(doubtful), counted };
  const { lacking, problems } = await copiesOnRemotes(context, question);
  if (lacking.some((missing) => missing.size === 0)) return problems;
  for (const [key, version] of doubtful) {
    const needs = await needsOf([[key, version]]);
    if (!isWithOne({ lacking }, needs)) takeBack(judged, key, 'last-copy');
  }
  const kept = [...judged.kept.values()].filter(({ reason }) => reason === 'last-copy');
  await live.mark(kept, options);
  return problems;

  /** What would go of these versions: what others need stays anyway, and what is not here is not lost. */
  async function needsOf(versions: readonly (readonly [string, NamedVersion])[]): Promise<NeededObjects> {
    const marked = markedObjects(store, ignored, purged);
    const named = versions.map(([, version]) => version);
    await marked.mark(named, options);
    const absent = await store.missing(marked.objects.digests(), options);
    const needs = new NeededObjects();
    for (const digest of marked.objects.digests()) {
      if (!absent.has(digest) && !live.objects.has(digest))
        needs.add(digest, marked.objects.sizeOf(digest) ?? unknownSize);
    }
    return needs;
  }
}

/** Whether a user means this version. */
function isCalled({ artifact, version, digest }: NamedVersion, name: string): boolean {
  return (
    name === artifact || name === `${artifact}:v${version}` || name === `${artifact}-v${version}` || name === digest
  );
}

/** Whether a user means this version by one of these. */
export function isNamed(version: NamedVersion, names: readonly string[]): boolean {
  return names.some((name) => isCalled(version, name));
}

/** @throws `reference.not-found` for a name that no version has */
export function requireKnown(names: readonly string[], versions: Iterable<NamedVersion>): void {
  const known = [...versions];
  for (const name of names) {
    if (known.some((version) => isCalled(version, name))) continue;
    throw new PixelisError('reference.not-found', `no version is called '${name}'`, {
      hint: 'name an artifact, or a version of it: model-sft-run42:v3',
      data: { reference: name },
    });
  }
}
