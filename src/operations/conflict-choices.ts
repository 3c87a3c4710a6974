import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type RepositoryPath, pointerPathOf } from '#model/repository-path.js';
import type { MergeChoice } from '#model/tree-merge.js';
import { type SmallFiles, smallFilesBelow } from '#records/small-file.js';
import type { PointerSides } from './merge-pointers.js';
import type { RepositoryContext } from './repository-context.js';

/** What was chosen for files of one conflict, by path, while others are still open. */
export type ConflictChoices = ReadonlyMap<string, MergeChoice>;

/** A conflict at a tracked path. */
export interface ConflictAt {
  readonly path: RepositoryPath;
  readonly sides: PointerSides;
}

/** The choices made so far. Those of another conflict at the path do not count, nor those of a merge that was given up. */
export function readChoices(context: RepositoryContext, at: ConflictAt): ConflictChoices {
  const bytes = stateFiles(context).read(fileOf(at), limitBytes);
  if (bytes === undefined) return new Map();
  const kept = JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptChoices;
  return new Map(kept.conflict === nameOf(context, at) ? Object.entries(kept.choices) : []);
}

export async function writeChoices(
  context: RepositoryContext,
  at: ConflictAt,
  choices: ConflictChoices,
): Promise<void> {
  const kept: KeptChoices = { conflict: nameOf(context, at), choices: Object.fromEntries(choices) };
  await stateFiles(context).replace(fileOf(at), Buffer.from(JSON.stringify(kept)));
}

export async function dropChoices(context: RepositoryContext, at: ConflictAt): Promise<void> {
  await stateFiles(context).remove(fileOf(at));
}

interface KeptChoices {
  readonly conflict: string;
  readonly choices: Readonly<Record<string, MergeChoice>>;
}

const limitBytes = 256 * 2 ** 20;

/** The sides, and the file that the merge left: another merge of the same sides leaves another. */
function nameOf({ git }: RepositoryContext, { path, sides }: ConflictAt): string {
  const stats = statSync(join(git.places.root, pointerPathOf(path)), { bigint: true, throwIfNoEntry: false });
  return [sides.ours.digest, sides.theirs.digest, stats?.ino, stats?.mtimeNs].join(' ');
}

function fileOf({ path }: ConflictAt): string {
  return `choices/${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`;
}

function stateFiles({ ownState }: RepositoryContext): SmallFiles {
  return smallFilesBelow(ownState, { temporaryFolder: join(ownState, 'tmp') });
}
