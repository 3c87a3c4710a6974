import { PixelisError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import type { RunRecord } from '#model/run.js';
import { isTreePath } from '#model/tree-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/** The commit of a run that can be executed again, as far as its record tells. @throws `run.not-reproducible` */
export async function checkReproducible(
  { git }: RepositoryContext,
  record: RunRecord,
  options: TaskOptions,
): Promise<CommitId> {
  const { run, command, folder, rank, code } = record;
  if (command.length === 0) throw notReproducible(record, 'no command is recorded');
  if (folder !== '' && !isTreePath(folder)) throw notReproducible(record, `'${folder}' is no folder of the worktree`);
  const redacted = command.findIndex((argument) => /\bredacted:[a-z0-9-]+:[0-9a-f]{12}\b/.test(argument));
  if (redacted !== -1) {
    throw notReproducible(record, `argument ${redacted} of its command was a secret, and was not recorded`, {
      hint: 'give secrets by variables: what a run finds in its environment is there again',
    });
  }
  if (rank !== undefined && rank.world > 1) {
    throw notReproducible(record, `it is one of the ${rank.world} processes of job '${rank.group}'`, {
      hint: 'record the launcher as a run, and execute that again: pixelis run -- torchrun …',
    });
  }
  if (code.commit === undefined) {
    throw notReproducible(record, 'it was made before the first commit: there is nothing to check out', {
      hint: 'commit, then run it once more',
    });
  }
  const commit = await git.resolveCommit(code.commit, options);
  if (commit !== undefined) return commit;
  const where = code.remote === undefined ? '' : ` (it came from ${code.remote})`;
  throw notReproducible(record, `its commit ${code.commit.slice(0, 12)} is not in this clone${where}`, {
    hint: git.places.isShallow ? 'git fetch --unshallow' : `git fetch --all; or ask who made run '${run}' to push`,
  });
}

/** Why, in the words that follow the name of the run. */
export function reasonOf({ data, message }: PixelisError): string {
  const { reason } = data;
  return typeof reason === 'string' ? reason : message;
}

export function notReproducible(
  { run }: Pick<RunRecord, 'run'>,
  reason: string,
  details: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): PixelisError {
  return new PixelisError('run.not-reproducible', `run '${run}' cannot be executed again: ${reason}`, {
    ...details,
    data: { run, reason },
  });
}
