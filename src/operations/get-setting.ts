import type { TaskOptions } from '#model/task-options.js';
import type { ConfigResult } from '#schema/index.js';
import { readSettings } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';
import { settingsBelow } from './settings-in-force.js';

/** One setting, or those of a group: `cache.dir`, `cache`. @throws `config.invalid` with the closest keys */
export async function getSetting(
  context: RepositoryContext,
  text: string,
  _options: TaskOptions = {},
): Promise<ConfigResult> {
  const settings = settingsBelow(readSettings(context.files), text);
  return { pixelis: 1, command: 'config get', dryRun: false, settings, problems: [], warnings: [] };
}
