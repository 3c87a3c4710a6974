import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';

/** A real git repository in a temporary folder that knows nothing of the machine's own git configuration. */
export interface GitRepository {
  /** Top of the worktree, links resolved. */
  readonly root: string;
  /** Hermetic: HOME and git's configuration lie in the temporary folder. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Runs git at the top and returns what it prints, without the last line end. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Writes a file below the top, with the folders above it. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<void>;
  /** Commits everything in the worktree and returns the commit's id. Each commit is a minute younger than the last. */
  readonly commit: (message: string) => Promise<string>;
}

/** Makes an empty repository on branch `main`; it goes when the test ends. */
export async function makeGitRepository(t: Test, ...initArguments: readonly string[]): Promise<GitRepository> {
  const home = await makeFolder(t);
  const root = path.join(home, 'repository');
  await writeFile(path.join(home, '.gitconfig'), gitConfig);
  const repository = gitRepositoryAt(root, hermeticEnvironment(home));
  await mkdir(root);
  await repository.git('init', '--quiet', '--initial-branch=main', ...initArguments);
  return repository;
}

/** The same tools for a repository that exists: a clone, a linked worktree. */
export function gitRepositoryAt(root: string, environment: GitRepository['environment']): GitRepository {
  let clock = 1_700_000_000;
  const git = (args: readonly string[], extra: GitRepository['environment'] = {}): Promise<string> =>
    runGit(args, { cwd: root, env: { ...environment, ...extra } });
  return {
    root,
    environment,
    git: (...args) => git(args),
    async write(name, content) {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    async commit(message) {
      clock += 60;
      const date = `${clock} +0000`;
      await git(['add', '--all']);
      await git(['commit', '--quiet', '--allow-empty', '-m', message], {
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      });
      return git(['rev-parse', 'HEAD']);
    },
  };
}

/** An empty temporary folder that goes when the test ends, links resolved. */
export async function makeFolder(t: Test): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'pixelis-')));
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

function hermeticEnvironment(home: string): GitRepository['environment'] {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: tmpdir(),
    GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    // The temporary folder may itself lie in somebody's repository.
    GIT_CEILING_DIRECTORIES: path.dirname(home),
  };
}

const gitConfig = `[user]
	name = Ada Lovelace
	email = ada@example.org
[commit]
	gpgSign = false
[protocol "file"]
	allow = always
`;

async function runGit(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: GitRepository['environment'] },
): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { ...options, maxBuffer: 64 * 1024 * 1024 });
  return stdout.replace(/\n$/, '');
}
