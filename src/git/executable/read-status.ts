import type { FileScope, GitStatusEntry } from '#git/git.js';
import { isObjectId } from '#git/object-id.js';
import { scopePathspecs, scopeTest } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import { localFiltersOff } from './local-filters.js';
import type { GitRunner } from './git-runner.js';

const statusArguments = [
  'status',
  '--porcelain=v2',
  '-z',
  '--untracked-files=all',
  '--no-renames',
  '--ignore-submodules=all',
];

export async function readStatus(
  runner: GitRunner,
  scope: FileScope,
  options: TaskOptions & { readonly environment: Parameters<typeof localFiltersOff>[1] },
): Promise<readonly GitStatusEntry[]> {
  const isInScope = scopeTest([scope]);
  const { signal } = options;
  const environment = await localFiltersOff(runner, options.environment, { signal });
  const entries: GitStatusEntry[] = [];
  const args = [...statusArguments, '--', ...scopePathspecs([scope])];
  for await (const records of runner.records(args, { signal, environment })) {
    for (const record of records) {
      const entry = parseEntry(record);
      if (entry !== undefined && isInScope(entry.path)) entries.push(entry);
    }
  }
  return entries;
}

/**
 * `1 XY sub mH mI mW hH hI path` changed, `u XY sub m1 m2 m3 mW h1 h2 h3 path` conflicted (2 is ours, as at HEAD),
 * `? path` untracked.
 */
function parseEntry(record: string): GitStatusEntry | undefined {
  if (record.startsWith('? ')) {
    const path = record.slice(2);
    return path.endsWith('/') ? undefined : { path, staged: 'unchanged', worktree: 'untracked' };
  }
  const isConflict = record.startsWith('u ');
  if (!isConflict && !record.startsWith('1 ')) return undefined;
  const fields = record.split(' ');
  const path = fields.slice(isConflict ? 10 : 8).join(' ');
  const [x = '.', y = '.'] = fields[1] ?? '';
  const head = fields[isConflict ? 8 : 6] ?? '';
  const headBlob = isObjectId(head) && !/^0+$/.test(head) ? { headBlob: head } : {};
  if (isConflict) {
    const worktree = fields[6] === '000000' ? 'deleted' : 'modified';
    return { path, staged: 'conflicted', worktree, ...headBlob };
  }
  return { path, staged: staged[x] ?? 'unchanged', worktree: worktree[y] ?? 'unchanged', ...headBlob };
}

const staged: Readonly<Record<string, GitStatusEntry['staged']>> = {
  M: 'modified',
  T: 'modified',
  A: 'added',
  D: 'deleted',
};

/** `A` is a file that was only announced to git (`git add --intent-to-add`). */
const worktree: Readonly<Record<string, GitStatusEntry['worktree']>> = {
  M: 'modified',
  T: 'modified',
  A: 'untracked',
  D: 'deleted',
};
