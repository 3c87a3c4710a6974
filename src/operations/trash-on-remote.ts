import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { DroppedVersion } from '#format/dropped.js';
import { droppedLists } from '#store/dropped-versions.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { TrashedFiles } from '#store/remote-trash.js';
import { isNamed } from './keep-last-copies.js';
import { copiesBeside, isWithOne } from './other-copies.js';
import type { RemoteExamination } from './remote-examination.js';

/** What a purge leaves in the trash of a remote, though it lay there long enough. */
export interface KeptTrash {
  readonly run: string;
  /** Versions of which nobody else is seen to have all. */
  readonly versions: readonly DroppedVersion[];
}

/**
 * Versions that a collection let go by rule, and of which nobody else is seen to have what lies in its trash. What this
 * cache has is read, since it is about to be all that there is.
 */
export async function versionsKeptInTrash(
  examination: RemoteExamination,
  run: TrashedFiles,
  options: TaskOptions,
): Promise<readonly DroppedVersion[]> {
  const { context, remote, settings } = examination;
  const list = (await droppedLists(remote.store.bucket, options)).find((each) => each.run === run.run);
  const doubtful = (list?.versions ?? []).filter((version) => {
    const named = { ...version, isTree: version.isTree };
    return version.unpushed !== true && !isNamed(named, settings.unpushed);
  });
  if (doubtful.length === 0) return [];
  const contents = new Map<DroppedVersion, NeededObjects | undefined>();
  const needs = new NeededObjects();
  for (const version of doubtful) {
    const content = await trashedContent(examination, { run, version }, options);
    contents.set(version, content);
    for (const digest of content?.digests() ?? []) needs.add(digest, content?.sizeOf(digest) ?? unknownSize);
  }
  const counted = doubtful.map((version) => ({ ...version, isTree: version.isTree }));
  const { lacking } = await copiesBeside(context, remote, { ...options, needs, counted, readsCache: true });
  return doubtful.filter((version) => {
    const content = contents.get(version);
    return content === undefined || (content.count > 0 && !isWithOne({ lacking }, content));
  });
}

/** What of a version lies in the trash of a run, and is needed by nothing else; undefined where that cannot be told. */
async function trashedContent(
  { mark, marked }: RemoteExamination,
  { run, version }: { readonly run: TrashedFiles; readonly version: DroppedVersion },
  options: TaskOptions,
): Promise<NeededObjects | undefined> {
  const all = mark();
  if ((await all.mark({ ...version, isTree: version.isTree }, options)) === 'absent') return undefined;
  const sizeOf = (digest: Digest) => all.objects.sizeOf(digest);
  const absent = await run.store.missing(all.objects.digests(), { ...options, sizeOf });
  const content = new NeededObjects();
  for (const digest of all.objects.digests()) {
    if (!absent.has(digest) && !marked.objects.has(digest)) content.add(digest, sizeOf(digest) ?? unknownSize);
  }
  return content;
}
