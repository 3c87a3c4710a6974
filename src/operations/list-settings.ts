import type { TaskOptions } from '#model/task-options.js';
import type { ConfigResult } from '#schema/index.js';
import { readSettings } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';
import { settingsInForce } from './settings-in-force.js';

/** Every setting that is set or has a default, with where it comes from. */
export async function listSettings(context: RepositoryContext, _options: TaskOptions = {}): Promise<ConfigResult> {
  const settings = settingsInForce(readSettings(context.files)).filter(({ value }) => value !== null);
  return { pixelis: 1, command: 'config list', dryRun: false, settings, problems: [], warnings: [] };
}
