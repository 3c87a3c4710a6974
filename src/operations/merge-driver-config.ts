import type { TaskOptions } from '#model/task-options.js';
import type { HooksResult } from '#schema/index.js';
import { shellQuote } from './hook-script.js';
import type { RepositoryContext } from './repository-context.js';

/** Which files git hands to the driver; `init` writes these lines into `.gitattributes`. */
export const mergeAttributes = [
  '*.pixelis.yaml merge=pixelis',
  '.pixelis/artifacts/** merge=pixelis',
  '.pixelis/tombstones/** merge=pixelis',
] as const;

const driverKey = 'merge.pixelis.driver';

type DriverState = HooksResult['mergeDriver'];
type Change = TaskOptions & { readonly dryRun: boolean };

/** Whether git merges pointers with Pixelis in this clone. Git's configuration is not cloned; without git nobody merges. */
export async function readMergeDriver({ git }: Pick<RepositoryContext, 'git'>): Promise<DriverState> {
  const value = await git.configValue(driverKey);
  return { state: value === undefined || value === '' ? 'absent' : 'installed', changed: false };
}

export async function installMergeDriver(
  { git, commandLine }: Pick<RepositoryContext, 'git' | 'commandLine'>,
  { dryRun, ...options }: Change,
): Promise<DriverState> {
  if (git.adapter !== 'git') return readMergeDriver({ git });
  const wanted: readonly (readonly [string, string])[] = [
    ['merge.pixelis.name', 'pointers file by file, aliases by name'],
    [driverKey, driverCommand(commandLine)],
    // A merge of merges first merges their bases, which nobody will see: the base of those does, and no version is made.
    ['merge.pixelis.recursive', 'binary'],
  ];
  let changed = false;
  for (const [key, value] of wanted) {
    if ((await git.configValue(key)) === value) continue;
    changed = true;
    if (!dryRun) await git.setConfigValue(key, value, options);
  }
  return { state: 'installed', changed };
}

export async function uninstallMergeDriver(
  { git }: Pick<RepositoryContext, 'git'>,
  { dryRun, ...options }: Change,
): Promise<DriverState> {
  const { state } = await readMergeDriver({ git });
  if (state === 'absent' || git.adapter !== 'git') return { state, changed: false };
  const keys = ['merge.pixelis.recursive', driverKey, 'merge.pixelis.name'];
  if (!dryRun) for (const key of keys) await git.setConfigValue(key, undefined, options);
  return { state: 'absent', changed: true };
}

/**
 * What git gives to a shell for each file: Pixelis from the PATH, else where it was when it was installed; without it git's
 * own merge of text, whose conflict marks Pixelis understands. Where git does not know `%Y`, the word stays as it is.
 */
function driverCommand(commandLine: readonly string[]): string {
  const words = commandLine.map((word) => shellQuote(word).replaceAll('%', '%%'));
  const exists = words.map((word, at) => `[ ${at === 0 ? '-x' : '-e'} ${word} ]`).join(' && ');
  const operands = 'merge-driver -- %O %A %B %P %Y';
  return (
    `if command -v pixelis >/dev/null 2>&1; then pixelis ${operands}; ` +
    `elif ${exists}; then ${words.join(' ')} ${operands}; ` +
    'else git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B; fi'
  );
}
