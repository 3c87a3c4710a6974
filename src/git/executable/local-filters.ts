import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import type { GitRunner } from './git-runner.js';

const filterKey = /^filter\.(.*)\.(?:clean|smudge|process|required)$/s;
const off: Readonly<Record<string, string>> = { clean: '', smudge: '', process: '', required: 'false' };

/**
 * Variables that switch off every filter which the repository's own configuration defines. Git runs a filter to compare a
 * file whose times changed, so that merely asking for the status would run a program that the repository names. Filters
 * of the user's own configuration, such as Git LFS, stay.
 */
export async function localFiltersOff(
  runner: GitRunner,
  environment: Environment,
  options: TaskOptions = {},
): Promise<Environment> {
  const text = await runner.text(['config', '--list', '--null', '--show-scope', '--name-only'], options);
  const fields = text.split('\0');
  const names = new Set<string>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const name = filterKey.exec(fields[at + 1] ?? '')?.[1];
    if (name !== undefined && (fields[at] === 'local' || fields[at] === 'worktree')) names.add(name);
  }
  // As variables, because a name may hold what `-c name=value` would misread.
  const variables: Record<string, string> = {};
  let count = Number(environment['GIT_CONFIG_COUNT'] ?? 0);
  for (const name of names) {
    for (const [key, value] of Object.entries(off)) {
      variables[`GIT_CONFIG_KEY_${count}`] = `filter.${name}.${key}`;
      variables[`GIT_CONFIG_VALUE_${count}`] = value;
      count += 1;
    }
  }
  return names.size === 0 ? {} : { ...variables, GIT_CONFIG_COUNT: String(count) };
}
