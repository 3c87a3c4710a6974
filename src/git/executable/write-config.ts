import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** Exit code of git for a setting that is not there. */
const nothingToUnset = 5;

export async function setConfigValue(
  runner: GitRunner,
  [key, value]: readonly [key: string, value: string | undefined],
  { signal }: TaskOptions = {},
): Promise<void> {
  const args =
    value === undefined
      ? ['config', '--local', '--unset-all', key]
      : ['config', '--local', '--replace-all', key, value];
  const result = await runner.run(args, { signal, mode: 'index' });
  if (result.exitCode === 0 || (value === undefined && result.exitCode === nothingToUnset)) return;
  throw gitFailed(args, result);
}
