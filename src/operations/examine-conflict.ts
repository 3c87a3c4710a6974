import { isPixelisError, type PixelisError } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import type { Pointer } from '#model/pointer.js';
import { type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Conflict } from '#schema/index.js';
import { factsOfConflict } from './conflict-facts.js';
import type { ConflictedFile } from './conflicted-files.js';
import { type MergedAliases, mergeAliases } from './merge-aliases.js';
import { mergePointers, type PointerMerge, type PointerSides } from './merge-pointers.js';
import { idOf } from './merged-version.js';
import type { RepositoryContext } from './repository-context.js';

/** A file in conflict, and what can be done about it. */
export interface ExaminedConflict {
  readonly file: ConflictedFile;
  /** Undefined of a file of aliases. */
  readonly path: RepositoryPath | undefined;
  readonly conflict: Conflict;
  /** Where both sides have a pointer. */
  readonly merge?: { readonly sides: PointerSides; readonly plan: PointerMerge };
  /** Where both sides have aliases. */
  readonly aliases?: MergedAliases;
  /** Why it cannot be told what is in conflict. */
  readonly error?: PixelisError;
}

/** Finds out what is in conflict in a file, path by path. Reads lists of files as a merge does. */
export async function examineConflict(
  context: RepositoryContext,
  file: ConflictedFile,
  options: TaskOptions,
): Promise<ExaminedConflict> {
  const path = trackedPathOf(file.path);
  const start = { path: path ?? file.path, file: file.path };
  try {
    return path === undefined ? examineAliases(file) : await examinePointer(context, { file, path }, options);
  } catch (error) {
    if (!isPixelisError(error) || error.kind === 'interrupted') throw error;
    return { file, path, conflict: { ...start, reason: 'unknown', ...idsOf(pointersOf(file)), entries: [] }, error };
  }
}

async function examinePointer(
  context: RepositoryContext,
  { file, path }: { readonly file: ConflictedFile; readonly path: RepositoryPath },
  options: TaskOptions,
): Promise<ExaminedConflict> {
  // What several merges made together is no base.
  const base = pointersOf(file).base;
  const ours = file.ours === undefined ? undefined : decodePointer(file.ours, file.path);
  const theirs = file.theirs === undefined ? undefined : decodePointer(file.theirs, file.path);
  const facts = { path, file: file.path, ...idsOf({ base, ours, theirs }) };
  if (ours === undefined || theirs === undefined) {
    const reason = ours === undefined ? 'deleted-by-us' : 'deleted-by-them';
    return { file, path, conflict: { ...facts, reason, entries: [] } };
  }
  const sides = { base, ours, theirs };
  const plan = await mergePointers(context, sides, options);
  const entries = plan.kind === 'folder' ? plan.merge.conflicts.map((entry) => factsOfConflict(entry)) : [];
  const reason = plan.kind === 'whole' ? 'whole' : entries.length > 0 ? 'files' : 'mergeable';
  return { file, path, conflict: { ...facts, reason, entries }, merge: { sides, plan } };
}

function examineAliases(file: ConflictedFile): ExaminedConflict {
  const { path, base, ours, theirs } = file;
  const facts = { path, file: path };
  if (ours === undefined || theirs === undefined) {
    const reason = ours === undefined ? 'deleted-by-us' : 'deleted-by-them';
    return { file, path: undefined, conflict: { ...facts, reason, entries: [] } };
  }
  const aliases = mergeAliases({ base, ours, theirs }, path);
  const entries = aliases.conflicts.map((alias) => ({ path: alias, kind: 'both-modified' as const }));
  const reason = entries.length > 0 ? 'aliases' : 'mergeable';
  return { file, path: undefined, conflict: { ...facts, reason, entries }, aliases };
}

type Pointers = { readonly [Side in 'base' | 'ours' | 'theirs']?: Pointer | undefined };

/** Those sides that can be read. */
function pointersOf(file: ConflictedFile): Pointers {
  const decoded = (bytes: Uint8Array | undefined): Pointer | undefined => {
    if (bytes === undefined) return undefined;
    try {
      return decodePointer(bytes, file.path);
    } catch (error) {
      if (isPixelisError(error)) return undefined;
      throw error;
    }
  };
  return { base: decoded(file.base), ours: decoded(file.ours), theirs: decoded(file.theirs) };
}

function idsOf({ base, ours, theirs }: Pointers): Pick<Conflict, 'base' | 'ours' | 'theirs'> {
  return {
    ...(base === undefined ? {} : { base: idOf(base) }),
    ...(ours === undefined ? {} : { ours: idOf(ours) }),
    ...(theirs === undefined ? {} : { theirs: idOf(theirs) }),
  };
}
