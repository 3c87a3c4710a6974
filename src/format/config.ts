import { PixelisError } from '#errors/index.js';
import type { ConfigLayer, RemoteSettings, SignatureSettings } from '#model/config.js';
import { type ConfigFile, validateConfigFile } from '#schema/index.js';
import { checkFile, decodeFile, formatVersion } from './schema-file.js';
import { decodeYaml, settingsLimitBytes } from './yaml-document.js';
import { editYaml } from './yaml-edit.js';
import { encodeYaml, type YamlValue } from './yaml-encoder.js';

/** Committed: the project's settings. */
export const configPath = '.pixelis/config.yaml';
/** Ignored by git: this machine's. */
export const localConfigPath = '.pixelis/config.local.yaml';

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeConfig(bytes: Uint8Array, file: string): ConfigLayer {
  const { naming, types, remotes, default_remote, cache, worktree, capture, signatures, audit, gc, jobs } =
    decodeConfigFile(bytes, file);
  return {
    ...(naming === undefined ? {} : { naming }),
    ...(types === undefined ? {} : { types: mapOf(types) }),
    ...(remotes === undefined ? {} : { remotes: remotesOf(remotes) }),
    ...(default_remote === undefined ? {} : { defaultRemote: default_remote }),
    ...(cache === undefined ? {} : { cache }),
    ...(worktree === undefined ? {} : { worktree }),
    ...(capture === undefined ? {} : { capture }),
    ...(signatures === undefined ? {} : { signatures: signaturesOf(signatures) }),
    ...(gc === undefined ? {} : { gc }),
    ...(audit?.require_signed === undefined ? {} : { audit: { requireSigned: audit.require_signed } }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}

/** What a config file holds, key by key as it is written there. @throws as {@link decodeConfig} */
export function decodeConfigFile(bytes: Uint8Array, file: string): ConfigFile {
  return decodeFile(bytes, { file, limitBytes: settingsLimitBytes }, validateConfigFile);
}

/** The text of a new config file. */
export function encodeConfig(settings: Omit<ConfigFile, 'pixelis'> = {}): Uint8Array {
  return new TextEncoder().encode(
    encodeYaml({ pixelis: formatVersion, ...(settings as { [key: string]: YamlValue }) }),
  );
}

export interface ConfigChange {
  /** `['cache', 'dir']` */
  readonly key: readonly string[];
  /** undefined takes the setting away. */
  readonly value: unknown;
}

/**
 * The text of a config file with one setting changed; comments and order stay. An original that is undefined is a new file.
 * @throws `config.invalid` where the key or the value cannot be; else as {@link decodeConfig}
 */
export function editConfig(original: Uint8Array | undefined, { key, value }: ConfigChange, file: string): Uint8Array {
  const bytes = original ?? encodeConfig();
  const source = { file, limitBytes: settingsLimitBytes };
  decodeConfigFile(bytes, file);
  const setting = key.join('.');
  if (key.length === 0 || key[0] === 'pixelis' || key.includes('__proto__'))
    throw settingInvalid(setting, `it cannot be set`);
  const edited = editYaml(bytes, { ...source, changes: [{ path: key, value: value as YamlValue | undefined }] });
  try {
    checkFile(decodeYaml(edited, source), file, validateConfigFile);
  } catch (cause) {
    const problem = cause instanceof PixelisError ? String(cause.data['problem']) : String(cause);
    throw settingInvalid(setting, problem, cause);
  }
  return edited;
}

function settingInvalid(setting: string, problem: string, cause?: unknown): PixelisError {
  return new PixelisError('config.invalid', `setting '${setting}' cannot be used: ${problem}`, {
    hint: "run 'pixelis config list' to see the settings",
    data: { setting, problem },
    cause,
  });
}

function remotesOf(remotes: NonNullable<ConfigFile['remotes']>): ReadonlyMap<string, Partial<RemoteSettings>> {
  return new Map(
    [...mapOf(remotes)].map(([name, { path_style, ...rest }]) => {
      return [name, { ...rest, ...(path_style === undefined ? {} : { pathStyle: path_style }) }] as const;
    }),
  );
}

function signaturesOf(file: NonNullable<ConfigFile['signatures']>): SignatureSettings {
  const { allowed_signers, revoked_keys, openpgp_keys } = file;
  return {
    ...(allowed_signers === undefined ? {} : { allowedSigners: allowed_signers }),
    ...(revoked_keys === undefined ? {} : { revokedKeys: revoked_keys }),
    ...(openpgp_keys === undefined ? {} : { openpgpKeys: openpgp_keys }),
  };
}

function mapOf<T>(record: Readonly<Record<string, T | undefined>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
