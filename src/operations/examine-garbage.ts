import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { RootReader } from './collect-roots.js';
import { type GcSettings, versionFilter } from './gc-request.js';
import { type JudgedVersions, judgeVersions, takeBack, takeBackKept } from './judge-versions.js';
import type { Tombstones } from './known-tombstones.js';
import { keepLastCopies, requireKnown } from './keep-last-copies.js';
import { type MarkedObjects, markedObjects } from './mark-objects.js';
import type { RepositoryContext } from './repository-context.js';

export interface Examination {
  readonly context: RepositoryContext;
  readonly settings: GcSettings;
  readonly store: LocalBucketStore;
  readonly reader: RootReader;
  /** Versions that earlier collections let go. */
  readonly earlier: ReadonlySet<Digest>;
  /** What is needed by nobody, whoever names it. */
  readonly purged: Tombstones;
}

/** What is needed, and what becomes of the versions that may go. */
export interface Examined {
  readonly live: MarkedObjects;
  readonly judged: JudgedVersions;
  /** What the versions needed that this collection lets go. */
  readonly superseded: NeededObjects;
  /** Remotes that could not be asked. */
  readonly warnings: readonly Problem[];
}

/** Reads all roots, and decides. @throws `gc.root-unreadable`, `reference.not-found` */
export async function examineGarbage(examination: Examination, options: TaskOptions): Promise<Examined> {
  const { context, settings, store, reader, earlier, purged } = examination;
  const { names } = reader;
  const { rules, unpushed, ignored } = settings;
  await reader.read(options);
  requireKnown(unpushed, names.versions.values());
  pinVersions(reader);
  const live = markedObjects(store, ignored, purged);
  const judged = judgeVersions(names, { rules, earlier });
  await markLive(live, { reader, judged }, options);
  const goNow = settings.mode === 'apply';
  const copies = { judged, live, store, ignored, purged, unpushed, earlier, goNow };
  const warnings = await keepLastCopies(context, copies, options);
  takeBackShared(judged, live);
  const superseded = new NeededObjects();
  const ofDropped = markedObjects(store, ignored, purged);
  const fresh = [...judged.dropped.values()].filter(({ digest }) => !earlier.has(digest));
  await ofDropped.mark(fresh, options);
  for (const digest of ofDropped.objects.digests()) {
    if (!live.objects.has(digest)) superseded.add(digest, ofDropped.objects.sizeOf(digest) ?? unknownSize);
  }
  return { live, judged, superseded, warnings };
}

/** Reads again what may have changed, and adds to what is needed. Nothing more is let go. */
export async function examineAgain({ reader }: Examination, { live, judged }: Examined): Promise<NeededObjects> {
  // Not to be left off half-way: what was moved and is needed goes back.
  await reader.read({});
  pinVersions(reader);
  takeBackKept(judged, reader.names);
  await markLive(live, { reader, judged }, {});
  return live.objects;
}

/** Marks all that is named but by versions that were dropped. */
async function markLive(
  live: MarkedObjects,
  { reader, judged }: { readonly reader: RootReader; readonly judged: JudgedVersions },
  options: TaskOptions,
): Promise<void> {
  const { names } = reader;
  await live.mark(needed(), options);
  takeBackShared(judged, live);

  function* needed() {
    for (const [key, version] of names.versions) if (!judged.dropped.has(key)) yield version;
    yield* names.objects();
  }
}

/** A version whose content is needed for another reason stays. */
function takeBackShared(judged: JudgedVersions, live: MarkedObjects): void {
  for (const [key, { digest }] of judged.dropped) {
    if (live.objects.has(digest)) takeBack(judged, key, 'same-content');
  }
}

/** Notes which versions are pinned. */
export function pinVersions({ names, keepPatterns }: RootReader): void {
  const isPinned = versionFilter([...keepPatterns]);
  if (isPinned === undefined) return;
  for (const version of names.versions.values()) if (isPinned(version)) names.keep(version.digest, 'pinned');
}
