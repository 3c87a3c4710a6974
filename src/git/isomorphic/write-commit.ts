import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isDiskError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { scopeTest } from '#git/scope.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { readIndex } from './read-index.js';
import { lstatIfThere } from './read-worktree.js';
import { resolveRevision } from './resolve-revision.js';
import { treeFilter, walkTree } from './trees.js';
import { unsupported } from './unsupported.js';

type Files = Map<string, { readonly blob: string; readonly mode: string }>;

/** Commits what is staged, at `paths` or everywhere. @throws `git.unsupported` where hooks or signing would be left out */
export async function commit(
  context: Context,
  message: string,
  options: TaskOptions & { readonly paths?: readonly string[] } = {},
): Promise<CommitId> {
  throwIfInterrupted(options.signal);
  await refuseWhatOnlyGitDoes(context);
  const parent = await resolveRevision(context, 'HEAD');
  const before = parent === undefined ? undefined : (await context.objects.commit(parent)).tree;
  const files: Files = new Map();
  const isChosen = options.paths === undefined ? () => true : scopeTest(options.paths.map((folder) => ({ folder })));
  if (before !== undefined) {
    for await (const file of walkTree(context.objects, before, treeFilter([{}]))) {
      if (!isChosen(file.path)) files.set(file.path, file);
    }
  }
  for (const entry of await readIndex(context.places)) {
    if (entry.stage !== 0) throw failed(`'${entry.path}' has a conflict`);
    if (isChosen(entry.path) && !entry.isIntent) files.set(entry.path, entry);
  }
  const tree = await writeTree(context, files);
  if (tree === before || (parent === undefined && files.size === 0)) throw failed('there is nothing to commit');
  const { library, base } = context;
  const [author, committer] = [await person(context, 'AUTHOR'), await person(context, 'COMMITTER')];
  return (await library.commit({ ...base, message, author, committer, tree })) as CommitId;
}

function failed(reason: string): PixelisError {
  return new PixelisError('git.failed', `git commit failed: ${reason}`);
}

const hooks = new Set(['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'reference-transaction']);

async function refuseWhatOnlyGitDoes({ places, readConfig }: Context): Promise<void> {
  const config = await readConfig();
  if (config.isTrue('commit.gpgsign')) throw unsupported('signs its commits');
  if (config.hasConditions) throw unsupported('has settings that hold under conditions (includeIf)');
  const present = await readdir(places.hooksFolder).catch((error: unknown) => {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  });
  const hook = present.find((name) => hooks.has(name));
  if (hook !== undefined) throw unsupported(`has a hook '${hook}'`);
  for (const state of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply']) {
    if ((await lstatIfThere(path.join(places.gitFolder, state))) !== undefined) {
      throw unsupported(`is in the middle of a merge or a rebase (${state})`);
    }
  }
}

async function person(
  { environment, readConfig }: Context,
  role: 'AUTHOR' | 'COMMITTER',
): Promise<{ readonly name: string; readonly email: string }> {
  const config = await readConfig();
  const name = environment[`GIT_${role}_NAME`] ?? config.value(`${role}.name`) ?? config.value('user.name');
  const email = environment[`GIT_${role}_EMAIL`] ?? config.value(`${role}.email`) ?? config.value('user.email');
  if (name !== undefined && email !== undefined) return { name, email };
  throw new PixelisError('git.failed', 'git commit failed: git does not know who you are', {
    hint: 'set user.name and user.email in ~/.gitconfig',
  });
}

/** Writes the trees of a whole worktree, the innermost first, and returns the id of the top one. */
async function writeTree(context: Context, files: Files, folder = ''): Promise<string> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const direct: { path: string; mode: string; oid: string; type: 'blob' | 'tree' | 'commit' }[] = [];
  const below = new Map<string, Files>();
  for (const [name, file] of files) {
    const rest = name.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash === -1) {
      direct.push({ path: rest, mode: file.mode, oid: file.blob, type: file.mode === '160000' ? 'commit' : 'blob' });
    } else {
      const child = rest.slice(0, slash);
      const inChild = below.get(child) ?? new Map();
      below.set(child, inChild.set(name, file));
    }
  }
  for (const [child, inChild] of below) {
    const oid = await writeTree(context, inChild, prefix + child);
    direct.push({ path: child, mode: '040000', oid, type: 'tree' });
  }
  return context.library.writeTree({ ...context.base, tree: direct });
}
