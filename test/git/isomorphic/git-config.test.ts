import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { opener } from '../suite/open-in-test.js';

const opened = opener('isomorphic-git');

void test('it reads settings as git does', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('../more', '[user]\n\temail = "included@example.org" ; comment\n');
  await repository.git('config', '--global', '--add', 'include.path', '../more'.replace('..', '.'));
  await repository.git('config', 'a.quoted', ' two  words # no comment; "quotes" \\ back\tslash ');
  await repository.git('config', 'A.B.c', 'case of the middle part');
  await repository.git('config', 'a."x y=]".z', 'odd');
  await writeFile(path.join(repository.root, '.git/config'), '[flag] on\n[Other]\n\tlong = one \\\n two\n', {
    flag: 'a',
  });
  const [git, reference] = [await opened(t, repository), await opened(t, repository, { adapter: 'git' })];
  for (const key of ['user.email', 'a.quoted', 'a.B.c', 'a.b.c', 'A."x y=]".Z', 'other.long', 'core.bare', 'none.x']) {
    t.equal(await git.configValue(key), await reference.configValue(key), key);
  }
});
