import type { ConfigResult } from '#schema/index.js';
import { changeSetting, type ConfigChangeOptions } from './change-setting.js';
import type { RepositoryContext } from './repository-context.js';
import { parseSettingKey } from './setting-keys.js';

/** Takes a setting, or a group of them, away, so that the default holds. Nothing happens where it is not set. */
export async function unsetSetting(
  context: RepositoryContext,
  text: string,
  options: ConfigChangeOptions = {},
): Promise<ConfigResult> {
  return changeSetting(context, { command: 'config unset', key: parseSettingKey(text), value: undefined }, options);
}
