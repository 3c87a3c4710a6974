import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { opener } from '../suite/open-in-test.js';

const opened = opener('git');

void test('inside a hook, what is staged goes into the commit that is being made', async (t) => {
  const repository = await makeGitRepository(t);
  const program = path.join(path.dirname(repository.root), 'hook.mjs');
  const openGitModule = new URL('../../../src/git/open-git.js', import.meta.url).href;
  await writeFile(
    program,
    `import { writeFileSync } from 'node:fs';
     import { openGit } from ${JSON.stringify(openGitModule)};
     const git = await openGit({ cwd: process.cwd(), environment: process.env });
     writeFileSync('made-by-hook', '1');
     await git.stage(['made-by-hook']);
     await git.close();`,
  );
  await repository.write('.git/hooks/pre-commit', `#!/bin/sh\nexec '${process.execPath}' '${program}'\n`);
  await chmod(path.join(repository.root, '.git/hooks/pre-commit'), 0o755);
  await repository.write('a', '1');
  await repository.write('b', '1');
  await repository.git('add', 'a', 'b');
  await repository.git('commit', '--quiet', '-m', 'one', '--', 'a');
  t.equal(await repository.git('show', '--name-only', '--format='), 'a\nmade-by-hook');
});

void test("a commit runs the user's hooks, and a hook that refuses is heard", async (t) => {
  const repository = await makeGitRepository(t);
  const hook = '#!/bin/sh\ntest -e allowed || { echo "not today" >&2; exit 1; }\necho ran > hook-ran\n';
  await repository.write('.git/hooks/pre-commit', hook);
  await chmod(path.join(repository.root, '.git/hooks/pre-commit'), 0o755);
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await git.stage(['a']);
  await t.rejects(git.commit('one'), { code: 'git.failed', message: /not today/ });
  await repository.write('allowed', '');
  await git.commit('one');
  t.equal(await readFile(path.join(repository.root, 'hook-ran'), 'utf8'), 'ran\n');
});

void test('a hook that leaves a process behind does not keep the commit waiting', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('.git/hooks/post-commit', '#!/bin/sh\nsleep 60 &\necho $! > sleeper\n');
  await chmod(path.join(repository.root, '.git/hooks/post-commit'), 0o755);
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await git.stage(['a']);
  const id = await git.commit('one');
  const sleeper = Number(await readFile(path.join(repository.root, 'sleeper'), 'utf8'));
  t.ok(isRunning(sleeper), 'the commit did not wait for it');
  process.kill(sleeper);
  t.equal(id, await repository.git('rev-parse', 'HEAD'));
});

void test("where another process holds the index's lock, staging waits, and in the end says who", async (t) => {
  const repository = await makeGitRepository(t);
  const lock = path.join(repository.root, '.git/index.lock');
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await writeFile(lock, '');
  const staging = git.stage(['a']);
  setTimeout(() => void rm(lock), 300);
  await staging;
  t.equal(await repository.git('diff', '--cached', '--name-only'), 'a');
  await writeFile(lock, '');
  await t.rejects(git.commit('one'), { code: 'lock.held', data: { path: lock } });
  const stop = new AbortController();
  const stopped = git.stage(['a'], { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await t.rejects(stopped, { code: 'interrupted' });
});

void test('ten at once all stage their files', async (t) => {
  const repository = await makeGitRepository(t);
  const names = Array.from({ length: 10 }, (_, index) => `file-${index}`);
  for (const name of names) await repository.write(name, '1');
  const git = await opened(t, repository);
  await Promise.all(names.map((name) => git.stage([name])));
  t.equal(await repository.git('diff', '--cached', '--name-only'), names.join('\n'));
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
