import { PixelisError, problemOf } from '#errors/index.js';
import type { ConfigChange } from '#format/config.js';
import type { Problem, RemoteResult } from '#schema/index.js';
import { type ChangeOptions, changeRemotes, defaultRemote, type SettingsEdit } from './change-remotes.js';
import type { SettingsFile, SettingsFiles } from './read-settings.js';
import { remoteNotConfigured } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';

/** Forgets a remote, wherever it is configured. What is stored there stays. @throws `remote.not-configured` */
export async function removeRemote(
  context: RepositoryContext,
  name: string,
  options: ChangeOptions = {},
): Promise<RemoteResult> {
  let wasDefault = false;
  const plan = (present: SettingsFiles): SettingsEdit[] => {
    const files = [present.committed, present.local];
    if (!files.some(({ settings }) => settings.remotes?.[name] !== undefined)) {
      throw remoteNotConfigured(name, [...present.merged.remotes.keys()]);
    }
    wasDefault = present.merged.defaultRemote === name;
    return files.map((file) => ({ file, changes: changesWithout(file, name) }));
  };
  const result = await changeRemotes(context, { command: 'remote remove', changed: name, plan }, options);
  if (!wasDefault || result.dryRun) return result;
  return { ...result, warnings: [defaultIsNow(result.remotes.find(({ isDefault }) => isDefault)?.name, name)] };
}

function changesWithout({ settings }: SettingsFile, name: string): ConfigChange[] {
  return [
    ...(settings.remotes?.[name] === undefined ? [] : [{ key: ['remotes', name], value: undefined }]),
    ...(settings.default_remote === name ? [defaultRemote(undefined)] : []),
  ];
}

function defaultIsNow(name: string | undefined, removed: string): Problem {
  const error =
    name === undefined
      ? new PixelisError('remote.not-configured', `'${removed}' was the default remote, and there is none now`, {
          hint: 'pixelis remote default NAME',
        })
      : new PixelisError('remote.not-configured', `'${removed}' was the default remote; it is '${name}' now`, {
          hint: 'choose another one: pixelis remote default NAME',
        });
  return problemOf(error, { remote: name ?? removed });
}
