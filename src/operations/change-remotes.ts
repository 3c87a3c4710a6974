import type { ConfigChange } from '#format/config.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RemoteResult } from '#schema/index.js';
import { changeSettings, whileSettingsAreOurs } from './change-settings.js';
import { readSettings, type SettingsFile, type SettingsFiles } from './read-settings.js';
import { remoteFacts } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';

export interface ChangeOptions extends TaskOptions {
  readonly dryRun?: boolean | undefined;
}

export interface SettingsEdit {
  readonly file: SettingsFile;
  readonly changes: readonly ConfigChange[];
}

export interface RemoteChange {
  readonly command: RemoteResult['command'];
  readonly changed: string;
  /** What to change in which file, from how the settings are now. */
  readonly plan: (present: SettingsFiles) => readonly SettingsEdit[];
}

/** Makes changes to the config files, and says what remotes there are then. */
export async function changeRemotes(
  context: RepositoryContext,
  { command, changed, plan }: RemoteChange,
  options: ChangeOptions,
): Promise<RemoteResult> {
  const isChanged = await whileSettingsAreOurs(
    context,
    async () => {
      let anyChange = false;
      for (const edit of plan(readSettings(context.files))) {
        if (edit.changes.length > 0 && (await changeSettings(context, edit, options))) anyChange = true;
      }
      return anyChange;
    },
    options,
  );
  return {
    pixelis: 1,
    command,
    dryRun: options.dryRun ?? false,
    remotes: remoteFacts(readSettings(context.files)),
    ...(isChanged ? { changed } : {}),
    problems: [],
    warnings: [],
  };
}

/** Makes a remote the default; undefined leaves it to the rule of {@link mergeConfig}. */
export function defaultRemote(name: string | undefined): ConfigChange {
  return { key: ['default_remote'], value: name };
}
