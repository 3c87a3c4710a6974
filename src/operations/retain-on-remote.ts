import type { NamedVersion } from '#format/names-in-file.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { RootReader } from './collect-roots.js';
import { pinVersions } from './examine-garbage.js';
import { type JudgedVersions, judgeVersions, takeBack } from './judge-versions.js';
import { isNamed, requireKnown } from './keep-last-copies.js';
import { copiesBeside, isWithOne } from './other-copies.js';
import { markOwn } from './own-registration.js';
import type { RemoteExamination } from './remote-examination.js';

/** What this clone needs of a remote, and what becomes there of the versions that may go though its history names them. */
export interface RetainedOnRemote {
  readonly judged: JudgedVersions;
  /** What this clone needs of what the remote has: trees whose roots are there, and files. */
  readonly needs: { readonly trees: Digest[]; readonly files: Digest[] };
  /** What only versions need that rules let go, and is there. */
  readonly goes: NeededObjects;
  /** Other remotes that could not be asked. */
  readonly warnings: readonly Problem[];
}

/**
 * Marks all that this clone needs: what its git can produce, but for versions that rules let go, now or earlier, that
 * nothing keeps, that no clone registered, and of which all is in this cache or on another remote.
 */
export async function retainOnRemote(
  examination: RemoteExamination,
  reader: RootReader,
  options: TaskOptions,
): Promise<RetainedOnRemote> {
  const { settings, marked, registered, earlier } = examination;
  const { names } = reader;
  await reader.read(options);
  requireKnown(settings.unpushed, names.versions.values());
  pinVersions(reader);
  const judged = judgeVersions(names, { rules: settings.rules, earlier });
  // Who lets a version go does not need it, whoever does.
  const candidates = new Set(judged.dropped.keys());
  for (const [key, version] of judged.dropped) {
    if (!marked.objects.has(version.digest)) continue;
    const clones = [...registered.clones.values()].filter(({ named }) => named.has(version.digest));
    judged.dropped.delete(key);
    const reason = clones.length === 0 ? 'same-content' : 'registered';
    const who = clones.length === 0 ? {} : { clones: clones.map(({ clone }) => clone) };
    judged.kept.set(key, { ...version, reason, ...who });
  }
  const retained = { judged, needs: { trees: [], files: [] }, goes: new NeededObjects(), warnings: [] as Problem[] };
  await keep(examination, retained, { ...options, objects: needed() });
  takeBackShared(examination, judged);
  await addWhatGoes(examination, retained, options);
  const isApplied = settings.mode === 'apply';
  retained.warnings.push(...(await keepLastOnRemote(examination, retained, { ...options, isApplied })));
  return retained;

  function* needed() {
    for (const [key, version] of names.versions) if (!candidates.has(key)) yield version;
    yield* names.objects();
  }
}

/** Keeps versions that were to go and of which nobody else is seen to have all. @returns remotes that could not be asked */
export async function keepLastOnRemote(
  examination: RemoteExamination,
  retained: Pick<RetainedOnRemote, 'judged' | 'needs' | 'goes'>,
  { isApplied, ...options }: TaskOptions & { readonly isApplied: boolean },
): Promise<readonly Problem[]> {
  const { context, remote, settings } = examination;
  const { judged, goes } = retained;
  const doubtful = [...judged.dropped].filter(([, version]) => !isNamed(version, settings.unpushed));
  if (doubtful.length === 0 || goes.count === 0) return [];
  const named = doubtful.map(([, version]) => version);
  const needs = await contentOf(examination, named, { ...options, among: goes });
  const counted = isApplied ? named : [];
  const { lacking, problems } = await copiesBeside(context, remote, { ...options, needs, counted });
  if (needs.count === 0 || lacking.some((missing) => missing.size === 0)) return problems;
  for (const [key, version] of doubtful) {
    const own = await contentOf(examination, [version], { ...options, among: goes });
    if (own.count > 0 && !isWithOne({ lacking }, own)) takeBack(judged, key, 'last-copy');
  }
  await keepLastCopiesNeeded(examination, retained, options);
  takeBackShared(examination, judged);
  return problems;
}

/** Needs what is kept as a last copy: of that, what is there. */
export async function keepLastCopiesNeeded(
  examination: RemoteExamination,
  retained: Pick<RetainedOnRemote, 'judged' | 'needs'>,
  options: TaskOptions,
): Promise<void> {
  const kept = [...retained.judged.kept.values()].filter(({ reason }) => reason === 'last-copy');
  if (kept.length > 0) await keep(examination, retained, { ...options, objects: kept });
}

/** What versions need that nothing else does, of some objects. */
export async function contentOf(
  { mark, marked }: RemoteExamination,
  versions: Iterable<NamedVersion>,
  { among, ...options }: TaskOptions & { readonly among?: Pick<NeededObjects, 'has'> | undefined },
): Promise<NeededObjects> {
  const all = mark();
  for (const version of versions) await all.mark(version, options);
  const content = new NeededObjects();
  for (const digest of all.objects.digests()) {
    if (marked.objects.has(digest) || among?.has(digest) === false) continue;
    content.add(digest, all.objects.sizeOf(digest) ?? unknownSize);
  }
  return content;
}

async function addWhatGoes(
  examination: RemoteExamination,
  retained: Pick<RetainedOnRemote, 'judged' | 'needs' | 'goes'>,
  options: TaskOptions,
): Promise<void> {
  const { judged, goes } = retained;
  // Of a tree that nobody can read nobody can tell what goes with it.
  const all = examination.mark();
  for (const [key, version] of judged.dropped) {
    if ((await all.mark(version, options)) !== 'absent') continue;
    judged.dropped.delete(key);
    await keep(examination, retained, { ...options, objects: [version] });
  }
  const content = await contentOf(examination, judged.dropped.values(), options);
  const sizeOf = (digest: Digest) => content.sizeOf(digest);
  const absent = await examination.remote.store.missing(content.digests(), { ...options, sizeOf });
  for (const digest of content.digests()) if (!absent.has(digest)) goes.add(digest, sizeOf(digest) ?? unknownSize);
}

async function keep(
  { remote, marked }: RemoteExamination,
  { needs }: Pick<RetainedOnRemote, 'needs'>,
  options: Parameters<typeof markOwn>[2],
): Promise<void> {
  const { trees, files } = await markOwn(remote, marked, options);
  for (const digest of trees) needs.trees.push(digest);
  for (const digest of files) needs.files.push(digest);
}

/** A version whose content is needed for another reason stays. */
function takeBackShared({ marked }: RemoteExamination, judged: JudgedVersions): void {
  for (const [key, { digest }] of judged.dropped) {
    if (marked.objects.has(digest)) takeBack(judged, key, 'same-content');
  }
}
