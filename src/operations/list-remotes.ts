import type { TaskOptions } from '#model/task-options.js';
import type { RemoteResult } from '#schema/index.js';
import { readSettings } from './read-settings.js';
import { remoteFacts } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';

export async function listRemotes(context: RepositoryContext, _options: TaskOptions = {}): Promise<RemoteResult> {
  const remotes = remoteFacts(readSettings(context.files));
  return { pixelis: 1, command: 'remote list', dryRun: false, remotes, problems: [], warnings: [] };
}
