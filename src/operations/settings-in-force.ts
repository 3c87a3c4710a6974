import { mergeConfig } from '#model/config.js';
import type { Setting } from '#schema/index.js';
import { type SettingsFiles, settingAt } from './read-settings.js';
import { parseSettingKey, settingKinds } from './setting-keys.js';

/** The settings in force under a key. A single one that is not set and has no default has the value null. */
export function settingsBelow(files: SettingsFiles, text: string): Setting[] {
  const { kind } = parseSettingKey(text);
  const settings = settingsInForce(files);
  if (kind === undefined) return settings.filter(({ key, value }) => key.startsWith(`${text}.`) && value !== null);
  return [settings.find(({ key }) => key === text) ?? { key: text, value: null, source: 'default' }];
}

/** Every setting there can be, those of named things where these are named. */
export function settingsInForce({ committed, local, merged }: SettingsFiles): Setting[] {
  const names = new Map([
    ['types', namesOf(committed.settings.types, local.settings.types)],
    ['remotes', namesOf(committed.settings.remotes, local.settings.remotes)],
  ]);
  const keys = Object.keys(settingKinds).flatMap((pattern) => {
    const [group = '', star] = pattern.split('.');
    return star === '*' ? (names.get(group) ?? []).map((name) => pattern.replace('*', name)) : [pattern];
  });
  return keys
    .flatMap((key): Setting[] => {
      const { path } = parseSettingKey(key);
      const [ours, theirs] = [settingAt(local.settings, path), settingAt(committed.settings, path)];
      if (ours !== undefined) return [{ key, value: ours, source: 'local' }];
      if (theirs !== undefined) return [{ key, value: theirs, source: 'repository' }];
      return path.length > 2
        ? []
        : [{ key, value: defaultValues(merged.defaultRemote)[key] ?? null, source: 'default' }];
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function defaultValues(defaultRemote: string | undefined): Readonly<Record<string, unknown>> {
  const { naming, cache, worktree, jobs } = mergeConfig([]);
  return {
    naming,
    jobs,
    default_remote: defaultRemote,
    'cache.dir': cache.dir,
    'cache.fsync': cache.fsync,
    'worktree.link': worktree.link,
  };
}

function namesOf(...groups: readonly (Readonly<Record<string, unknown>> | undefined)[]): string[] {
  return [...new Set(groups.flatMap((group) => Object.keys(group ?? {})))];
}
