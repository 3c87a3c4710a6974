import path from 'node:path';
import { captureEnvironment } from '#environment/capture-environment.js';
import type { SecretFilter } from '#environment/survey.js';
import { PixelisError, problemOf } from '#errors/index.js';
import { encodeEnvironmentRecord, environmentRecordPath } from '#format/environment-record.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import type { EnvironmentRecord } from '#model/environment.js';
import type { CaptureLevel } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';

export interface EnvironmentRequest {
  readonly level: CaptureLevel;
  /** Program and arguments; none: what is installed where the folder is. */
  readonly command: readonly string[];
  /** Where the command is started, from the top of the worktree; '' is the top. */
  readonly folder: string;
  readonly redactor: SecretFilter;
  /** Captures what this record speaks of, whatever the command. */
  readonly like?: EnvironmentRecord | undefined;
}

/** An environment, and the name that its record has. */
export interface NamedEnvironment {
  readonly record: EnvironmentRecord;
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly digest: Digest;
  /** Where the record lies, or would. */
  readonly path: string;
  readonly warnings: readonly Problem[];
}

/**
 * Captures what a command would run on, and writes the record of it where there is none yet. It is not staged.
 * @throws `disk.*`, `interrupted`
 */
export async function recordEnvironment(
  context: RepositoryContext,
  request: EnvironmentRequest,
  options: TaskOptions = {},
): Promise<NamedEnvironment & { readonly isNew: boolean }> {
  const named = await nameEnvironment(context, request, options);
  return { ...named, isNew: await writeEnvironment(context, named) };
}

/** Writes the record of an environment. False where it is there. */
export async function writeEnvironment(
  { files }: Pick<RepositoryContext, 'files'>,
  { path: file, bytes }: NamedEnvironment,
): Promise<boolean> {
  const isNew = await files.create(file, bytes);
  // The name says what belongs there: what is not that was meddled with.
  if (!isNew && !isSame(files.read(file, settingsLimitBytes), bytes)) await files.replace(file, bytes);
  return isNew;
}

/** Captures what a command would run on, and writes nothing. @throws `interrupted` */
export async function nameEnvironment(
  { git, environment }: Pick<RepositoryContext, 'git' | 'environment'>,
  { folder, redactor, ...request }: EnvironmentRequest,
  options: TaskOptions = {},
): Promise<NamedEnvironment> {
  const { root } = git.places;
  const record = await captureEnvironment(
    { ...request, folder: path.join(root, folder), root, environment, secrets: redactor },
    options,
  );
  const bytes = encodeEnvironmentRecord(record);
  const digest = hashBytes(bytes, await loadHasher());
  return { record, digest, path: environmentRecordPath(digest), bytes, warnings: warningsOf(record) };
}

/** What is missing of the essential: with what the command is executed, and on which GPUs. */
function warningsOf({ unknown }: EnvironmentRecord): readonly Problem[] {
  return Object.entries(unknown)
    .filter(([place]) => /^(?:command$|python|node|programs\.|lockfiles\.|gpu\.devices)/.test(place))
    .map(([place, reason]) => {
      const error = new PixelisError('environment.incomplete', `${place} of the environment is not known: ${reason}`);
      return problemOf(error);
    });
}

function isSame(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.compare(left, right) === 0;
}
