import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { MergeChoice } from '#model/tree-merge.js';
import { type SmallFiles, smallFilesBelow } from '#records/small-file.js';
import type { PointerSides } from './merge-pointers.js';
import type { RepositoryContext } from './repository-context.js';

/** What was chosen for files of one conflict, by path, while others are still open. */
export type ConflictChoices = ReadonlyMap<string, MergeChoice>;

/** The choices made so far. Those of another conflict at the same path do not count. */
export function readChoices(context: RepositoryContext, path: string, sides: PointerSides): ConflictChoices {
  const bytes = stateFiles(context).read(fileOf(path, sides), limitBytes);
  if (bytes === undefined) return new Map();
  return new Map(Object.entries(JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, MergeChoice>));
}

export async function writeChoices(
  context: RepositoryContext,
  { path, sides, choices }: { readonly path: string; readonly sides: PointerSides; readonly choices: ConflictChoices },
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(choices)));
  await stateFiles(context).replace(fileOf(path, sides), bytes);
}

export async function dropChoices(context: RepositoryContext, path: string, sides: PointerSides): Promise<void> {
  await stateFiles(context).remove(fileOf(path, sides));
}

const limitBytes = 256 * 2 ** 20;

function fileOf(path: string, { ours, theirs }: PointerSides): string {
  const name = createHash('sha256').update(`${path}\n${ours.digest}\n${theirs.digest}`).digest('hex').slice(0, 32);
  return `choices/${name}.json`;
}

function stateFiles({ ownState }: RepositoryContext): SmallFiles {
  return smallFilesBelow(ownState, { temporaryFolder: join(ownState, 'tmp') });
}
