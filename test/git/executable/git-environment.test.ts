import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { type CommitId } from '#git/git.js';
import { type GitRepository, gitRepositoryAt, makeGitRepository } from '../../support/git-repository.js';
import { all, opener, short } from '../suite/open-in-test.js';

const opened = opener('git');

void test("nothing that the repository's configuration names is run by a question", async (t) => {
  const repository = await makeGitRepository(t);
  const { root } = repository;
  const canary = path.join(path.dirname(root), 'canary.sh');
  const traces = path.join(path.dirname(root), 'traces');
  await writeFile(canary, `#!/bin/sh\necho "$0 $*" >> '${traces}'\n`);
  await chmod(canary, 0o755);
  await repository.write('a.dat', '1');
  await repository.write('b', '1');
  await repository.write('.gitattributes', '*.dat filter=evil diff=evil\n*.bin filter=e=vil.x\n');
  await repository.write('c.bin', '1');
  const commit = (await repository.commit('one')) as CommitId;
  await repository.write('sub/x', '1');
  await gitRepositoryAt(path.join(root, 'sub'), repository.environment).git('init', '--quiet');
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': canary,
    'core.pager': canary,
    'core.sshCommand': canary,
    'core.editor': canary,
    'core.askPass': canary,
    'diff.external': canary,
    'diff.evil.textconv': canary,
    'diff.evil.command': canary,
    'filter.evil.clean': canary,
    'filter.evil.smudge': canary,
    'filter.evil.process': canary,
    'filter.evil.required': 'true',
    'filter.e=vil.x.clean': canary,
    'gpg.program': canary,
    'gpg.ssh.program': canary,
    'log.showSignature': 'true',
    'log.follow': 'true',
    'pager.log': canary,
    'pager.status': canary,
    'credential.helper': canary,
    'alias.log': `!${canary}`,
    'remote.origin.url': root,
    'remote.origin.promisor': 'true',
    'remote.origin.uploadpack': canary,
    'extensions.partialClone': 'origin',
    'core.hooksPath': path.join(path.dirname(root), 'hooks'),
  };
  for (const [key, value] of Object.entries(settings)) await repository.git('config', key, value);
  for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction', 'fsmonitor-watchman']) {
    await repository.write(`../hooks/${hook}`, `#!/bin/sh\nexec '${canary}'\n`);
    await chmod(path.join(root, '../hooks', hook), 0o755);
  }
  await signHead(repository);
  // The same bytes at another time: git has to look inside, through the filter.
  for (const name of ['a.dat', 'b', 'c.bin']) await repository.write(name, '1');
  await rm(traces, { force: true });

  const git = await opened(t, repository);
  await git.head();
  await git.listRefs();
  const files = await git.listFiles(commit, {});
  await all(git.readBlobs(files.map((file) => file.blob)));
  await all(git.log({ scopes: [{ suffix: '.dat' }] }));
  await all(git.log({ all: true, scopes: [{}] }));
  await git.listWorktreeFiles({});
  await git.trackedPaths(['a.dat']);
  await git.ignoredPaths(['a.dat']);
  t.strictSame(await git.status({ suffix: '.dat' }), []);
  t.strictSame(await git.status({ suffix: '.bin' }), []);
  await git.configValue('core.pager');
  await t.rejects(all(git.readBlobs(['1'.repeat(40) as (typeof files)[number]['blob']])), { code: 'git.failed' });
  t.equal(await readFile(traces, 'utf8').catch(() => 'no traces'), 'no traces');
  await repository.git('status').catch(() => undefined); // the lazy fetch fails
  t.match(await readFile(traces, 'utf8'), /canary/, 'the canary does sing for a git that is not told otherwise');

  await repository.git('config', '--remove-section', 'filter.evil');
  await repository.git('config', '--remove-section', 'filter.e=vil.x');
  await rm(traces);
  await git.stage(['b']);
  t.equal(await readFile(traces, 'utf8').catch(() => 'no traces'), 'no traces', 'staging runs filters and no hooks');
});

void test("variables that would change git's answers are not passed on", async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  await repository.commit('one');
  await repository.write('a', '2');
  const trace = path.join(path.dirname(repository.root), 'trace');
  const git = await opened(t, repository, {
    environment: {
      ...repository.environment,
      GIT_LITERAL_PATHSPECS: '1',
      GIT_ICASE_PATHSPECS: '1',
      GIT_NAMESPACE: 'elsewhere',
      GIT_TRACE: trace,
      GIT_EXTERNAL_DIFF: 'false',
      LC_ALL: 'de_DE.UTF-8',
    },
  });
  t.strictSame(
    (await git.status({ suffix: 'a' })).map((entry) => entry.path),
    ['a'],
  );
  t.strictSame(short(await all(git.log({ scopes: [{ suffix: 'a' }] }))), [['one', 'a']]);
  await t.rejects(readFile(trace), { code: 'ENOENT' });
});

void test('a replaced commit is seen as it was written', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  const first = await repository.commit('one');
  await repository.write('a', '2');
  const second = await repository.commit('two');
  await repository.git('replace', second, first);
  const git = await opened(t, repository);
  t.strictSame(short(await all(git.log({ scopes: [{}] }))), [
    ['two', 'a'],
    ['one', 'a'],
  ]);
});

async function signHead(repository: GitRepository): Promise<void> {
  const object = await repository.git('cat-file', 'commit', 'HEAD');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----';
  await repository.write('.git/signed', object.replace('\n\n', `\n${signature}\n\n`));
  const id = await repository.git('hash-object', '-t', 'commit', '-w', '.git/signed');
  await repository.git('update-ref', 'refs/heads/signed', id);
}
