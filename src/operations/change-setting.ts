import { PixelisError, problemOf } from '#errors/index.js';
import { localConfigPath } from '#format/config.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ConfigResult, Problem } from '#schema/index.js';
import { changeSettings, whileSettingsAreOurs } from './change-settings.js';
import { readSettings, type SettingsFile, settingAt } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';
import type { SettingKey } from './setting-keys.js';
import { settingsBelow } from './settings-in-force.js';

export interface ConfigChangeOptions extends TaskOptions {
  readonly dryRun?: boolean | undefined;
  /** Writes to this machine's config.local.yaml. */
  readonly local?: boolean | undefined;
}

export interface SettingChange {
  readonly command: 'config set' | 'config unset';
  readonly key: SettingKey;
  readonly value: unknown;
}

/** Changes one setting in the one file or the other, and says what is in force then. */
export async function changeSetting(
  context: RepositoryContext,
  what: SettingChange,
  options: ConfigChangeOptions,
): Promise<ConfigResult> {
  return whileSettingsAreOurs(context, () => change(context, what, options), options);
}

async function change(
  context: RepositoryContext,
  { command, key, value }: SettingChange,
  options: ConfigChangeOptions,
): Promise<ConfigResult> {
  const { dryRun = false, local = false } = options;
  const present = readSettings(context.files);
  const file = local ? present.local : present.committed;
  const before = settingAt(file.settings, key.path);
  const edit = { file, changes: before === undefined && value === undefined ? [] : [{ key: key.path, value }] };
  const changed = await changeSettings(context, edit, options);
  const settings = settingsBelow(dryRun ? present : readSettings(context.files), key.text);
  return {
    pixelis: 1,
    command,
    dryRun,
    settings,
    ...(changed
      ? {
          changed: {
            key: key.text,
            ...(before === undefined ? {} : { before }),
            ...(value === undefined ? {} : { after: value }),
            file: file.path,
          },
        }
      : {}),
    problems: [],
    warnings: overridden(key, file, present.local),
  };
}

function overridden(key: SettingKey, file: SettingsFile, local: SettingsFile): Problem[] {
  if (file.isLocal || settingAt(local.settings, key.path) === undefined) return [];
  const error = new PixelisError('config.invalid', `'${key.text}' is also set in ${localConfigPath}, which wins here`, {
    hint: `take it away there: pixelis config unset ${key.text} --local`,
  });
  return [problemOf(error, { path: localConfigPath })];
}
