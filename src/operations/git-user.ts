import { PixelisError } from '#errors/index.js';
import type { Person } from '#model/tombstone.js';
import type { RepositoryContext } from './repository-context.js';

/** Who works here, as git would write into a commit. @throws `git.failed` where git does not know */
export async function gitUser({ git, environment }: Pick<RepositoryContext, 'git' | 'environment'>): Promise<Person> {
  const name = environment['GIT_AUTHOR_NAME'] ?? (await git.configValue('user.name')) ?? '';
  const email = environment['GIT_AUTHOR_EMAIL'] ?? (await git.configValue('user.email')) ?? '';
  if (name.trim() !== '') return { name: name.trim(), email: email.trim() };
  throw new PixelisError('git.failed', 'git does not know who you are, and the record must say so', {
    hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.org',
  });
}
