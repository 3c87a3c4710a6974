import { PixelisError } from '#errors/index.js';
import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { tombstoneLookup } from './known-tombstones.js';
import { lookAtPath } from './look-at-path.js';
import type { RepositoryContext } from './repository-context.js';
import { compareWithPointer } from './worktree-state.js';

/**
 * Refuses a run whose input lies in the worktree with other bytes than the version that would be recorded: its lineage would
 * be untrue. @throws `run.input-modified`
 */
export async function refuseModifiedInputs(
  context: RepositoryContext,
  inputs: readonly UsedVersion[],
  options: TaskOptions,
): Promise<void> {
  const tombstones = tombstoneLookup(context, options);
  const { pointers } = await context.worktreeCatalog().pointers(options);
  for (const { artifact, version, digest, path } of inputs) {
    const found = pointers.find((candidate) => candidate.path === path && candidate.pointer.digest === digest);
    if (found === undefined) continue;
    const target = { ...found, only: undefined };
    const seen = await lookAtPath(context, found.path, options);
    const { worktree } = await compareWithPointer(context, { target, seen, tombstones }, options);
    if (worktree !== 'modified') continue;
    throw new PixelisError('run.input-modified', `input '${path}' is not '${artifact}:v${version}' any more`, {
      hint: `record what it is now: pixelis add ${path}, or bring the version back: pixelis checkout ${path}`,
      data: { path, artifact, version },
    });
  }
}
