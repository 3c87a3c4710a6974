import type { DroppedVersion } from '#format/dropped.js';
import type { NamedVersion } from '#format/names-in-file.js';
import type { TaskOptions } from '#model/task-options.js';
import { versionKey } from '#model/version.js';
import type { Collection } from '#store/collection.js';
import { noteDroppedVersions } from '#store/dropped-versions.js';
import type { CollectionPlan } from '#store/plan-collection.js';
import type { Examination, Examined } from './examine-garbage.js';
import { isNamed } from './keep-last-copies.js';
import { markedObjects } from './mark-objects.js';

interface Planned {
  readonly examined: Examined;
  readonly planned: CollectionPlan;
}

/** Of the versions that rules let go, those of which something goes now, or went before. What stays is not let go yet. */
export async function versionsToGo(
  examination: Examination,
  { examined, planned }: Planned,
  options: TaskOptions,
): Promise<readonly DroppedVersion[]> {
  const { earlier, settings } = examination;
  const going: DroppedVersion[] = [];
  for (const dropped of examined.judged.dropped.values()) {
    const { artifact, version, digest } = dropped;
    if (!earlier.has(digest) && !(await loses(examination, { planned, dropped }, options))) continue;
    const isUnpushed = isNamed(dropped, settings.unpushed);
    going.push({ artifact, version, digest, ...(isUnpushed ? { unpushed: true } : {}) });
  }
  return going;
}

/** Whether anything goes of what a version needs. */
async function loses(
  { store, settings, purged }: Examination,
  { planned: { garbage }, dropped }: Pick<Planned, 'planned'> & { readonly dropped: NamedVersion },
  options: TaskOptions,
): Promise<boolean> {
  if (garbage.has(dropped.digest)) return true;
  if (garbage.count === 0 || dropped.isTree === false) return false;
  const needs = markedObjects(store, settings.ignored, purged);
  await needs.mark([dropped], options);
  for (const digest of needs.objects.digests()) if (garbage.has(digest)) return true;
  return false;
}

export interface NotedRun {
  /** Says what is about to go, before anything does. */
  begin(run: string): Promise<void>;
  /** Corrects it by what went: not what somebody came to need meanwhile, nor what was all moved back. */
  end(): Promise<void>;
}

export function droppedNote(
  { context, store, settings }: Examination,
  {
    going,
    judged,
    collection,
  }: Pick<Examined, 'judged'> & {
    readonly going: readonly DroppedVersion[];
    readonly collection: Collection;
  },
): NotedRun {
  const dropped = `${context.now().toISOString().slice(0, 19)}Z`;
  const write = (run: string, versions: readonly DroppedVersion[]) =>
    noteDroppedVersions(store.bucket, run, { dropped, rule: settings.ruleText, versions });
  let begun: string | undefined;
  return {
    async begin(run) {
      if (going.length === 0) return;
      begun = run;
      await write(run, going);
    },
    async end() {
      const run = begun;
      if (run === undefined) return;
      const pinned = collection.pinned();
      const isGone = (version: DroppedVersion) =>
        judged.dropped.has(versionKey(version)) && !pinned.has(version.digest);
      const isLeft = store.trash.runs().some(({ id }) => id === run);
      await write(run, isLeft ? going.filter(isGone) : []);
    },
  };
}
