import type { Test } from 'tap';
import type { Git, GitCommit } from '#git/git.js';
import { type OpenGitOptions, openGit } from '#git/open-git.js';
import type { GitRepository } from '../../support/git-repository.js';

/** Opens a repository with the adapter under test, and closes it when the test ends. */
export type OpenInTest = (t: Test, repository: GitRepository, options?: Partial<OpenGitOptions>) => Promise<Git>;

/** Opens repositories with one adapter. */
export function opener(adapter: Git['adapter']): OpenInTest {
  return async (t, { root, environment }, options) => {
    const git = await openGit({ cwd: root, environment, adapter, ...options });
    t.teardown(() => git.close());
    return git;
  };
}

/** The subject of each commit and the paths that it changed. */
export function short(commits: readonly GitCommit[]): readonly (readonly string[])[] {
  return commits.map(({ subject, changes }) => [subject, ...changes.map((change) => change.path)]);
}

/** Everything that is to come, as a list. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
