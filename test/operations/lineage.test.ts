import { setTimeout } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { holdNewRun } from '#live-run/hold-live-run.js';
import { findLineagePath } from '#operations/find-lineage-path.js';
import { showLineage, showLineageOfRun } from '#operations/show-lineage.js';
import { validateLineage } from '#operations/validate-lineage.js';
import { runStart } from '../live-run/run-start.js';
import { guideLineage, used } from '../support/guide-lineage.js';
import { runFile, versionFile, writeLineage } from '../support/lineage-records.js';
import { makeContextWithRemote, makeOperationContext } from '../support/operation-context.js';

const idsOf = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id);

void test('a version is shown with what it was made from, what was made from it, and the runs between', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await writeLineage(repository, guideLineage);
  const result = await showLineage(context, 'model-rft-def456');
  t.match(result, { command: 'lineage', all: false, subject: 'model-rft-def456:v1', problems: [], warnings: [] });
  t.strictSame(idsOf(result.versions), [
    'dataset-cota_rft:v1',
    'dataset-cota_sft:v1',
    'model-sft-abc123:v1',
    'model-rft-def456:v1',
    'model-ttrl-ghi789:v1',
    'online_metrics:v1',
    'eval-model-ttrl-ghi789-on-dataset-cota_sft-v1:v1',
  ]);
  t.strictSame(idsOf(result.runs), ['gen001', 'abc123', 'def456', 'ghi789', 'eval01']);
  const ancestors = await showLineage(context, 'model-rft-def456', { ancestors: true, depth: 1 });
  t.strictSame(ancestors.directions, ['ancestors']);
  t.strictSame(
    ancestors.edges.filter(({ kind }) => kind !== 'parent'),
    [
      { kind: 'input', from: 'model-sft-abc123:v1', to: 'def456' },
      { kind: 'input', from: 'dataset-cota_rft:v1', to: 'def456' },
      { kind: 'output', from: 'def456', to: 'model-rft-def456:v1' },
    ],
  );
  const descendants = await showLineage(context, 'model-rft-def456', { descendants: true, depth: 1 });
  t.strictSame(idsOf(descendants.versions), ['model-rft-def456:v1', 'model-ttrl-ghi789:v1', 'online_metrics:v1']);
  t.equal(descendants.versions.find(({ id }) => id === 'model-ttrl-ghi789:v1')?.moreChildren, 1);
  t.equal((await showLineage(context, undefined)).versions.length, 10);
});

void test('a depth or a direction without a version to go from is refused', async (t) => {
  const { context } = await makeOperationContext(t);
  for (const options of [{ depth: 2 }, { ancestors: true }, { descendants: true }]) {
    const hint = new RegExp(`REF --${Object.keys(options)[0]}`);
    await t.rejects(showLineage(context, undefined, options), { code: 'usage.invalid-argument', hint });
  }
});

void test('every form of a reference is taken', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t, { folder: 'data' });
  await repository.write('data/a.csv', 'a');
  await pixelis.add(['a.csv'], { name: 'dataset-a', type: 'dataset', aliases: ['best'] });
  const first = await repository.commit('first');
  await repository.write('data/a.csv', 'b');
  await pixelis.add(['a.csv'], { parents: ['dataset-a:v1'] });
  const subject = async (reference: string) => (await showLineage(context, reference)).subject;
  t.equal(await subject('dataset-a'), 'dataset-a:v2');
  t.equal(await subject('dataset-a-v1'), 'dataset-a:v1');
  t.equal(await subject('dataset-a:best'), 'dataset-a:v1');
  t.equal(await subject('a.csv'), 'dataset-a:v2');
  t.equal(await subject(`a.csv@${first}`), 'dataset-a:v1');
  t.equal(await subject('dataset-a@HEAD'), 'dataset-a:v1');
  const { versions } = await showLineage(context, 'dataset-a:v1');
  t.equal(await subject(versions[0]?.digest.slice(0, 15) ?? ''), 'dataset-a:v1');
  await t.rejects(subject('datset-a'), { code: 'reference.not-found', hint: /dataset-a/ });
  await t.rejects(subject('dataset-a:v9'), { code: 'reference.not-found', hint: /v1, v2/ });
  await t.rejects(subject('dataset-a@nowhere'), { code: 'git.revision-not-found' });
});

void test('at a revision there is what was committed by then, and nothing of the worktree', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await repository.write(...versionFile('dataset-a'));
  const first = await repository.commit('first');
  await repository.write(...versionFile('model-a', { parents: [used('dataset-a')] }));
  await repository.commit('second');
  await repository.write(...versionFile('model-b', { parents: [used('model-a')] }));
  const children = async (reference: string, revision?: string) =>
    idsOf((await showLineage(context, reference, { descendants: true, revision })).versions).slice(1);
  t.strictSame(await children('dataset-a'), ['model-a:v1', 'model-b:v1']);
  t.strictSame(await children('dataset-a@HEAD'), ['model-a:v1']);
  t.strictSame(await children('dataset-a', first), []);
  t.equal((await showLineage(context, 'dataset-a@HEAD~1')).commit, first);
  await t.rejects(children('model-b', 'HEAD'), { code: 'reference.not-found', hint: /--all/ });
  await t.rejects(children('model-a', 'nowhere'), { code: 'git.revision-not-found' });
  await t.rejects(showLineage(context, 'model-a', { all: true, revision: 'HEAD' }), { code: 'usage.invalid-argument' });
});

void test('across all branches and tags, two versions that took one number are told apart', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await repository.write(...versionFile('dataset-a'));
  await repository.commit('base');
  await repository.git('checkout', '--quiet', '-b', 'other');
  await repository.write(...versionFile('model-a', { parents: [used('dataset-a')] }, '2'));
  await repository.write(...runFile('r2', { inputs: [used('dataset-a')], outputs: [used('model-b')] }));
  await repository.write(...versionFile('model-b', { run: 'r2', parents: [used('dataset-a')] }));
  await repository.commit('other');
  await repository.git('tag', 'kept');
  await repository.git('checkout', '--quiet', 'main');
  await repository.write(...versionFile('model-a', { parents: [used('dataset-a')] }));
  await repository.commit('main');
  const here = await showLineage(context, 'dataset-a', { descendants: true });
  t.strictSame(idsOf(here.versions), ['dataset-a:v1', 'model-a:v1']);
  const all = await showLineage(context, 'dataset-a', { descendants: true, all: true });
  t.strictSame(idsOf(all.versions), [
    'dataset-a:v1',
    `model-a@${used('model-a', 1, '1').digest}`,
    `model-a@${used('model-a', 1, '2').digest}`,
    'model-b:v1',
  ]);
  await t.rejects(showLineage(context, 'model-a', { all: true }), {
    code: 'reference.ambiguous',
    hint: /model-a@blake3/,
  });
  const validation = await validateLineage(context, { all: true });
  t.match(validation, { isValid: true, versionCount: 4, runCount: 1, warnings: [{ message: /two branches/ }] });
  t.equal((await showLineageOfRun(context, 'r2', { all: true })).subject, 'r2');
  await t.rejects(showLineageOfRun(context, 'r2'), { code: 'run.not-found' });
});

void test('a record that somebody edits in its place is shown as it is', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await repository.write(...versionFile('dataset-a'));
  await repository.write(...versionFile('dataset-b'));
  const [path, bytes] = versionFile('model-a', { parents: [used('dataset-a')] });
  await repository.write(path, bytes);
  await setTimeout(30);
  const parents = async () => idsOf((await showLineage(context, 'model-a', { ancestors: true })).versions).slice(0, -1);
  t.strictSame(await parents(), ['dataset-a:v1']);
  await writeFile(join(repository.root, path), versionFile('model-a', { parents: [used('dataset-b')] })[1]);
  t.strictSame(await parents(), ['dataset-b:v1']);
});

void test('a run is named by the beginning of its id where that is clear', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  for (const run of ['abc123', 'abd456']) await repository.write(...runFile(run, { inputs: [used('dataset-a')] }));
  const result = await showLineageOfRun(context, 'abc');
  t.match(result, { command: 'lineage run', subject: 'abc123', runs: [{ id: 'abc123', label: 'scripts/train.py' }] });
  t.match(result.versions, [{ id: 'dataset-a:v1', recorded: false }]);
  await t.rejects(showLineageOfRun(context, 'ab'), { code: 'reference.ambiguous', hint: /abc123, abd456/ });
  await t.rejects(showLineageOfRun(context, 'abc124'), { code: 'run.not-found', hint: /abc123/ });
  const held = await holdNewRun(context.sharedState, {
    start: runStart({ run: 'live1' }),
    root: repository.root,
    pid: process.pid,
    allow: [],
  });
  t.teardown(() => held.end());
  await t.rejects(showLineageOfRun(context, 'live1'), { code: 'run.not-found', message: /goes on still/ });
  await repository.write(...versionFile('model-live', { run: 'live1' }));
  t.notMatch(
    (await validateLineage(context)).problems.map(({ message }) => message).join('\n'),
    /live1/,
    'a run that goes on needs no record yet',
  );
});

void test('the shortest way is found from either end, with the runs on it', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await writeLineage(repository, guideLineage);
  const path = await findLineagePath(context, { from: 'dataset-cota_rft-v1', to: 'model-ttrl-ghi789' });
  t.match(path, { found: true, reversed: false, from: 'dataset-cota_rft:v1', to: 'model-ttrl-ghi789:v1' });
  t.strictSame(idsOf(path.versions), ['dataset-cota_rft:v1', 'model-rft-def456:v1', 'model-ttrl-ghi789:v1']);
  t.strictSame(idsOf(path.runs), ['def456', 'ghi789']);
  const back = await findLineagePath(context, { from: 'model-ttrl-ghi789', to: 'dataset-cota_rft-v1' });
  t.match(back, { found: true, reversed: true });
  t.strictSame(back.versions, path.versions);
  const none = await findLineagePath(context, { from: 'sft_metrics', to: 'rft_metrics' });
  t.match(none, { found: false, reversed: false });
  t.strictSame(idsOf(none.versions), ['sft_metrics:v1', 'rft_metrics:v1']);
  await t.rejects(findLineagePath(context, { from: 'sft_metrics', to: 'x' }), { code: 'reference.not-found' });
});

void test('records that contradict each other are problems, each with its file and what to do', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  t.match(await validateLineage(context), { isValid: true, versionCount: 0, runCount: 0 });
  await writeLineage(repository, guideLineage);
  t.match(await validateLineage(context), { isValid: true, versionCount: 10, runCount: 5, problems: [], warnings: [] });
  await repository.write(...versionFile('model-x', { parents: [used('dataset-lost')], run: 'lost' }));
  await repository.write('.pixelis/runs/bad.yaml', 'x');
  const { isValid, problems } = await validateLineage(context);
  t.equal(isValid, false);
  t.match(problems, [
    { code: 'file.invalid', path: '.pixelis/runs/bad.yaml' },
    {
      code: 'lineage.broken',
      message: "'model-x:v1' was made from 'dataset-lost:v1', which has no record",
      hint: /--all/,
      artifact: 'model-x',
      version: 1,
      path: '.pixelis/artifacts/model-x/v1-11111111.yaml',
    },
    { code: 'lineage.broken', message: /made by run 'lost'/ },
  ]);
});

void test('evaluations are judged as the naming is set', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t);
  await repository.write(...versionFile('eval-model-a-on-dataset-b-v1', { type: 'evaluation' }));
  const judge = async () => {
    const { problems, warnings } = await validateLineage(context);
    return [problems.length, warnings.length];
  };
  t.strictSame(await judge(), [2, 0]);
  await pixelis.config.set('naming', 'warn');
  t.strictSame(await judge(), [0, 2]);
  await pixelis.config.set('naming', 'off');
  t.strictSame(await judge(), [0, 0]);
});

void test('bytes that no store has are found where that is asked for', async (t) => {
  const { context, repository, pixelis } = await makeContextWithRemote(t);
  await repository.write('a.csv', 'a');
  await pixelis.add(['a.csv'], { name: 'dataset-a', type: 'dataset' });
  await pixelis.push();
  t.match(await validateLineage(context, { objects: true }), { isValid: true });
  await repository.write(...versionFile('dataset-lost'));
  t.match(await validateLineage(context), { isValid: true });
  t.match((await validateLineage(context, { objects: true })).problems, [
    { code: 'lineage.broken', message: "'dataset-lost:v1': neither the cache nor the remote has its bytes" },
  ]);
});
