import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diskError, PixelisError, problemOf } from '#errors/index.js';
import { aliasesPath } from '#format/aliases.js';
import { encodeConflict } from '#format/conflict-marks.js';
import { decodePointer, editPointer } from '#format/pointer.js';
import { decodeTombstone, parseTombstonePath } from '#format/tombstone.js';
import { decodeVersionRecord, parseVersionRecordPath } from '#format/version-record.js';
import type { CommitId } from '#git/git.js';
import { isObjectId } from '#git/object-id.js';
import { type Digest, shortDigest } from '#model/digest.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import { trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { MergeDriverResult } from '#schema/index.js';
import { readHookFile } from './hook-files.js';
import { keepRecord, readKeptRecords } from './kept-records.js';
import { mergeAliases } from './merge-aliases.js';
import { factsOfConflict } from './conflict-facts.js';
import { type PointerMerge, mergedTree, mergePointers, type PointerSides } from './merge-pointers.js';
import { mergedDraft, versionsOfBoth } from './merged-version.js';
import { versionWithContent } from './record-version.js';
import type { RepositoryContext } from './repository-context.js';

/** A file that both sides of a merge changed, as git hands it over. */
export interface MergeCall {
  /** Files with the three versions, from the top of the worktree. What the merge comes to goes into `ours`. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** The file in the repository. */
  readonly path: string;
  /** What git calls the other side; older ones do not say. */
  readonly theirName?: string | undefined;
}

interface Texts {
  readonly base: Uint8Array | undefined;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

type Outcome = Pick<MergeDriverResult, 'outcome' | 'entries' | 'problems'> & {
  /** What the file is to hold; left out where it stays ours. */
  readonly text?: Uint8Array;
};

const merged = (text: Uint8Array): Outcome => ({ outcome: 'merged', entries: [], problems: [], text });

/**
 * Merges one file of Pixelis for git: pointers of folders file by file, aliases by name. What cannot be merged is left with
 * conflict marks around the whole of each side; a reason is among the problems.
 */
export async function mergeFile(
  context: RepositoryContext,
  call: MergeCall,
  options: TaskOptions = {},
): Promise<MergeDriverResult> {
  const { root } = context.git.places;
  const read = async (file: string): Promise<Uint8Array> =>
    readFile(resolve(root, file)).catch((error: unknown) => {
      throw diskError(error, file);
    });
  const base = await read(call.base);
  const texts = {
    base: base.length === 0 ? undefined : base,
    ours: await read(call.ours),
    theirs: await read(call.theirs),
  };
  const { text, ...outcome } = await mergeTexts(context, { call, texts }, options);
  // Git reads it when this process is gone; a torn one is what a crash of git itself would leave as well.
  if (text !== undefined)
    await writeFile(resolve(root, call.ours), text).catch((error: unknown) => {
      throw diskError(error, call.ours);
    });
  return { pixelis: 1, command: 'merge-driver', path: call.path, ...outcome, warnings: [] };
}

async function mergeTexts(
  context: RepositoryContext,
  { call, texts }: { readonly call: MergeCall; readonly texts: Texts },
  options: TaskOptions,
): Promise<Outcome> {
  try {
    if (trackedPathOf(call.path) !== undefined) return await mergePointerTexts(context, { call, texts }, options);
    const artifact = /^\.pixelis\/artifacts\/([^/]+)\//.exec(call.path)?.[1] ?? '';
    if (call.path === aliasesPath(artifact)) return mergeAliasTexts(texts, call.path);
    return mergeRecords(texts, call.path);
  } catch (error) {
    if (!(error instanceof PixelisError) || error.kind === 'interrupted') throw error;
    const text = Buffer.from(conflictText(texts, { base: 'base', ours: 'ours', theirs: 'theirs' }));
    return { outcome: 'conflicted', entries: [], problems: [problemOf(error, { path: call.path })], text };
  }
}

async function mergePointerTexts(
  context: RepositoryContext,
  { call, texts }: { readonly call: MergeCall; readonly texts: Texts },
  options: TaskOptions,
): Promise<Outcome> {
  const base = texts.base === undefined ? undefined : decodePointer(texts.base, call.path);
  const sides: PointerSides = {
    base,
    ours: decodePointer(texts.ours, call.path),
    theirs: decodePointer(texts.theirs, call.path),
  };
  const plan = await mergePointers(context, sides, options);
  if (plan.kind === 'side') return merged(texts[plan.side]);
  const conflict = (problem?: PixelisError): Outcome => ({
    outcome: 'conflicted',
    entries: plan.kind === 'folder' ? plan.merge.conflicts.map((entry) => factsOfConflict(entry)) : [],
    problems: problem === undefined ? [] : [problemOf(problem, { path: call.path })],
    text: Buffer.from(
      conflictText(texts, {
        base: base === undefined ? 'base' : `base: ${label(base)}`,
        ours: `ours: ${label(sides.ours)}`,
        theirs: `theirs: ${label(sides.theirs)}`,
      }),
    ),
  });
  if (plan.kind === 'whole' || plan.merge.conflicts.length > 0) return conflict();
  const version = await mergedVersion(context, { sides, plan, call }, options);
  if (version === undefined) return conflict(noRoomForRecord(call.path));
  const side = (['ours', 'theirs'] as const).find((name) => sides[name].digest === version.digest);
  return merged(side === undefined ? editPointer(texts.ours, pointerTo(version), call.path) : texts[side]);
}

/** The version that a merge comes to; undefined where its record could not get into the commit. */
async function mergedVersion(
  context: RepositoryContext,
  {
    sides,
    plan,
    call,
  }: {
    readonly sides: PointerSides;
    readonly plan: Extract<PointerMerge, { kind: 'folder' }>;
    readonly call: MergeCall;
  },
  options: TaskOptions,
): Promise<Pointer | undefined> {
  const { ours, theirs } = sides;
  const tree = await mergedTree(context, { ours, ...plan, choiceOf: () => 'ours', dryRun: false }, options);
  if (tree.digest === ours.digest) return ours;
  if (tree.digest === theirs.digest) return theirs;
  const commit = mergedCommit(context);
  const known = await versionsOfBoth(context, { artifact: ours.artifact, commit }, options);
  const draft = mergedDraft(sides, tree, known);
  const same = versionWithContent(known, draft);
  if (same !== undefined) return same;
  const hook = await readHookFile(context.git.places.hooksFolder, 'post-merge');
  const isStash = call.theirName === 'Stashed changes';
  if (!isStash && (commit === undefined || !hook.isInstalled)) return undefined;
  // The same artifact at another path of the same merge; what an earlier merge of this path left behind does not count.
  const kept = (await readKeptRecords(context)).filter(({ pointerPath }) => pointerPath !== call.path);
  const numbered = [...known, ...kept.map(({ record }) => record)].filter(
    ({ artifact }) => artifact === draft.artifact,
  );
  const record: VersionRecord = {
    ...draft,
    version: Math.max(0, ...numbered.map(({ version }) => version)) + 1,
    created: `${context.now().toISOString().slice(0, 19)}Z`,
  };
  await keepRecord(context, { pointerPath: call.path, record });
  return record;
}

/** The commit that `git merge` merges: it alone says so, in a variable, and makes a commit that can still be completed. */
function mergedCommit({ environment }: RepositoryContext): CommitId | undefined {
  const ids = Object.keys(environment).flatMap((name) => /^GITHEAD_([0-9a-f]+)$/.exec(name)?.[1] ?? []);
  const [id] = ids;
  return ids.length === 1 && id !== undefined && isObjectId(id) ? (id as string as CommitId) : undefined;
}

function noRoomForRecord(path: string): PixelisError {
  return new PixelisError(
    'merge.record-left-out',
    `'${trackedPathOf(path)}' can be merged, but git would commit it without the record of the new version`,
    { hint: 'let Pixelis do it: pixelis resolve, then go on with git' },
  );
}

function mergeAliasTexts(texts: Texts, path: string): Outcome {
  const { ours, theirs, conflicts } = mergeAliases(texts, path);
  if (conflicts.length === 0) return merged(ours);
  const text = conflictText({ base: undefined, ours, theirs }, { base: 'base', ours: 'ours', theirs: 'theirs' });
  return {
    outcome: 'conflicted',
    entries: conflicts.map((alias) => ({ path: alias, kind: 'both-modified' })),
    problems: [],
    text: Buffer.from(text),
  };
}

/** Two clones may have recorded the same version: the older record stands, whoever merges whom. */
function mergeRecords(texts: Texts, path: string): Outcome {
  const [ours, theirs] = [factOf(texts.ours, path), factOf(texts.theirs, path)];
  if (texts.base !== undefined || ours === undefined || theirs === undefined || ours.digest !== theirs.digest)
    return { outcome: 'conflicted', entries: [], problems: [] };
  const isOurs = ours.time === theirs.time ? Buffer.compare(texts.ours, texts.theirs) <= 0 : ours.time < theirs.time;
  return merged(isOurs ? texts.ours : texts.theirs);
}

/** What a record states, and since when. */
function factOf(bytes: Uint8Array, path: string): { readonly digest: Digest; readonly time: string } | undefined {
  if (parseVersionRecordPath(path) !== undefined) {
    const { digest, created } = decodeVersionRecord(bytes, path);
    return { digest, time: created };
  }
  if (parseTombstonePath(path) === undefined) return undefined;
  const { digest, purged } = decodeTombstone(bytes, path);
  return { digest, time: purged };
}

function conflictText(texts: Texts, labels: Parameters<typeof encodeConflict>[1]): string {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  const { base } = texts;
  return encodeConflict(
    { ...(base === undefined ? {} : { base: text(base) }), ours: text(texts.ours), theirs: text(texts.theirs) },
    labels,
  );
}

function label({ artifact, version, digest }: Pointer): string {
  return `${artifact}:v${version} ${shortDigest(digest)}`;
}
