// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'
import * as compiled from './compiled-validators.js';
import type { AliasesFile, ConfigFile, EnvironmentFile, PointerFile, RunFile, TombstoneFile, VersionFile } from './types.js';

/** A compiled schema. After a `false`, `errors` says what is wrong. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly ValidationError[] | null;
}

export interface ValidationError {
  /** JSON pointer to the value that is wrong. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export const validateAliasesFile = compiled.validateAliasesFile as unknown as Validator<AliasesFile>;
export const validateConfigFile = compiled.validateConfigFile as unknown as Validator<ConfigFile>;
export const validateEnvironmentFile = compiled.validateEnvironmentFile as unknown as Validator<EnvironmentFile>;
export const validatePointerFile = compiled.validatePointerFile as unknown as Validator<PointerFile>;
export const validateRunFile = compiled.validateRunFile as unknown as Validator<RunFile>;
export const validateTombstoneFile = compiled.validateTombstoneFile as unknown as Validator<TombstoneFile>;
export const validateVersionFile = compiled.validateVersionFile as unknown as Validator<VersionFile>;
