import type { TaskOptions } from '#model/task-options.js';
import type { DroppedVersion } from '#format/dropped.js';
import { droppedLists, noteDroppedVersions, settleDroppedVersions, takeBackDropped } from '#store/dropped-versions.js';
import type { NeededObjects } from '#store/needed-objects.js';
import { isNamed } from './keep-last-copies.js';
import type { NotedRun } from './note-dropped.js';
import type { RemoteExamination } from './remote-examination.js';
import { contentOf, type RetainedOnRemote } from './retain-on-remote.js';

/** Puts it on record on a remote which versions rules let go there: those of which something goes now. */
export function droppedOnRemoteNote(
  examination: RemoteExamination,
  { going, started }: { readonly going: readonly DroppedVersion[]; readonly started: string },
): NotedRun {
  const { context, remote, settings, who, marked } = examination;
  const write = (run: string, versions: readonly DroppedVersion[]) =>
    noteDroppedVersions(remote.store.bucket, run, { dropped: started, rule: settings.ruleText, by: who.by, versions });
  let begun: string | undefined;
  return {
    async begin(run) {
      if (going.length === 0) return;
      // What this cache may be the last to have is not to go from it because a rule once let it go.
      const cache = await context.cache();
      const absent = await cache.missingHere(going.map(({ digest }) => digest));
      await takeBackDropped(
        cache.bucket,
        going.map(({ digest }) => digest).filter((digest) => !absent.has(digest)),
      );
      begun = run;
      await write(run, going);
    },
    async end() {
      const run = begun;
      if (run === undefined) return;
      await examination.lookIntoTrash({});
      const isLeft = examination.trash.some((each) => each.run === run && each.files.length > 0);
      await write(run, isLeft ? going.filter(({ digest }) => !marked.objects.has(digest)) : []);
    },
  };
}

/** Of the versions that rules let go, those of which something goes now. */
export async function versionsToGoFromRemote(
  examination: RemoteExamination,
  { retained, garbage }: { readonly retained: RetainedOnRemote; readonly garbage: NeededObjects },
  options: TaskOptions,
): Promise<readonly DroppedVersion[]> {
  const { settings } = examination;
  const going: DroppedVersion[] = [];
  for (const version of retained.judged.dropped.values()) {
    const isGoing =
      garbage.has(version.digest) ||
      (version.isTree !== false && (await contentOf(examination, [version], { ...options, among: garbage })).count > 0);
    if (!isGoing) continue;
    const { artifact, version: number, digest, isTree } = version;
    const isUnpushed = isNamed(version, settings.unpushed);
    going.push({
      artifact,
      version: number,
      digest,
      ...(isTree === undefined ? {} : { isTree }),
      ...(isUnpushed ? { unpushed: true } : {}),
    });
  }
  return going;
}

/** Takes from the record what is on the remote again because somebody needs it. */
export async function takeBackWhatIsThere(
  { remote: { store }, marked }: RemoteExamination,
  options: TaskOptions,
): Promise<void> {
  const lists = await droppedLists(store.bucket, options);
  const needed = lists.flatMap(({ versions }) => versions.filter(({ digest }) => marked.objects.has(digest)));
  if (needed.length === 0) return;
  const absent = await store.missing(new Set(needed.map(({ digest }) => digest)), options);
  await takeBackDropped(
    store.bucket,
    needed.map(({ digest }) => digest).filter((digest) => !absent.has(digest)),
  );
  await settleDroppedVersions(store.bucket, options);
}
