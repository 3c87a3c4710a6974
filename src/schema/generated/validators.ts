// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'
import * as compiled from './compiled-validators.js';
import type { AliasesFile, CollectorFile, ConfigFile, DroppedFile, EnvironmentFile, PointerFile, RegistrationFile, ReturnedFile, RunFile, SealProofFile, TombstoneFile, VersionFile } from './types.js';

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
export const validateCollectorFile = compiled.validateCollectorFile as unknown as Validator<CollectorFile>;
export const validateConfigFile = compiled.validateConfigFile as unknown as Validator<ConfigFile>;
export const validateDroppedFile = compiled.validateDroppedFile as unknown as Validator<DroppedFile>;
export const validateEnvironmentFile = compiled.validateEnvironmentFile as unknown as Validator<EnvironmentFile>;
export const validatePointerFile = compiled.validatePointerFile as unknown as Validator<PointerFile>;
export const validateRegistrationFile = compiled.validateRegistrationFile as unknown as Validator<RegistrationFile>;
export const validateReturnedFile = compiled.validateReturnedFile as unknown as Validator<ReturnedFile>;
export const validateRunFile = compiled.validateRunFile as unknown as Validator<RunFile>;
export const validateSealProofFile = compiled.validateSealProofFile as unknown as Validator<SealProofFile>;
export const validateTombstoneFile = compiled.validateTombstoneFile as unknown as Validator<TombstoneFile>;
export const validateVersionFile = compiled.validateVersionFile as unknown as Validator<VersionFile>;
