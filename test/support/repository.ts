import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { runCommandLine } from '../../src/cli/run-command-line.js';
import { checkProof, initRepository, logMetrics, openRepository } from '../../src/index.js';
import { memoryOutput } from '../cli/memory-terminal.js';
import { type CliRun, runCli } from './cli.js';
import { type GitRepository, gitRepositoryAt, makeGitRepository } from './git-repository.js';
import { outputErrors } from './output-schemas.js';

/** A git repository with Pixelis in it, driven by command lines. */
export interface TestRepository extends GitRepository {
  /** The folder that is the remote 'origin'. */
  readonly remote: string;
  /** Runs a command line within this process, as if in `folder` of the worktree. */
  readonly pixelis: (args: readonly string[], folder?: string) => Promise<CliRun>;
  /** The same with `--json`: exit code and object, which is checked against its schema. */
  readonly json: (...args: readonly string[]) => Promise<{ readonly code: number; readonly result: Outcome }>;
  /** {@link json} of what must succeed: the object. */
  readonly done: (...args: readonly string[]) => Promise<Outcome>;
  /** Runs the bundled command in a process of its own. */
  readonly spawn: (args: readonly string[], options?: SpawnOptions) => Promise<CliRun>;
  /** Adds and commits everything; returns the commit. */
  readonly addAndCommit: (message: string, ...paths: readonly string[]) => Promise<string>;
  /** A clone beside it, with the same remote and nothing pulled. */
  readonly clone: (name?: string, ...gitArguments: readonly string[]) => Promise<TestRepository>;
  /** Absolute path of something below the top. */
  readonly at: (name: string) => string;
}

interface SpawnOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** What the tests ask of results and errors alike; the schemas know the rest. */
export interface Outcome {
  readonly [key: string]: unknown;
  readonly paths: readonly {
    readonly [key: string]: unknown;
    readonly path: string;
    readonly artifact: string;
    readonly version: number;
    readonly state: string;
  }[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly hint?: string }[];
  readonly warnings: readonly { readonly code: string }[];
  readonly remotes: readonly {
    readonly objects: number;
    readonly upToDate: boolean;
    readonly missingObjects: number;
    readonly corruptObjects: number;
  }[];
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Set up with a folder remote. Git calls no hooks unless they are asked for. */
export async function makeRepository(t: Test, { hooks = false } = {}): Promise<TestRepository> {
  const git = await makeGitRepository(t);
  const remote = path.join(path.dirname(git.root), 'remote');
  await mkdir(remote);
  const repository = testRepository(git, remote);
  const init = await repository.spawn(['init', '--remote', remote]);
  if (init.code !== 0) throw new Error(init.stderr);
  if (!hooks) await repository.done('hooks', 'uninstall');
  await repository.commit('set up');
  return repository;
}

/** The tools for a repository that exists: a clone, a linked worktree. */
export function testRepository(git: GitRepository, remote: string): TestRepository {
  const pixelis: TestRepository['pixelis'] = async (args, folder = '') => {
    const stdout = memoryOutput();
    const stderr = memoryOutput();
    const currentFolder = path.join(git.root, folder);
    const terminal = { stdout, stderr, currentFolder, environment: {}, readInput: () => Promise.resolve('') };
    const leave = enter(git.environment);
    const code = await runCommandLine(args, {
      terminal,
      library: { openRepository, initRepository, logMetrics, checkProof },
      signal: new AbortController().signal,
      takeSignals: () => () => undefined,
    }).finally(leave);
    return { code, stdout: stdout.text, stderr: stderr.text };
  };
  const json = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await pixelis(['--json', ...args]);
    if (stderr !== '') throw new Error(`--json printed to stderr: ${stderr}`);
    const result = JSON.parse(stdout) as Outcome;
    const wrong = outputErrors(result);
    if (wrong.length > 0) throw new Error(`${args.join(' ')} printed ${stdout}\n${wrong.join('\n')}`);
    return { code, result };
  };
  const done = async (...args: readonly string[]) => {
    const { code, result } = await json(...args);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${JSON.stringify(result, null, 1)}`);
    return result;
  };
  return {
    ...git,
    remote,
    pixelis,
    json,
    done,
    spawn: (args, { cwd = git.root, env = {}, input } = {}) =>
      runCli(cwd, args, { env: { ...git.environment, ...env }, ...(input === undefined ? {} : { input }) }),
    async addAndCommit(message, ...paths) {
      await done('add', ...paths);
      return git.commit(message);
    },
    async clone(name = 'clone', ...gitArguments) {
      const root = path.join(path.dirname(git.root), name);
      await promisify(execFile)('git', ['clone', '--quiet', ...gitArguments, git.root, root], {
        env: git.environment,
      });
      return testRepository(gitRepositoryAt(root, git.environment), remote);
    },
    at: (name) => path.join(git.root, name),
  };
}

/** Makes the environment of the repository that of this process. @returns how to take it back */
function enter(environment: GitRepository['environment']): () => void {
  const before = Object.keys(environment).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, environment);
  return () => {
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  };
}

/** Everything below a folder by path: a file's mode and content, a link's target, `folder`. `.git` is left out. */
export async function contentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const contents: [string, string][] = [];
  // With types: without them links are followed.
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (name === '.git' || name.startsWith('.git/')) continue;
    contents.push([name, await contentOf(file)]);
  }
  return Object.fromEntries(contents.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function contentOf(file: string): Promise<string> {
  const stats = await lstat(file);
  if (stats.isSymbolicLink()) return `-> ${await readlink(file)}`;
  if (stats.isDirectory()) return 'folder';
  if (!stats.isFile()) return 'special';
  return `${(stats.mode & 0o777).toString(8)} ${await readFile(file, 'latin1')}`;
}

/** All that a command could write: worktree, what git has staged, the cache and state of Pixelis, the remote. */
export async function everythingOf(repository: TestRepository) {
  const state = Object.entries(await contentsOf(repository.at('.git/pixelis')).catch(() => ({})));
  return {
    worktree: await contentsOf(repository.root),
    staged: await repository.git('ls-files', '--stage'),
    // Who looked before it wrote may have taken a lock: an empty file.
    state: Object.fromEntries(state.filter(([name]) => !name.endsWith('.lock') && name !== 'index')),
    remote: await contentsOf(repository.remote),
  };
}
