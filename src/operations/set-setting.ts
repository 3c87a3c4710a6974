import { PixelisError } from '#errors/index.js';
import { parseRemoteUrl } from '#model/remote-url.js';
import type { ConfigResult } from '#schema/index.js';
import { changeSetting, type ConfigChangeOptions } from './change-setting.js';
import { checkEndpoint } from './check-endpoint.js';
import { readSettings } from './read-settings.js';
import { remoteNotConfigured } from './remote-facts.js';
import type { RepositoryContext } from './repository-context.js';
import { parseSettingKey, type SettingKey, settingValue } from './setting-keys.js';

/** Sets one setting. Text is taken as what the setting holds: `'8'` for a number. @throws `config.invalid` */
export async function setSetting(
  context: RepositoryContext,
  { key: text, value: given }: { readonly key: string; readonly value: unknown },
  options: ConfigChangeOptions = {},
): Promise<ConfigResult> {
  const key = parseSettingKey(text);
  if (key.kind === undefined) {
    throw new PixelisError('config.invalid', `'${text}' is a group of settings, not one`, {
      hint: `see what is in it: pixelis config get ${text}`,
      data: { setting: text },
    });
  }
  const value = settingValue(key.kind, given);
  checkMeaning(context, key, value);
  return changeSetting(context, { command: 'config set', key, value }, options);
}

/** What a schema cannot say of a value. */
function checkMeaning(context: RepositoryContext, { text, path }: SettingKey, value: unknown): void {
  if (typeof value !== 'string') return;
  const last = path.at(-1);
  if (path[0] === 'remotes' && last === 'url') parseRemoteUrl(value);
  if (path[0] === 'remotes' && last === 'endpoint') checkEndpoint(value);
  if (path[0] === 'types' && last === 'pattern') {
    try {
      RegExp(value);
    } catch (cause) {
      throw new PixelisError('config.invalid', `setting '${text}' cannot be used: it is no regular expression`, {
        data: { setting: text },
        cause,
      });
    }
  }
  if (text === 'default_remote') {
    const { remotes } = readSettings(context.files).merged;
    if (!remotes.has(value)) throw remoteNotConfigured(value, [...remotes.keys()]);
  }
}
