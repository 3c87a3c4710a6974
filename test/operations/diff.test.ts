import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import type { PathDiff } from '#schema/index.js';
import { diff } from '#operations/diff.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext } from '../support/operation-context.js';

async function makeChanges(t: Parameters<typeof makeOperationContext>[0]) {
  const fixture = await makeOperationContext(t);
  const { repository, pixelis } = fixture;
  await repository.write('data/train/a.txt', 'a');
  await repository.write('data/train/b.txt', 'bb');
  await repository.write('data/train/old.txt', 'moved');
  await repository.write('m.bin', 'one');
  await pixelis.add(['data/train'], { name: 'dataset-train', type: 'dataset' });
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await repository.commit('first');
  return fixture;
}

async function changeData({ repository }: Awaited<ReturnType<typeof makeChanges>>): Promise<void> {
  await repository.write('data/train/b.txt', 'BBB');
  await repository.write('data/train/new.txt', 'n');
  await rm(join(repository.root, 'data/train/a.txt'));
  await rename(join(repository.root, 'data/train/old.txt'), join(repository.root, 'data/train/sub.txt'));
}

const brief = (paths: readonly PathDiff[]) =>
  paths.map(({ path, change, files }) => [
    path,
    change,
    files.map((file) => [file.change, file.from === undefined ? file.path : `${file.from} > ${file.path}`].join(' ')),
  ]);

const dataChanges = ['removed a.txt', 'modified b.txt', 'added new.txt', 'renamed old.txt > sub.txt'];

void test('nothing differs right after a commit', async (t) => {
  const { context, repository } = await makeChanges(t);
  t.strictSame(await diff(context, {}), {
    pixelis: 1,
    command: 'diff',
    from: { kind: 'revision', name: 'HEAD', commit: await repository.git('rev-parse', 'HEAD') },
    to: { kind: 'worktree', name: 'worktree' },
    clean: true,
    paths: [],
    problems: [],
    warnings: [],
  });
});

void test('the worktree is compared with HEAD file by file, added or not', async (t) => {
  const fixture = await makeChanges(t);
  const { context, repository, pixelis } = fixture;
  await changeData(fixture);
  await repository.write('m.bin', 'two');
  const before = await diff(context, {});
  t.strictSame(brief(before.paths), [
    ['data/train', 'modified', dataChanges],
    ['m.bin', 'modified', ['modified ']],
  ]);
  t.match(before.paths[0], { oldSize: 8, size: 9, changes: { added: 1, modified: 1, removed: 1, renamed: 1 } });
  t.strictSame(before.paths[0]?.after, undefined);
  t.match(before.paths[1]?.after, { digest: /^blake3:/ });
  await pixelis.add(['data/train', 'm.bin']);
  const after = await diff(context, {});
  t.strictSame(brief(after.paths), brief(before.paths));
  t.match(after.paths[0], { before: { version: 1 }, after: { artifact: 'dataset-train', version: 2 } });
});

void test('revisions and versions are compared without the worktree', async (t) => {
  const fixture = await makeChanges(t);
  const { context, repository, pixelis } = fixture;
  await changeData(fixture);
  await repository.write('extra.csv', 'x');
  await pixelis.add(['data/train']);
  await pixelis.add(['extra.csv'], { name: 'dataset-extra', type: 'dataset' });
  await repository.git('rm', '-q', 'm.bin.pixelis.yaml');
  await repository.commit('second');
  await rm(join(repository.root, 'data'), { recursive: true });
  const revisions = await diff(context, { from: 'HEAD~1', to: 'HEAD' });
  t.strictSame(brief(revisions.paths), [
    ['data/train', 'modified', dataChanges],
    ['extra.csv', 'added', ['added ']],
    ['m.bin', 'removed', ['removed ']],
  ]);
  const versions = await diff(context, { from: 'dataset-train:v1', to: 'dataset-train:v2' });
  t.strictSame(brief(versions.paths), [['dataset-train', 'modified', dataChanges]]);
  t.match(versions, { from: { kind: 'version', name: 'dataset-train:v1', version: { version: 1 } } });
  const part = await diff(context, { from: 'dataset-train:v1//b.txt', to: 'dataset-train:v2' });
  t.strictSame(brief(part.paths), [['dataset-train', 'modified', ['modified b.txt']]]);
  const mixed = await diff(context, { from: 'dataset-train:v1', to: 'HEAD' });
  t.strictSame(brief(mixed.paths), [['data/train', 'modified', dataChanges]]);
});

void test('a path or a version alone is compared with what the worktree has there', async (t) => {
  const fixture = await makeChanges(t);
  const { context } = fixture;
  await changeData(fixture);
  t.strictSame(brief((await diff(context, { from: 'data/train' })).paths), [['data/train', 'modified', dataChanges]]);
  t.strictSame(brief((await diff(context, { from: 'data/train/b.txt' })).paths), [
    ['data/train', 'modified', ['modified b.txt']],
  ]);
  t.strictSame(brief((await diff(context, { from: 'model-m:v1' })).paths), []);
});

void test('the executable bit, and a path that was removed, are differences', async (t) => {
  const { context, repository } = await makeChanges(t);
  await chmod(join(repository.root, 'm.bin'), 0o755);
  await rm(join(repository.root, 'data/train'), { recursive: true });
  const { paths } = await diff(context, {});
  t.match(paths, [
    { path: 'data/train', change: 'removed', changes: { removed: 3 } },
    { path: 'm.bin', change: 'modified', files: [{ oldKind: 'file', kind: 'executable' }] },
  ]);
});

void test('before the first commit everything is new', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t);
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  t.strictSame(brief((await diff(context, {})).paths), [['m.bin', 'added', ['added ']]]);
});

void test('files that were never pulled are no difference', async (t) => {
  const { repository } = await makeChanges(t);
  const root = `${await makeFolder(t)}/clone`;
  await repository.git('clone', '-q', repository.root, root);
  const { context } = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  t.strictSame((await diff(context, {})).paths, []);
});

void test('a path whose list of files is nowhere at hand is a problem, and the others are shown', async (t) => {
  const fixture = await makeChanges(t);
  const { context, repository, pixelis } = fixture;
  await changeData(fixture);
  await repository.write('m.bin', 'two');
  await pixelis.add(['data/train', 'm.bin']);
  await repository.commit('second');
  await rm(join(context.sharedState, 'cache'), { recursive: true });
  const { paths, problems, clean } = await diff(context, { from: 'HEAD~1', to: 'HEAD' });
  t.strictSame([brief(paths), clean], [[['m.bin', 'modified', ['modified ']]], false]);
  t.match(problems, [{ code: 'object.missing', path: 'data/train' }]);
});

void test('a name that is a revision and an artifact is refused, with how to say which', async (t) => {
  const { context, repository } = await makeChanges(t);
  await repository.git('branch', 'model-m');
  await t.rejects(diff(context, { from: 'model-m' }), {
    code: 'reference.ambiguous',
    hint: 'say which: refs/heads/model-m (or refs/tags/model-m), or model-m:latest',
  });
  await t.rejects(diff(context, { from: 'nothing' }), { code: 'reference.not-found' });
});
