import fc from 'fast-check';
import { test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, opener } from '../suite/open-in-test.js';

const opened = opener('isomorphic-git');

void test('names that only git can resolve are not called absent', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.commit('one');
  const git = await opened(t, repository);
  for (const name of ['HEAD@{1}', ':/one', 'main@{upstream}']) {
    await t.rejects(git.resolveCommit(name), { code: 'git.unsupported' }, name);
  }
  for (const name of ['../../../etc/passwd', 'config', 'objects', 'HEAD.lock']) {
    t.equal(await git.resolveCommit(name), undefined, name);
  }
});

void test('both adapters tell the same history of a tangled repository', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('../history', tangledHistory(200));
  await repository.git('-c', 'alias.load=!git fast-import --quiet < ../history', 'load');
  const [git, reference] = [await opened(t, repository), await opened(t, repository, { adapter: 'git' })];
  for (const scopes of [[{}], [{ folder: 'd1' }], [{ folder: 'd0/f1' }, { folder: 'd2', suffix: '3' }]]) {
    t.strictSame(await all(git.log({ all: true, scopes })), await all(reference.log({ all: true, scopes })));
    t.strictSame(await all(git.log({ scopes, limit: 5 })), await all(reference.log({ scopes, limit: 5 })));
  }
});

/** Commits on four branches that merge each other and change a few files, as `git fast-import` reads them. */
function tangledHistory(count: number): string {
  const numbers = fc.sample(fc.nat({ max: 999 }), { numRuns: 6 * count, seed: 7 });
  const next = (limit: number): number => (numbers.pop() ?? 0) % limit;
  const branches = ['main', 'b1', 'b2', 'b3'];
  const tips = new Map<string, number>();
  let history = '';
  for (let mark = 1; mark <= count; mark++) {
    const branch = branches[next(4)] ?? 'main';
    const [tip, other] = [tips.get(branch) ?? tips.get('main'), tips.get(branches[next(4)] ?? 'main')];
    const isMerge = next(3) === 0 && tip !== undefined && other !== undefined && other !== tip;
    history += `commit refs/heads/${branch}\nmark :${mark}\n`;
    // Some commits are as old as others, and some are older than their parents.
    history += `committer Ada <ada@example.org> ${1_700_000_000 + 60 * Math.floor(mark / 3) - 100 * next(2)} +0000\n`;
    history += `data ${String(mark).length}\n${mark}\n`;
    if (tip !== undefined) history += `from :${tip}\n`;
    if (isMerge) history += `merge :${other}\n`;
    const [folder, file, content] = [next(3), next(4), String(next(3))];
    history += `M 100644 inline d${folder}/f${file}\ndata ${content.length}\n${content}\n`;
    if (next(5) === 0) history += 'D d1\n';
    history += '\n';
    tips.set(branch, mark);
  }
  return history;
}
