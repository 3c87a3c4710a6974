import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { openGit } from '#git/open-git.js';
import type { CommitId } from '#git/git.js';
import { isRunRecorded, isVersionRecorded, runCount, versionCount } from '#model/lineage-graph.js';
import { versionName } from '#model/select-lineage.js';
import { parentsOf } from '#model/lineage-graph.js';
import { textAt } from '#model/text-column.js';
import { openLineageReader, type ReadLineage } from '#records/lineage-reader.js';
import { makeGraph } from '../../bench/graph.js';
import { used } from '../support/guide-lineage.js';
import { type GitRepository, makeGitRepository } from '../support/git-repository.js';
import { runFile, versionFile } from '../support/lineage-records.js';

async function makeReader(t: Test, repository: GitRepository) {
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  t.teardown(() => git.close());
  const state = join(repository.root, '.git/pixelis');
  return openLineageReader(git, { sharedState: state, ownState: state });
}

/** What was read: each version with its parents, and the runs. */
function said({ graph }: ReadLineage): Readonly<Record<string, readonly string[]>> {
  const entries: [string, readonly string[]][] = [];
  for (let version = 0; version < versionCount(graph); version++) {
    if (!isVersionRecorded(graph, version)) continue;
    entries.push([versionName(graph, version), parentsOf(graph, version).map((parent) => versionName(graph, parent))]);
  }
  for (let run = 0; run < runCount(graph); run++)
    if (isRunRecorded(graph, run)) entries.push([textAt(graph.runId, run), []]);
  return Object.fromEntries(entries);
}

/** Long enough that the folders and files are trusted. */
const settle = () => setTimeout(30);

void test('records that come, go or are replaced are seen by the next reading, by this reader and by a new one', async (t) => {
  const repository = await makeGitRepository(t);
  const put = async (file: readonly [string, Uint8Array]) => repository.write(...file);
  const reader = await makeReader(t, repository);
  const check = async (wanted: Readonly<Record<string, readonly string[]>>, message: string) => {
    t.strictSame(said(await reader.worktree()), wanted, message);
    t.strictSame(said(await (await makeReader(t, repository)).worktree()), wanted, `${message}, by a new reader`);
  };
  await check({}, 'nothing yet');
  for (const isSettled of [false, true]) {
    const [model, dataset] = isSettled ? ['model-b', 'dataset-b'] : ['model-a', 'dataset-a'];
    const before = said(await reader.worktree());
    const wait = async () => (isSettled ? settle() : undefined);
    await put(versionFile(dataset));
    await wait();
    await check({ ...before, [`${dataset}:v1`]: [] }, 'a new artifact');
    await put(versionFile(model));
    await wait();
    await check({ ...before, [`${dataset}:v1`]: [], [`${model}:v1`]: [] }, 'another');
    await put(versionFile(dataset, { version: 2 }));
    await wait();
    const all = { ...before, [`${dataset}:v1`]: [], [`${dataset}:v2`]: [], [`${model}:v1`]: [] };
    await check(all, 'a version of one that is known');
    await put(runFile(`run-${model}`, { inputs: [used(dataset)], outputs: [used(model)] }));
    await wait();
    await check({ ...all, [`${model}:v1`]: [`${dataset}:v1`], [`run-${model}`]: [] }, 'a run');
    const [path, bytes] = versionFile(model, { parents: [used(dataset, 2)] });
    await writeFile(join(repository.root, 'aside'), bytes);
    await rename(join(repository.root, 'aside'), join(repository.root, path));
    await wait();
    await check(
      { ...all, [`${model}:v1`]: [`${dataset}:v2`, `${dataset}:v1`], [`run-${model}`]: [] },
      'a record in the place of another',
    );
    await rm(join(repository.root, `.pixelis/artifacts/${dataset}`), { recursive: true });
    await wait();
    t.notMatch(Object.keys(said(await reader.worktree())).join(), `${dataset}:`, 'an artifact that is gone');
  }
});

void test('records in the folders of hundreds are seen like the others, also those that come later', async (t) => {
  const repository = await makeGitRepository(t);
  const reader = await makeReader(t, repository);
  const versions = async () => Object.keys(said(await reader.worktree()));
  for (const version of [99, 100]) await repository.write(...versionFile('model-a', { version }));
  await settle();
  t.strictSame(await versions(), ['model-a:v99', 'model-a:v100']);
  await repository.write(...versionFile('model-a', { version: 101 }));
  await settle();
  t.strictSame(await versions(), ['model-a:v99', 'model-a:v100', 'model-a:v101'], 'in a folder that is known');
  await repository.write(...versionFile('model-a', { version: 200 }));
  await settle();
  t.strictSame(await versions(), ['model-a:v99', 'model-a:v100', 'model-a:v101', 'model-a:v200'], 'in a new one');
  await rm(join(repository.root, '.pixelis/artifacts/model-a/v100'), { recursive: true });
  t.strictSame(await versions(), ['model-a:v99', 'model-a:v200'], 'a hundred that is gone');
});

void test('a record that is edited in its place, in the same second and to the same size, is not current', async (t) => {
  const repository = await makeGitRepository(t);
  const [path, bytes] = versionFile('model-a', { parents: [used('dataset-a')] });
  await repository.write(path, bytes);
  await settle();
  await (await makeReader(t, repository)).worktree();
  const reader = await makeReader(t, repository);
  const lineage = await reader.worktree();
  const members = { versions: [1], runs: [] };
  t.equal(lineage.isCurrent(members), true);
  const [, edited] = versionFile('model-a', { parents: [used('dataset-b')] });
  t.equal(edited.length, bytes.length);
  await writeFile(join(repository.root, path), edited);
  utimesSync(join(repository.root, path), 1_700_000_000, 1_700_000_000);
  t.equal(lineage.isCurrent(members), false);
  t.strictSame(said(await reader.worktree({ everyFile: true })), { 'model-a:v1': ['dataset-b:v1'] });
});

void test('a record that cannot be read is told every time, hides no other, and is read when it is mended', async (t) => {
  const repository = await makeGitRepository(t);
  const [path, bytes] = versionFile('model-a');
  await repository.write(path, 'pixelis: 1\n');
  await repository.write(...versionFile('model-b'));
  await repository.write(...runFile('r1'));
  await repository.write('.pixelis/runs/r2.yaml', await readFile(join(repository.root, '.pixelis/runs/r1.yaml')));
  await settle();
  const reader = await makeReader(t, repository);
  for (const each of [reader, reader, await makeReader(t, repository)]) {
    const lineage = await each.worktree();
    t.strictSame(said(lineage), { 'model-b:v1': [], r1: [] });
    t.match(lineage.broken, [
      { path, error: { code: 'file.invalid' } },
      { path: '.pixelis/runs/r2.yaml', error: { message: /is the record of run 'r1'/ } },
    ]);
  }
  await writeFile(join(repository.root, path), bytes);
  await unlink(join(repository.root, '.pixelis/runs/r2.yaml'));
  const mended = await reader.worktree();
  t.strictSame([said(mended), mended.broken], [{ 'model-a:v1': [], 'model-b:v1': [], r1: [] }, []]);
});

void test('a link or a pipe in the place of a record is told, a link in the place of a folder is not followed', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('model-a'));
  const [path] = versionFile('model-b');
  await repository.write(path, 'x');
  await rm(join(repository.root, path));
  await symlink('../model-a/v1-11111111.yaml', join(repository.root, path));
  await repository.write('elsewhere/v1-11111111.yaml', versionFile('model-c')[1]);
  await symlink('../../elsewhere', join(repository.root, '.pixelis/artifacts/model-c'));
  await mkdir(join(repository.root, '.pixelis/runs/r1.yaml'), { recursive: true });
  const lineage = await (await makeReader(t, repository)).worktree();
  t.strictSame(said(lineage), { 'model-a:v1': [] });
  t.match(lineage.broken, [
    { path, error: { code: 'file.invalid', message: /is a symbolic link/ } },
    { path: '.pixelis/runs/r1.yaml', error: { code: 'file.invalid', message: /is not a file/ } },
  ]);
});

void test('what is no record is passed over', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('model-a'));
  await repository.write('.pixelis/artifacts/model-a/aliases.yaml', 'x');
  await repository.write('.pixelis/artifacts/README', 'x');
  await mkdir(join(repository.root, '.pixelis/artifacts/empty'));
  t.strictSame(said(await (await makeReader(t, repository)).worktree()), { 'model-a:v1': [] });
});

void test('a later reading reads its index, and no record', {
  skip: !existsSync('/proc/self/io') && 'the system does not count what is read',
}, async (t) => {
  const repository = await makeGitRepository(t);
  await makeGraph(repository.root, { runs: 20, outputs: 5 });
  const commit = (await repository.commit('all')) as CommitId;
  await settle();
  const readBytes = async (work: () => Promise<unknown>): Promise<number> => {
    const before = bytesRead();
    await work();
    return bytesRead() - before;
  };
  const first = await makeReader(t, repository);
  t.ok((await readBytes(() => first.worktree())) > 50_000, 'the first reads them all');
  t.ok((await readBytes(() => first.worktree())) < 1_000, 'the same reader reads nothing');
  const { size } = statSync(join(repository.root, '.git/pixelis/lineage-index'));
  const second = await makeReader(t, repository);
  const rest = (await readBytes(() => second.worktree())) - size;
  t.ok(rest < 2_000, `another reads the index, and ${rest} bytes beside it`);
  await first.commits([commit]);
  const ofCommit = await makeReader(t, repository);
  t.ok((await readBytes(() => ofCommit.commits([commit]))) < size + 2_000);
});

/** By this process, through calls of the system. */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

void test('a damaged index is made anew', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('model-a'));
  await settle();
  await (await makeReader(t, repository)).worktree();
  const index = join(repository.root, '.git/pixelis/lineage-index');
  const whole = await readFile(index);
  for (const damaged of [whole.subarray(0, 100), Buffer.from('x'), Buffer.alloc(0)]) {
    await writeFile(index, damaged);
    t.strictSame(said(await (await makeReader(t, repository)).worktree()), { 'model-a:v1': [] });
    t.strictSame(await readFile(index), whole);
  }
});

void test('commits are read each for itself and together; of a new one only what it brought', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('dataset-a'));
  const first = (await repository.commit('first')) as CommitId;
  await repository.write(...versionFile('model-a', { parents: [used('dataset-a')] }));
  const second = (await repository.commit('second')) as CommitId;
  await repository.git('checkout', '--quiet', '-b', 'other', first);
  await repository.write(...versionFile('model-b', { parents: [used('dataset-a')] }));
  await repository.write(...versionFile('model-a', { parents: [] }, '2'));
  const other = (await repository.commit('other')) as CommitId;
  for (let round = 0; round < 2; round++) {
    const reader = await makeReader(t, repository);
    t.strictSame(said(await reader.commits([first])), { 'dataset-a:v1': [] });
    const two = { 'dataset-a:v1': [], 'model-a:v1': ['dataset-a:v1'] };
    t.strictSame(said(await reader.commits([second])), two);
    t.strictSame(said(await reader.commits([second])), two, 'from memory');
    const union = said(await reader.commits([second, other]));
    t.strictSame(Object.keys(union).length, 4, 'both branches made a model-a:v1');
    t.strictSame(union['model-b:v1'], ['dataset-a:v1']);
  }
});

void test('of commits, the indexes of the latest eight sets are kept', async (t) => {
  const repository = await makeGitRepository(t);
  const reader = await makeReader(t, repository);
  for (let index = 0; index < 10; index++) {
    await repository.write(...versionFile('dataset-a', { version: index + 1 }));
    await reader.commits([(await repository.commit(`commit ${index}`)) as CommitId]);
  }
  t.equal((await readdir(join(repository.root, '.git/pixelis/lineage-indexes'))).length, 8);
});

void test('in a linked worktree what it has is told apart from what the main one has', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('dataset-a'));
  await repository.commit('first');
  await repository.git('worktree', 'add', '--quiet', '../linked');
  const root = join(repository.root, '../linked');
  const git = await openGit({ cwd: root, environment: repository.environment });
  t.teardown(() => git.close());
  const linked = openLineageReader(git, {
    sharedState: join(git.places.commonFolder, 'pixelis'),
    ownState: join(git.places.gitFolder, 'pixelis'),
  });
  await repository.write(...versionFile('model-a'));
  t.strictSame(said(await linked.worktree()), { 'dataset-a:v1': [] });
  t.strictSame(Object.keys(said(await (await makeReader(t, repository)).worktree())), ['dataset-a:v1', 'model-a:v1']);
  t.ok(readdirSync(join(git.places.gitFolder, 'pixelis')).includes('lineage-index'));
});

void test('reading can be cancelled', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write(...versionFile('dataset-a'));
  const reader = await makeReader(t, repository);
  await t.rejects(reader.worktree({ signal: AbortSignal.abort() }), { code: 'interrupted' });
});
