import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type PurgedVersion, type Tombstone, tombstoneVersionLimit } from '#model/tombstone.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { ObjectStore } from '#store/object-store.js';
import { surveyTree } from '#store/survey-tree.js';
import { findTreeEntry } from '#store/tree-reader.js';
import type { NeederOf } from './collect-needers.js';
import type { Tombstones } from './known-tombstones.js';
import { type Use, usesOf } from './purge-needs.js';
import type { PurgeTarget } from './purge-targets.js';
import { nothingInside } from './shown-entries.js';

/** What a tombstone will say of content, but for who, when and why. */
export type PurgedContent = Pick<Tombstone, 'digest' | 'size' | 'files' | 'versions'>;

export interface PurgePlan {
  /** What gets a tombstone, or has one. */
  readonly contents: readonly PurgedContent[];
  /** What goes whoever needs it. */
  readonly purged: ReadonlySet<Digest>;
  /** Every object that is to be removed, as far as this repository knows. */
  readonly gone: NeededObjects;
  /** Objects of purged folders that others need. */
  readonly kept: ReadonlySet<Digest>;
  /** Versions and runs that lose something without being purged, and those for which objects are kept. */
  readonly uses: readonly Use[];
  /** Trees that cannot be read, and may need what is to go. */
  readonly unknown: readonly PixelisError[];
}

export interface PurgeQuestion {
  readonly targets: readonly PurgeTarget[];
  readonly needers: readonly NeederOf[];
  readonly known: Tombstones;
  /** What earlier purges left undone. */
  readonly pending: NeededObjects;
  /** Whether files of purged folders go from other versions, too. */
  readonly withSharing: boolean;
  /** Reads what is to go, also where it is only held by a remote that does not show it any more. */
  readonly past: ObjectStore;
}

/** More tombstones at once are a mistake, or are told better by naming the other versions. */
const mostShared = 10_000;

/**
 * What a purge has to remove. Content that is named goes from everything that contains it; what a purged folder lists goes
 * as far as no other version and no run needs it, or with all that it shares.
 * @throws `purge.shared` where other versions would lose content that was named as a version, and nobody said so;
 * `reference.not-found`
 */
export async function planPurge(
  reader: ObjectStore,
  question: PurgeQuestion,
  options: TaskOptions,
): Promise<PurgePlan> {
  const { targets, needers, known, pending, withSharing, past } = question;
  const contents = await namedContents(past, targets, options);
  const purged = new Set<Digest>([...contents.keys(), ...known.keys()]);
  const trees = [...contents.values(), ...known.values()].filter(({ files }) => files !== undefined);
  const listed = await listTrees(past, trees, options);
  for (const digest of pending.digests()) listed.all.add(digest, unknownSize);
  let found = await usesOf(reader, { needers, purged, candidates: listed.all }, options);
  if (withSharing) {
    const shared = [...found.shared].filter((digest) => listed.files.has(digest));
    if (shared.length > mostShared) throw tooManyShared(shared.length);
    for (const digest of shared) {
      purged.add(digest);
      contents.set(digest, { digest, size: listed.all.sizeOf(digest) ?? 0, versions: [] });
    }
    found = await usesOf(reader, { needers, purged, candidates: listed.all }, options);
  } else refuseSharing(targets, found.uses);

  const gone = new NeededObjects();
  for (const digest of purged) gone.add(digest, listed.all.sizeOf(digest) ?? contents.get(digest)?.size ?? unknownSize);
  for (const digest of listed.all.digests())
    if (!found.shared.has(digest)) gone.add(digest, listed.all.sizeOf(digest) ?? unknownSize);
  return {
    contents: [...contents.values()].map((content) => withVersions(content, found.uses)),
    purged,
    gone,
    kept: found.shared,
    uses: found.uses.filter((use) => isOther(use, targets, known)),
    unknown: listed.all.count === 0 ? [] : found.unknown.map(({ of, error }) => unknownNeeds(of, error)),
  };
}

/** A version, or each file at or below a path inside one. */
async function namedContents(
  reader: ObjectStore,
  targets: readonly PurgeTarget[],
  options: TaskOptions,
): Promise<Map<Digest, PurgedContent>> {
  const contents = new Map<Digest, PurgedContent>();
  for (const target of targets) {
    const { artifact, version, digest, size, files, subpath } = target;
    if (subpath === undefined) {
      const stood = { artifact, version, digest };
      contents.set(digest, { digest, size, ...(files === undefined ? {} : { files }), versions: [stood] });
      continue;
    }
    const there = await findTreeEntry(reader, digest, { ...options, path: subpath });
    if (there === undefined) throw await nothingInside(reader, { ...target, subpath }, options);
    const entries = there.kind === 'entry' ? [there.entry] : there.entries;
    for await (const entry of entries)
      if (entry.kind !== 'folder' && !contents.has(entry.digest))
        contents.set(entry.digest, { digest: entry.digest, size: entry.size, versions: [] });
  }
  return contents;
}

interface ListedTrees {
  /** Roots, pages and files. */
  readonly all: NeededObjects;
  readonly files: Pick<ReadonlySet<Digest>, 'has'>;
}

/** What trees consist of, as far as they can be read: of one that was purged before there may be nothing left. */
async function listTrees(
  reader: ObjectStore,
  trees: readonly { readonly digest: Digest }[],
  options: TaskOptions,
): Promise<ListedTrees> {
  const [all, files] = [new NeededObjects(), new NeededObjects()];
  const seen = new Set<Digest>();
  for (const { digest } of trees) {
    for await (const part of surveyTree(reader, digest, { ...options, skips: (page) => seen.has(page) })) {
      if (part.kind === 'broken') continue;
      all.add(part.digest, unknownSize);
      if (part.kind !== 'page') continue;
      seen.add(part.digest);
      for (const entry of part.entries) {
        if (entry.kind === 'folder') continue;
        all.add(entry.digest, entry.size);
        files.add(entry.digest, entry.size);
      }
    }
  }
  return { all, files };
}

/** Where content stands beside where it was named. */
function withVersions(content: PurgedContent, uses: readonly Use[]): PurgedContent {
  const versions = new Map<string, PurgedVersion>();
  const add = (stood: PurgedVersion): unknown => versions.set(JSON.stringify(stood), stood);
  for (const stood of content.versions) add(stood);
  for (const { of, purged } of uses) {
    const { artifact, version } = of.needer;
    if (artifact === undefined || version === undefined) continue;
    for (const { path, digest } of purged)
      if (digest === content.digest) add({ artifact, version, digest: of.digest, ...(path === '' ? {} : { path }) });
  }
  return { ...content, versions: [...versions.values()].slice(0, tombstoneVersionLimit) };
}

/** Whether a version or a run is none of those that were, or are to be, purged as a whole. */
function isOther({ of: { needer, digest } }: Use, targets: readonly PurgeTarget[], known: Tombstones): boolean {
  if (known.has(digest)) return false;
  return !targets.some(
    (target) =>
      target.subpath === undefined &&
      target.digest === digest &&
      target.artifact === needer.artifact &&
      target.version === needer.version,
  );
}

function refuseSharing(targets: readonly PurgeTarget[], uses: readonly Use[]): void {
  const whole = targets.filter(({ subpath }) => subpath === undefined);
  for (const target of whole) {
    const others = uses.filter(
      (use) => isOther(use, whole, new Map()) && use.purged.some(({ digest }) => digest === target.digest),
    );
    const [first] = others;
    if (first === undefined) continue;
    const names = others.slice(0, 3).map(({ of }) => `'${nameOf(of)}'`);
    const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
    throw new PixelisError(
      'purge.shared',
      `'${target.artifact}:v${target.version}' has content that ${names.join(', ')}${more} would lose with it`,
      {
        hint: 'purge it from all of them with --with-sharing, or name them, too',
        data: { digest: target.digest, needers: others.map(({ of }) => nameOf(of)) },
      },
    );
  }
}

/** `dataset-cota_sft:v2`, or `run k7m2x9w4q1`. */
export function nameOf({ needer: { artifact, version, run } }: NeederOf): string {
  return run === undefined ? `${artifact}:v${version}` : `run ${run}`;
}

function unknownNeeds(of: NeederOf, cause: PixelisError): PixelisError {
  const name = nameOf(of);
  return new PixelisError('purge.unknown-needs', `what '${name}' needs cannot be told: ${cause.message}`, {
    hint: `bring it first: pixelis fetch --all; or purge it as well: ${name}`,
    data: { needer: name },
    cause,
  });
}

function tooManyShared(count: number): PixelisError {
  return new PixelisError(
    'purge.shared',
    `${count} files are shared with other versions, too many to be purged one by one`,
    { hint: 'name the other versions, too: what only purged versions need goes with them' },
  );
}
