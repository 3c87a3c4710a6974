import { versionRecordPath } from '#format/version-record.js';
import type { NamedVersion } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { DroppedVersion, Garbage, GarbageExample, GcResult, KeptVersion as KeptFacts } from '#schema/index.js';
import type { AppliedCollection } from '#store/apply-collection.js';
import type { TrashedRun } from '#store/empty-trash.js';
import type { CollectionPlan } from '#store/plan-collection.js';
import type { Examination, Examined } from './examine-garbage.js';
import type { KeptVersion } from './judge-versions.js';
import { findNeeds } from './verify-needs.js';

export interface GcDone {
  readonly examined: Examined;
  readonly planned: CollectionPlan;
  /** As {@link describeGarbage} found it, before anything was moved. */
  readonly garbage: readonly Garbage[];
  readonly applied?: AppliedCollection;
  readonly purged?: { readonly files: number; readonly bytes: number; readonly restored: number };
  readonly trash: readonly TrashedRun[];
  /** What has lain in the trash for long enough. */
  readonly expired: readonly TrashedRun[];
}

/** So many objects are shown for each reason; the commits of so many versions are looked up. */
const shown = { examples: 10, commits: 100 };

export async function gcReport(
  examination: Examination,
  { examined, planned, garbage, applied, purged, trash, expired }: GcDone,
  options: TaskOptions,
): Promise<GcResult> {
  const { reader, settings } = examination;
  const { live, judged, warnings } = examined;
  return {
    pixelis: 1,
    command: 'gc',
    state: applied !== undefined ? 'applied' : purged !== undefined ? 'purged' : 'planned',
    ...(applied?.run === undefined ? {} : { run: applied.run.id }),
    graceSeconds: settings.graceSeconds,
    roots: {
      repositories: [...reader.repositories],
      files: reader.blobs,
      versions: reader.names.versions.size,
      objects: live.objects.count,
    },
    garbage: [...garbage],
    freedBytes: planned.freedBytes,
    kept: planned.kept,
    versions: {
      dropped: await droppedOf(examination, judged.dropped.values(), options),
      kept: Array.from(judged.kept.values(), keptFacts),
    },
    ...(applied === undefined ? {} : { packs: { rewritten: applied.rewritten, merged: applied.merged } }),
    ...(purged === undefined ? {} : { freed: { files: purged.files, bytes: purged.bytes } }),
    ...(applied === undefined && purged === undefined
      ? {}
      : { restored: (applied?.restored ?? 0) + (purged?.restored ?? 0) }),
    trash: { ...extentOf(trash), expired: extentOf(expired) },
    problems: [],
    warnings: [...warnings],
  };
}

/** A version that stays though rules would let it go. */
export function keptFacts({ artifact, version, digest, size, reason, clones }: KeptVersion): KeptFacts {
  return {
    artifact,
    version,
    digest,
    ...(size === undefined ? {} : { size }),
    reason,
    ...(clones === undefined ? {} : { clones: [...clones] }),
  };
}

function extentOf(runs: readonly TrashedRun[]): { readonly files: number; readonly bytes: number } {
  return {
    files: runs.reduce((sum, { files }) => sum + files, 0),
    bytes: runs.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

interface Largest {
  readonly digest: Digest;
  readonly bytes: number;
}

/** What goes by reason, with the largest objects, and of what rules let go the version and path. */
export async function describeGarbage(
  { store, earlier }: Examination,
  { examined, planned }: Pick<GcDone, 'examined' | 'planned'>,
  options: TaskOptions,
): Promise<readonly Garbage[]> {
  const sums = {
    unreferenced: { objects: 0, bytes: 0, largest: [] as Largest[] },
    superseded: { objects: 0, bytes: 0, largest: [] as Largest[] },
  };
  for (const digest of planned.garbage.digests()) {
    const bytes = planned.garbage.sizeOf(digest) ?? 0;
    const sum = sums[examined.superseded.has(digest) ? 'superseded' : 'unreferenced'];
    sum.objects += 1;
    sum.bytes += bytes;
    if (sum.largest.length === shown.examples && bytes <= (sum.largest.at(-1)?.bytes ?? 0)) continue;
    sum.largest.push({ digest, bytes });
    sum.largest.sort((left, right) => right.bytes - left.bytes);
    sum.largest.splice(shown.examples);
  }
  const dropped = [...examined.judged.dropped.values()].filter(({ digest }) => !earlier.has(digest));
  const places = await placesOf(dropped, { store, largest: sums.superseded.largest }, options);
  return (['unreferenced', 'superseded'] as const).flatMap((reason) => {
    const { objects, bytes, largest } = sums[reason];
    const examples = largest.map((example): GarbageExample => ({ ...example, ...places.get(example.digest) }));
    return objects === 0 ? [] : [{ reason, objects, bytes, examples }];
  });
}

type Place = Pick<GarbageExample, 'artifact' | 'version' | 'path'>;

/** In which of the versions objects stand, and where. */
async function placesOf(
  versions: readonly NamedVersion[],
  { store, largest }: Pick<Examination, 'store'> & { readonly largest: readonly Largest[] },
  options: TaskOptions,
): Promise<ReadonlyMap<Digest, Place>> {
  const places = new Map<Digest, Place>();
  if (largest.length === 0) return places;
  const wanted = new Set(largest.map(({ digest }) => digest));
  const candidates = versions.map(({ artifact, version, digest, isTree = false }) => {
    return { needer: { artifact, version, digest, paths: [], commits: [] }, digest, isTree };
  });
  const needs = await findNeeds(store, { wanted, candidates }, options);
  for (const digest of wanted) {
    const need = needs.needsOf(digest)[0];
    const needer = need === undefined ? undefined : needs.needers[need.needer];
    if (need === undefined || needer?.artifact === undefined || needer.version === undefined) continue;
    const { artifact, version } = needer;
    places.set(digest, {
      artifact,
      version,
      ...(need.file === undefined || need.file === '' ? {} : { path: need.file }),
    });
  }
  return places;
}

/** With the commits of this repository that recorded the first of them. */
async function droppedOf(
  { context }: Examination,
  versions: Iterable<NamedVersion>,
  { signal }: TaskOptions,
): Promise<DroppedVersion[]> {
  const dropped = Array.from(versions, ({ artifact, version, digest, size }): DroppedVersion => {
    return { artifact, version, digest, ...(size === undefined ? {} : { size }) };
  });
  const paths = new Map(dropped.slice(0, shown.commits).map((version) => [recordOf(version), version]));
  if (paths.size === 0) return dropped;
  const commits = new Map<DroppedVersion, string>();
  const scopes = Array.from(paths.keys(), (folder) => ({ folder }));
  for await (const { id, changes } of context.git.log({ all: true, scopes }, { signal })) {
    for (const { path, after: blob } of changes) {
      const version = paths.get(path);
      if (version !== undefined && blob !== undefined) commits.set(version, id);
    }
  }
  return dropped.map((version) => {
    const commit = commits.get(version);
    return commit === undefined ? version : { ...version, commit };
  });
}

function recordOf({ artifact, version, digest }: DroppedVersion): string {
  return versionRecordPath({ artifact, version, digest: digest as Digest });
}
