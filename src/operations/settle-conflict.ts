import { PixelisError } from '#errors/index.js';
import { editPointer } from '#format/pointer.js';
import { versionRecordPath } from '#format/version-record.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { EntryConflict, MergeChoice } from '#model/tree-merge.js';
import type { VersionId, VersionRecord } from '#model/version.js';
import { type ConflictAt, type ConflictChoices, dropChoices, readChoices, writeChoices } from './conflict-choices.js';
import { factsOfConflict } from './conflict-facts.js';
import type { ExaminedConflict } from './examine-conflict.js';
import { mergedTree, type PointerMerge } from './merge-pointers.js';
import { idOf, mergedDraft, versionsOfBoth } from './merged-version.js';
import { nextNumber, recordVersion, versionWithContent } from './record-version.js';
import type { RepositoryContext } from './repository-context.js';
import { isWithin } from './user-path.js';

/** What was chosen for one conflict. */
export interface Choice {
  readonly side: MergeChoice | undefined;
  /** Paths inside the folder to which the choice is limited; undefined for all that is in conflict. */
  readonly only: readonly string[] | undefined;
}

/** What a conflict comes to. */
export interface Settlement {
  /** The text that the file is to have; undefined where it is to go. */
  readonly text: Uint8Array | undefined;
  readonly pointer?: Pointer;
  readonly version?: VersionId;
  readonly isNew?: boolean;
  /** The record that was written, or would be. */
  readonly recordPath?: string;
}

export type Settled =
  | { readonly state: 'settled'; readonly settlement: Settlement }
  /** Something is still to be chosen. */
  | { readonly state: 'open'; readonly conflict: ExaminedConflict['conflict'] };

type Options = TaskOptions & { readonly dryRun: boolean };

/**
 * Settles a conflict as far as it was chosen. A new version is stored and recorded; the file itself is for the caller to
 * write. @throws `merge.cannot-unite`, `reference.not-found` where nothing chosen is in conflict
 */
export async function settleConflict(
  context: RepositoryContext,
  examined: ExaminedConflict,
  { choice, ...options }: Options & { readonly choice: Choice },
): Promise<Settled> {
  const { conflict, merge, aliases, error } = examined;
  // One side as a whole would give up what the other did elsewhere, unseen.
  if (error !== undefined && choice.side !== undefined) throw error;
  if (merge?.plan.kind === 'folder' && examined.path !== undefined) {
    const at = { path: examined.path, sides: merge.sides };
    return settleFolder(context, { examined, at, plan: merge.plan, choice }, options);
  }
  if (choice.only !== undefined) throw notInConflict(conflict.path, choice.only);
  if (merge?.plan.kind === 'side') return settled(oneSide(examined, merge.plan.side));
  if (aliases !== undefined && aliases.conflicts.length === 0) return settled({ text: aliases.ours });
  if (choice.side === undefined) return { state: 'open', conflict };
  if (choice.side !== 'union') {
    return settled(aliases === undefined ? oneSide(examined, choice.side) : { text: aliases[choice.side] });
  }
  if (conflict.reason === 'deleted-by-us') return settled(oneSide(examined, 'theirs'));
  if (conflict.reason === 'deleted-by-them') return settled(oneSide(examined, 'ours'));
  throw new PixelisError('merge.cannot-unite', `of '${conflict.path}' only one side can be kept`, {
    hint: `pixelis resolve ${conflict.path} --ours, or --theirs`,
    data: { path: conflict.path },
  });
}

function settled(settlement: Settlement): Settled {
  return { state: 'settled', settlement };
}

function oneSide({ file, merge, conflict }: ExaminedConflict, side: 'ours' | 'theirs'): Settlement {
  const version = conflict[side];
  const pointer = merge?.sides[side];
  return {
    text: file[side],
    ...(pointer === undefined ? {} : { pointer }),
    ...(version === undefined ? {} : { version: version as VersionId, isNew: false }),
  };
}

async function settleFolder(
  context: RepositoryContext,
  {
    examined,
    at,
    plan,
    choice,
  }: {
    readonly examined: ExaminedConflict;
    readonly at: ConflictAt;
    readonly plan: Extract<PointerMerge, { kind: 'folder' }>;
    readonly choice: Choice;
  },
  options: Options,
): Promise<Settled> {
  const { path, sides } = at;
  const { conflicts } = plan.merge;
  const choices = chosen(conflicts, { path, choice, before: readChoices(context, at) });
  const isOpen = conflicts.some((conflict) => !choices.has(conflict.path));
  if (isOpen) {
    if (!options.dryRun && choice.side !== undefined) await writeChoices(context, at, choices);
    const entries = conflicts.map((conflict) => factsOfConflict(conflict, choices.get(conflict.path)));
    return { state: 'open', conflict: { ...examined.conflict, entries } };
  }
  const choiceOf = (conflict: EntryConflict): MergeChoice => choices.get(conflict.path) ?? 'ours';
  const tree = await mergedTree(context, { ours: sides.ours, ...plan, choiceOf, dryRun: options.dryRun }, options);
  for (const side of ['ours', 'theirs'] as const) {
    if (sides[side].digest === tree.digest) return settled(oneSide(examined, side));
  }
  const known = await versionsOfBoth(
    context,
    { artifact: sides.ours.artifact, commit: await otherSide(context) },
    options,
  );
  const draft = mergedDraft(sides, tree, known);
  const same = versionWithContent(known, draft);
  const record: VersionRecord = options.dryRun
    ? (same ?? { ...draft, version: nextNumber(known), created: '' })
    : await recordVersion(context, draft, options);
  if (!options.dryRun) await dropChoices(context, at);
  const pointer = pointerTo(record);
  return settled({
    text: editPointer(examined.file.ours as Uint8Array, pointer, examined.file.path),
    pointer,
    version: idOf(record),
    isNew: same === undefined,
    recordPath: versionRecordPath(record),
  });
}

/** The choices made before and now. @throws `reference.not-found` */
function chosen(
  conflicts: readonly EntryConflict[],
  { path, choice, before }: { readonly path: string; readonly choice: Choice; readonly before: ConflictChoices },
): Map<string, MergeChoice> {
  const { side, only } = choice;
  const choices = new Map([...before].filter(([at]) => conflicts.some((conflict) => conflict.path === at)));
  const isNamed = (at: string): boolean => only === undefined || only.some((inside) => isWithin(at, inside));
  const wrong = only?.filter((inside) => !conflicts.some((conflict) => isWithin(conflict.path, inside)));
  if (wrong !== undefined && wrong.length > 0) throw notInConflict(path, wrong);
  if (side === undefined) return choices;
  for (const conflict of conflicts) {
    // What was chosen for one file stays when the rest is chosen for all.
    const isOpen = only !== undefined || !choices.has(conflict.path);
    if (isNamed(conflict.path) && isOpen) choices.set(conflict.path, side);
  }
  return choices;
}

/** The commit whose changes git is bringing in, where it is in the middle of that. */
async function otherSide({ git }: RepositoryContext) {
  for (const name of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REBASE_HEAD', 'REVERT_HEAD']) {
    const commit = await git.resolveCommit(name);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function notInConflict(path: string, inside: readonly string[]): PixelisError {
  return new PixelisError('reference.not-found', `'${path}//${inside[0]}' is not in conflict`, {
    hint: `see what is: pixelis resolve ${path}`,
    data: { path, inside: [...inside] },
  });
}
