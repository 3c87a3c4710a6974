import { execFile } from 'node:child_process';
import { appendFile, mkdir, symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { everythingOf, makeRepository, type TestRepository } from '../support/repository.js';

interface Refusal {
  readonly add: readonly string[];
  readonly code: string;
  readonly exit: number;
  readonly hint?: RegExp;
}

/** Adds what must be refused, and sees that nothing at all was written. */
async function refuses(t: Test, repository: TestRepository, { add, code, exit, hint }: Refusal): Promise<void> {
  const before = await everythingOf(repository);
  const answer = await repository.json('add', ...add);
  t.strictSame([answer.code, answer.result.error?.code], [exit, code], JSON.stringify(answer.result));
  if (hint !== undefined) t.match(answer.result.error?.hint, hint);
  t.strictSame(await everythingOf(repository), before, 'nothing was written');
}

void test('a path that git tracks is refused, and the command in the hint mends it', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train/a.csv', '1');
  await repository.commit('by git');
  for (const path of ['data/train', 'data', 'data/train/a.csv'])
    await refuses(t, repository, { add: [path], code: 'path.tracked-by-git', exit: 1 });
  const { result } = await repository.json('add', 'data/train');
  const [, command = ''] = /: git (.*)$/.exec(result.error.hint ?? '') ?? [];
  await repository.git(...command.split(' '));
  await repository.addAndCommit('by Pixelis', 'data/train');
  t.equal(await repository.git('ls-files', 'data'), 'data/.gitignore\ndata/train.pixelis.yaml');
});

void test('a path that overlaps a tracked one is refused', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train/a.csv', '1');
  await repository.write('data/test/a.csv', '2');
  await repository.done('add', 'data/train');
  await refuses(t, repository, { add: ['data'], code: 'path.overlaps', exit: 1, hint: /git rm data\/train\.pixelis/ });
  await repository.write('other/in/b.csv', '2');
  await refuses(t, repository, { add: ['other/in', 'other'], code: 'path.overlaps', exit: 1 });
  await refuses(t, repository, { add: ['other', 'other/in'], code: 'path.overlaps', exit: 1 });
});

void test('one bad path among good ones keeps all from being written', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('good.csv', '1');
  await refuses(t, repository, { add: ['good.csv', 'missing.csv'], code: 'path.not-found', exit: 1 });
});

void test('a path that is ignored, by Pixelis or in its pointer by git, is refused', async (t) => {
  const repository = await makeRepository(t);
  await appendFile(repository.at('.pixelisignore'), 'scratch/\n*.tmp\n');
  await repository.write('scratch/a', '1');
  await repository.write('b.tmp', '1');
  for (const path of ['scratch', 'b.tmp', 'scratch/a'])
    await refuses(t, repository, { add: [path], code: 'path.ignored', exit: 1, hint: /\.pixelisignore/ });
  await repository.write('.gitignore', '/out/\n');
  await repository.write('out/c', '1');
  await refuses(t, repository, { add: ['out/c'], code: 'path.ignored', exit: 1, hint: /let git see it/ });
});

void test('a path that git ignores already can be added, and gets no second line', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('.gitignore', '/out\n');
  await repository.write('out/c', '1');
  await repository.done('add', 'out');
  t.equal(await repository.git('diff', '--name-only'), '');
  await repository.commit('out');
  t.equal(await repository.git('ls-files', 'out*'), 'out.pixelis.yaml');
});

void test('what cannot be an artifact is refused: missing, a pointer, outside, in .git, a link, a pipe, everything', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('good.csv', '1');
  await repository.write('tracked/a', '1');
  await repository.done('add', 'good.csv', 'tracked');
  await symlink('good.csv', repository.at('link'));
  await mkdir(repository.at('sub'));
  await symlink('..', repository.at('sub/up'));
  await promisify(execFile)('mkfifo', [repository.at('pipe')]);
  const cases: readonly Refusal[] = [
    { add: ['missing'], code: 'path.not-found', exit: 1 },
    { add: ['tracked/missing'], code: 'path.not-found', exit: 1 },
    { add: ['good.csv/missing'], code: 'path.not-found', exit: 1 },
    { add: ['good.csv.pixelis.yaml'], code: 'path.is-pointer', exit: 2, hint: /pixelis add good\.csv$/ },
    { add: ['../outside'], code: 'path.outside-repository', exit: 2 },
    { add: ['/etc/hostname'], code: 'path.outside-repository', exit: 2 },
    { add: ['.git'], code: 'path.inside-git', exit: 2 },
    { add: ['.git/config'], code: 'path.inside-git', exit: 2 },
    { add: ['.GIT/config'], code: 'path.inside-git', exit: 2 },
    { add: ['.pixelis/config.yaml'], code: 'path.inside-git', exit: 2 },
    { add: ['link'], code: 'path.is-symlink', exit: 2 },
    { add: ['pipe'], code: 'path.special-file', exit: 1 },
    { add: ['.'], code: 'path.overlaps', exit: 1 },
    { add: [''], code: 'usage.invalid-argument', exit: 2 },
  ];
  for (const each of cases) await refuses(t, repository, each);
  // A path through a link to a folder leads who knows where.
  await refuses(t, repository, { add: ['sub/up/good.csv'], code: 'path.is-symlink', exit: 2 });
});

void test('a pipe or a nested repository inside a folder is refused by name', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await promisify(execFile)('mkfifo', [repository.at('data/pipe')]);
  const before = await everythingOf(repository);
  const { code, result } = await repository.json('add', 'data');
  t.equal(code, 1);
  t.match(result.error, { code: 'path.special-file', message: /data\/pipe/ });
  t.strictSame(await everythingOf(repository), before);
});

void test('adding one file inside a tracked folder takes in that file alone', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.write('data/b', '1');
  await repository.addAndCommit('both', 'data');
  await repository.write('data/a', '2');
  await repository.write('data/b', '2');
  const { paths } = await repository.done('add', 'data/a');
  t.match(paths, [{ path: 'data', version: 2, state: 'updated', changes: { modified: 1 } }]);
  const status = await repository.done('status');
  t.match(status.paths, [{ worktree: 'modified', changedFiles: [{ path: 'b', change: 'modified' }] }]);
});
