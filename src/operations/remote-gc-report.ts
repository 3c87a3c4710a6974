import { PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { versionKey } from '#model/version.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GcRemoteResult, Problem } from '#schema/index.js';
import type { MovedToTrash } from '#store/collect-shared.js';
import type { DroppedVersion } from '#format/dropped.js';
import type { CollectionPlan } from '#store/plan-collection.js';
import { trashRunBy } from '#store/remote-trash.js';
import { keptFacts } from './gc-report.js';
import type { RemoteExamination } from './remote-examination.js';
import type { RetainedOnRemote } from './retain-on-remote.js';
import type { Remote } from './repository-context.js';
import type { KeptTrash } from './trash-on-remote.js';

export interface RemoteGcDone {
  readonly plan: CollectionPlan;
  readonly retained: RetainedOnRemote;
  /** Versions of which rules let something go. */
  readonly going?: readonly DroppedVersion[];
  readonly moved?: MovedToTrash;
  readonly run?: string | undefined;
  readonly restored?: number;
  readonly freed?: { readonly files: number; readonly bytes: number; readonly retained: number };
  readonly keptTrash?: readonly KeptTrash[];
  readonly uploads?: number;
}

/** So many objects are shown. */
const shownExamples = 10;

export async function remoteGcReport(
  examination: RemoteExamination,
  { plan, retained, going = [], moved, run, restored, freed, keptTrash = [], uploads }: RemoteGcDone,
  options: TaskOptions,
): Promise<GcRemoteResult> {
  const { remote, settings, marked, trash } = examination;
  const isLeft = run !== undefined && trash.some((each) => each.run === run && each.files.length > 0);
  return {
    pixelis: 1,
    command: 'gc remote',
    remote: remote.name,
    state: settings.mode === 'plan' ? 'planned' : settings.mode === 'apply' ? 'applied' : 'purged',
    ...(isLeft ? { run } : {}),
    graceSeconds: settings.graceSeconds,
    clones: clonesOf(examination),
    needed: marked.objects.count,
    garbage: garbageOf(plan),
    freedBytes: plan.freedBytes,
    kept: plan.kept,
    versions: {
      dropped: going
        .filter(({ digest }) => !marked.objects.has(digest))
        .flatMap((version) => droppedFacts(version, retained)),
      kept: Array.from(retained.judged.kept.values(), keptFacts),
    },
    ...(moved === undefined ? {} : { moved }),
    ...(restored === undefined ? {} : { restored }),
    ...(freed === undefined ? {} : { freed }),
    ...(uploads === undefined ? {} : { uploads }),
    trash: await trashOf(examination, options),
    problems: [],
    warnings: [
      ...retained.warnings,
      ...keptTrash.map((kept) => lastCopyInTrash(remote, kept)),
      ...warningsOf(examination, { retained: (moved?.retained ?? 0) + (freed?.retained ?? 0) }),
    ],
  };
}

/** Nothing where it was taken back meanwhile. */
function droppedFacts(version: DroppedVersion, { judged }: RetainedOnRemote): GcRemoteResult['versions']['dropped'] {
  const dropped = judged.dropped.get(versionKey(version));
  if (dropped === undefined) return [];
  const { artifact, version: number, digest, size } = dropped;
  return [{ artifact, version: number, digest, ...(size === undefined ? {} : { size }) }];
}

function lastCopyInTrash({ name }: Remote, { run, versions }: KeptTrash): Problem {
  const [first] = versions.map(({ artifact, version }) => `${artifact}:v${version}`);
  const more = versions.length > 1 ? ` and ${versions.length - 1} more` : '';
  const message = `collection '${run}' stays in the trash: neither this cache nor another remote is seen to have all of '${first}'${more}`;
  const hint = `bring it back: pixelis gc undo --remote=${name} ${run}; or free it all the same: pixelis gc --remote=${name} --purge --unpushed ${first}`;
  const data = { run, versions: versions.map(({ artifact, version }) => `${artifact}:v${version}`) };
  return problemOf(new PixelisError('gc.last-copy', message, { hint, data }), { remote: name });
}

function clonesOf({ registered, who }: RemoteExamination): GcRemoteResult['clones'] {
  const others = [...registered.clones.values()].filter(({ clone }) => clone !== who.clone);
  return [
    { clone: who.clone, by: who.by, isThis: true },
    ...others
      .sort((a, b) => b.latest - a.latest)
      .map(({ clone, by, latest, objects }) => {
        const time = Number.isFinite(latest) ? { latest: timestamp(latest) } : {};
        return { clone, by, isThis: false, ...time, objects };
      }),
  ];
}

function garbageOf({ garbage, oldest, newest }: CollectionPlan): GcRemoteResult['garbage'] {
  const largest: { readonly digest: Digest; readonly bytes: number }[] = [];
  for (const digest of garbage.digests()) {
    const bytes = garbage.sizeOf(digest) ?? 0;
    if (largest.length === shownExamples && bytes <= (largest.at(-1)?.bytes ?? 0)) continue;
    largest.push({ digest, bytes });
    largest.sort((left, right) => right.bytes - left.bytes);
    largest.splice(shownExamples);
  }
  return {
    objects: garbage.count,
    bytes: garbage.bytes,
    ...(oldest === undefined ? {} : { oldest: timestamp(oldest) }),
    ...(newest === undefined ? {} : { newest: timestamp(newest) }),
    examples: largest,
  };
}

async function trashOf({ remote, trash }: RemoteExamination, options: TaskOptions): Promise<GcRemoteResult['trash']> {
  const runs = [];
  for (const { run, began, files } of trash) {
    if (files.length === 0) continue;
    const collector = await trashRunBy(remote.store, run, options);
    runs.push({
      run,
      ...(Number.isFinite(began) ? { began: timestamp(began) } : {}),
      ...(collector === undefined ? {} : { by: collector.by }),
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    });
  }
  return runs;
}

function warningsOf({ remote, registered }: RemoteExamination, { retained }: { readonly retained: number }): Problem[] {
  const { label, catalogue } = remote.store;
  const warnings: Problem[] = [];
  const foreign = [...catalogue.foreign, ...registered.foreign];
  for (const name of foreign.slice(0, shownExamples)) {
    const message = `'${name}' in ${label} is none of Pixelis's files, and is left alone`;
    warnings.push(problemOf(new PixelisError('store.foreign-file', message, { data: { file: name } })));
  }
  if (retained > 0) {
    const message = `${label} keeps ${retained} files until their retention ends`;
    warnings.push(problemOf(new PixelisError('gc.retained', message, { data: { files: retained } })));
  }
  return warnings;
}

function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
