import type { RemoteResult } from '#schema/index.js';
import { type ChangeOptions, changeRemotes, defaultRemote, type SettingsEdit } from './change-remotes.js';
import type { SettingsFiles } from './read-settings.js';
import { remoteNotConfigured } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';

/** Chooses the remote that is used where none is named. @throws `remote.not-configured` */
export async function setDefaultRemote(
  context: RepositoryContext,
  name: string,
  options: ChangeOptions = {},
): Promise<RemoteResult> {
  const plan = ({ committed, local, merged }: SettingsFiles): SettingsEdit[] => {
    if (!merged.remotes.has(name)) throw remoteNotConfigured(name, [...merged.remotes.keys()]);
    // A remote that only this machine knows cannot be the default of all, and a default of this machine's own would win.
    const isOwn = committed.settings.remotes?.[name] === undefined || local.settings.default_remote !== undefined;
    return [{ file: isOwn ? local : committed, changes: [defaultRemote(name)] }];
  };
  return changeRemotes(context, { command: 'remote default', changed: name, plan }, options);
}
