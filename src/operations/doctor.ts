import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { loadHasher } from '#hashing/hasher.js';
import { loadKernelLocks } from '#lock/kernel-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Check, DoctorResult } from '#schema/index.js';
import { checkRemote } from './check-remote.js';
import { examineCache } from './examine-cache.js';
import { readHookFiles } from './hooks-result.js';
import { mergeAttributes, readMergeDriver } from './merge-driver-config.js';
import { readSettings } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';

/** Looks at the installation, the repository and, unless offline, the remotes. What is wrong is in the checks. */
export async function doctor(context: RepositoryContext, options: TaskOptions = {}): Promise<DoctorResult> {
  const checks: Check[] = [];
  for (const [name, examine] of examinations) {
    throwIfInterrupted(options.signal);
    try {
      checks.push(...(await examine(context, options)));
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      checks.push({
        name,
        state: 'problem',
        message: error.message,
        ...(error.hint === undefined ? {} : { advice: error.hint }),
      });
    }
  }
  const healthy = checks.every(({ state }) => state !== 'problem');
  return { pixelis: 1, command: 'doctor', healthy, checks, problems: [], warnings: [] };
}

type Examination = (context: RepositoryContext, options: TaskOptions) => Promise<readonly Check[]>;

const examinations: readonly (readonly [name: string, examine: Examination])[] = [
  ['node', examineNode],
  ['git', examineGit],
  ['hashing', examineHashing],
  ['locks', examineLocks],
  ['config', examineConfig],
  ['pointers', examinePointers],
  ['cache', async (context) => examineCache(context)],
  ['hooks', examineHooks],
  ['merge driver', examineMergeDriver],
  ['remotes', examineRemotes],
];

function examineNode(): Promise<Check[]> {
  return Promise.resolve([
    { name: 'node', state: 'ok', message: `Node ${process.versions.node} on ${process.platform} ${process.arch}` },
  ]);
}

async function examineGit({ git }: RepositoryContext, options: TaskOptions): Promise<Check[]> {
  const { commit, branch } = await git.head(options);
  const where = commit === undefined ? 'no commit yet' : `at ${branch ?? 'no branch'} (${commit.slice(0, 10)})`;
  const adapter: Check =
    git.adapter === 'git'
      ? { name: 'git', state: 'ok', message: `the git executable does the work; ${where}` }
      : {
          name: 'git',
          state: 'warning',
          message: `there is no git executable: isomorphic-git does the work, slower; ${where}`,
          advice: 'install git',
        };
  if (!git.places.isShallow) return [adapter];
  const shallow = { name: 'history', state: 'warning', message: 'history is cut off: a shallow clone' } as const;
  return [adapter, { ...shallow, advice: 'git fetch --unshallow' }];
}

async function examineHashing(): Promise<Check[]> {
  const { engine } = await loadHasher();
  if (engine === 'native') return [{ name: 'hashing', state: 'ok', message: 'native BLAKE3, and it hashes correctly' }];
  return [
    {
      name: 'hashing',
      state: 'warning',
      message: 'BLAKE3 in WebAssembly, a sixth as fast: no native binary loads here',
      advice: 'install again on this machine: npm install pixelis',
    },
  ];
}

async function examineLocks(): Promise<Check[]> {
  const kernel = await loadKernelLocks();
  return kernel === undefined
    ? [{ name: 'locks', state: 'warning', message: 'lock files: no binary for kernel locks fits this machine' }]
    : [{ name: 'locks', state: 'ok', message: 'kernel locks, freed when a process dies' }];
}

function examineConfig({ files }: RepositoryContext): Promise<Check[]> {
  const { remotes, defaultRemote } = readSettings(files).merged;
  const message = `the settings can be read; ${remotes.size} ${remotes.size === 1 ? 'remote' : 'remotes'}${defaultRemote === undefined ? '' : `, default '${defaultRemote}'`}`;
  if (remotes.size > 0) return Promise.resolve([{ name: 'config', state: 'ok', message }]);
  const advice = 'pixelis remote add origin URL';
  return Promise.resolve([{ name: 'config', state: 'warning', message: 'no remote is set up', advice }]);
}

async function examinePointers(context: RepositoryContext, options: TaskOptions): Promise<Check[]> {
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  if (broken.length === 0) {
    return [
      {
        name: 'pointers',
        state: 'ok',
        message: pointers.length === 0 ? 'nothing is tracked yet' : 'every pointer can be read',
      },
    ];
  }
  return broken.map(({ pointerPath, error }) => ({
    name: 'pointers',
    state: 'problem',
    message: error.message,
    advice: error.hint ?? `git log -- ${pointerPath}`,
  }));
}

async function examineHooks(context: RepositoryContext): Promise<Check[]> {
  const lacking = (await readHookFiles(context)).filter(({ isInstalled }) => !isInstalled).map(({ name }) => name);
  if (lacking.length === 0) return [{ name: 'hooks', state: 'ok', message: 'the git hooks are installed' }];
  const message = `these git hooks do not call Pixelis: ${lacking.join(', ')}`;
  return [{ name: 'hooks', state: 'warning', message, advice: 'pixelis hooks install' }];
}

/** Git's configuration is not cloned, and says nothing without the attributes, which are. */
async function examineMergeDriver(context: RepositoryContext): Promise<Check[]> {
  const name = 'merge driver';
  const { state } = await readMergeDriver(context);
  if (state === 'absent') {
    const message = 'git merges pointers as text: every folder that two branches changed is a conflict';
    return [{ name, state: 'warning', message, advice: 'pixelis hooks install' }];
  }
  const attributes = Buffer.from(context.files.read('.gitattributes', 2 ** 20) ?? [])
    .toString('utf8')
    .split(/\r?\n/);
  const lacking = mergeAttributes.filter((line) => !attributes.includes(line));
  if (lacking.length === 0) return [{ name, state: 'ok', message: 'git merges pointers file by file' }];
  const advice = `add to .gitattributes: ${lacking.join(', ')}`;
  return [{ name, state: 'warning', message: 'git is not told which files to merge with Pixelis', advice }];
}

async function examineRemotes(context: RepositoryContext, options: TaskOptions): Promise<Check[]> {
  const names = [...readSettings(context.files).merged.remotes.keys()];
  if (context.isOffline)
    return names.length === 0 ? [] : [{ name: 'remotes', state: 'ok', message: 'remotes were not asked: offline' }];
  const checks: Check[] = [];
  for (const remote of names) {
    const { problems, writable } = await checkRemote(context, remote, options);
    const [first] = problems;
    const name = `remote ${remote}`;
    if (first === undefined) checks.push({ name, state: 'ok', message: `remote '${remote}' can be read and written` });
    else {
      const state = writable ? 'warning' : 'problem';
      checks.push({ name, state, message: first.message, advice: first.hint ?? `pixelis remote check ${remote}` });
    }
  }
  return checks;
}
