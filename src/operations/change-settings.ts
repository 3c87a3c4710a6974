import { join } from 'node:path';
import type { SettingsFile } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';
import { type ConfigChange, editConfig } from '#format/config.js';
import { withLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';

/** Reads, plans and changes settings while no other command does. */
export async function whileSettingsAreOurs<T>(
  context: RepositoryContext,
  work: () => Promise<T>,
  options: TaskOptions & { readonly dryRun?: boolean | undefined },
): Promise<T> {
  return options.dryRun === true ? work() : withLock(join(context.sharedState, 'locks', 'settings'), work, options);
}

/**
 * Makes changes to a config file and stages it where it is committed. Comments and order stay.
 * @returns whether it had to be changed, or would have to be
 * @throws `config.invalid` where a value cannot be
 */
export async function changeSettings(
  context: RepositoryContext,
  { file, changes }: { readonly file: SettingsFile; readonly changes: readonly ConfigChange[] },
  options: TaskOptions & { readonly dryRun?: boolean | undefined },
): Promise<boolean> {
  let bytes = file.bytes;
  for (const change of changes) bytes = editConfig(bytes, change, file.path);
  if (bytes === undefined || (file.bytes !== undefined && Buffer.compare(bytes, file.bytes) === 0)) return false;
  if (options.dryRun === true) return true;
  options.signal?.throwIfAborted();
  await context.files.replace(file.path, bytes);
  if (!file.isLocal) await context.git.stage([file.path], options);
  return true;
}
