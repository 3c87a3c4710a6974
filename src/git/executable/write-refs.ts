import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { CommitId, NewCommit, RefChange } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** Through an index of its own, so that neither the user's index nor a worktree is touched. */
export async function writeCommit(
  runner: GitRunner,
  { files, parents, message, signed = false }: NewCommit,
  { signal }: TaskOptions = {},
): Promise<CommitId> {
  const index = path.join(runner.places.gitFolder, `pixelis-index-${process.pid}-${randomUUID()}`);
  const options = { mode: 'index', signal, environment: { GIT_INDEX_FILE: index } } as const;
  const ask = async (args: readonly string[], input?: Uint8Array | string): Promise<string> =>
    (await runner.text(args, { ...options, ...(input === undefined ? {} : { input }) })).trim();
  try {
    const [first] = parents;
    await ask(['read-tree', first === undefined ? '--empty' : requireObjectId(first)]);
    const lines: string[] = [];
    for (const [name, bytes] of files) {
      const blob = await ask(['hash-object', '-w', '--stdin', '--no-filters'], bytes);
      lines.push(`100644 ${blob}\t${name}\0`);
    }
    await ask(['update-index', '-z', '--index-info'], lines.join(''));
    const tree = await ask(['write-tree']);
    const made = parents.flatMap((id) => ['-p', requireObjectId(id)]);
    const args = ['commit-tree', ...(signed ? ['-S'] : []), requireObjectId(tree), ...made, '-F', '-'];
    // Whatever program signs is the user's.
    const id = await runner.text(args, { signal, mode: signed ? 'user' : 'index', input: message });
    return requireObjectId(id.trim()) as CommitId;
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/** What git says where the ref stands elsewhere than was expected. */
const movedMeanwhile = /but expected|reference already exists|unable to resolve reference|cannot lock ref/;

export async function updateRef(
  runner: GitRunner,
  { ref, from, to }: RefChange,
  { signal }: TaskOptions = {},
): Promise<boolean> {
  const args = [
    'update-ref',
    '--no-deref',
    '--',
    ref,
    requireObjectId(to),
    from === undefined ? '' : requireObjectId(from),
  ];
  const result = await runner.run(args, { mode: 'index', signal });
  if (result.exitCode === 0) return true;
  if (movedMeanwhile.test(result.stderr)) return false;
  throw gitFailed(args, result);
}

export async function isAncestor(
  runner: GitRunner,
  { ancestor, of }: { readonly ancestor: CommitId; readonly of: CommitId },
  options: TaskOptions = {},
): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', requireObjectId(ancestor), requireObjectId(of)];
  const result = await runner.run(args, options);
  if (result.exitCode === 0 || result.exitCode === 1) return result.exitCode === 0;
  throw gitFailed(args, result);
}
