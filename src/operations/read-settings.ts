import { configPath, decodeConfig, decodeConfigFile, localConfigPath } from '#format/config.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { type Config, mergeConfig } from '#model/config.js';
import type { SmallFiles } from '#records/small-file.js';
import type { ConfigFile } from '#schema/index.js';

/** The two config files as they are now. */
export interface SettingsFiles {
  readonly committed: SettingsFile;
  readonly local: SettingsFile;
  /** What is in force. */
  readonly merged: Config;
}

export interface SettingsFile {
  readonly path: string;
  readonly isLocal: boolean;
  /** Undefined where there is no such file. */
  readonly bytes: Uint8Array | undefined;
  /** Key by key as it is written there. */
  readonly settings: Partial<ConfigFile>;
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function readSettings(files: SmallFiles): SettingsFiles {
  const committed = readFile(files, configPath, false);
  const local = readFile(files, localConfigPath, true);
  const layers = [committed, local].flatMap(({ bytes, path }) =>
    bytes === undefined ? [] : decodeConfig(bytes, path),
  );
  return { committed, local, merged: mergeConfig(layers) };
}

function readFile(files: SmallFiles, path: string, isLocal: boolean): SettingsFile {
  const bytes = files.read(path, settingsLimitBytes);
  return { path, isLocal, bytes, settings: bytes === undefined ? {} : decodeConfigFile(bytes, path) };
}

/** What stands at a path of keys; undefined where nothing does. */
export function settingAt(settings: Partial<ConfigFile>, path: readonly string[]): unknown {
  let value: unknown = settings;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
