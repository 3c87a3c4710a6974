import { join } from 'node:path';
import { aliasesPath, decodeAliases, editAliases, encodeAliases } from '#format/aliases.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { withLock } from '#lock/with-lock.js';
import type { AliasTargets } from '#model/alias.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Changes the aliases of one artifact; comments in the file stay, and so does the file where nothing changes.
 * @returns the path of the file where it was written
 */
export async function writeAliases(
  context: RepositoryContext,
  { artifact, change }: { readonly artifact: string; readonly change: (before: AliasTargets) => AliasTargets },
  options: TaskOptions,
): Promise<string | undefined> {
  const path = aliasesPath(artifact);
  return withLock(
    join(context.sharedState, 'locks', 'aliases'),
    async () => {
      const present = context.files.read(path, settingsLimitBytes);
      const before = present === undefined ? new Map() : decodeAliases(present, path);
      const after = change(before);
      const bytes = present === undefined ? encodeAliases(after) : editAliases(present, after, path);
      if (present !== undefined && Buffer.compare(present, bytes) === 0) return undefined;
      await context.files.replace(path, bytes);
      return path;
    },
    options,
  );
}
