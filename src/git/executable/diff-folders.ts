import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** Nothing of the repository's: no driver, no filter, no colour, and the same text for every user. */
const flags = [
  '--no-index',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-renames',
  '--unified=3',
  '--src-prefix=',
  '--dst-prefix=',
];

export async function diffFolders(runner: GitRunner, folder: string, { signal }: TaskOptions = {}): Promise<string> {
  const args = ['-C', folder, 'diff', ...flags, '--', 'a', 'b'];
  const environment = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  const result = await runner.run(args, { signal, environment });
  // 1 says that there are differences.
  if (result.exitCode !== 0 && result.exitCode !== 1) throw gitFailed(['diff'], result);
  return result.stdout.toString('utf8');
}
