import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { parseDigest } from '#model/digest.js';
import { bringObjects, readStoredFile } from '#operations/bring-objects.js';
import { captureCode } from '#operations/capture-code.js';
import { push } from '#operations/push.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { someRedactor } from '../support/redactor.js';
import { keepText, runRecord, writeRunRecord } from '../support/run-records.js';

/** A run with changed code and a log, recorded in the worktree. */
async function makeWithRun(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const { repository, context } = fixture;
  await repository.write('train.py', '1');
  await repository.commit('start');
  await repository.write('train.py', '2');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  const stdout = await keepText(await context.cache(), 'epoch 1\n');
  const record = runRecord({ code, stdout });
  await writeRunRecord(repository, record);
  return { ...fixture, record, stdout };
}

void test('what runs kept travels with a push, and a second push has nothing to do', async (t) => {
  const { repository, context, stdout, record } = await makeWithRun(t);
  const first = await push(context, [], {});
  t.match(first, { remotes: [{ runs: 1, upToDate: false, objects: 4 }], problems: [], warnings: [] });
  t.match(await push(context, [], {}), { remotes: [{ runs: 1, upToDate: true, objects: 0 }] });
  t.match(await push(context, [], { dryRun: true }), { remotes: [{ upToDate: true, objects: 0 }] });

  await repository.commit('the run');
  const root = `${repository.root}-clone`;
  await repository.git('clone', '--quiet', repository.root, root);
  const { context: colleague } = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  const parts: string[] = [];
  for await (const part of readStoredFile(colleague, { what: 'the log', file: stdout })) parts.push(String(part));
  t.equal(parts.join(''), 'epoch 1\n');
  const roots = record.code.changes === undefined ? [] : [record.code.changes.digest];
  await bringObjects(colleague, { what: 'the code', content: { roots } });
  t.equal((await (await colleague.cache()).missing(roots)).size, 0);
  t.match(await push(colleague, [], {}), { remotes: [{ upToDate: true }], problems: [], warnings: [] });
});

void test('who names what is to be pushed gets that alone', async (t) => {
  const { repository, context, pixelis } = await makeWithRun(t);
  await repository.write('data.csv', '1');
  await pixelis.add(['data.csv']);
  const { remotes } = await push(context, ['data.csv'], {});
  t.match(remotes, [{ objects: 1 }]);
  t.notOk('runs' in (remotes[0] ?? {}));
});

void test('revisions and history say which runs are meant', async (t) => {
  const { repository, context } = await makeWithRun(t);
  const withRun = await repository.commit('the run');
  await rm(join(repository.root, '.pixelis/runs'), { recursive: true });
  await repository.commit('without');
  t.notOk('runs' in ((await push(context, [], { dryRun: true })).remotes[0] ?? {}));
  t.match(await push(context, [], { revisions: [withRun], dryRun: true }), { remotes: [{ runs: 1, objects: 4 }] });
  t.match(await push(context, [], { all: true }), { remotes: [{ runs: 1, objects: 4 }] });
});

void test('what neither side has of a run is a warning that names the run', async (t) => {
  const { context } = await makeWithRun(t);
  await rm((await context.cache()).bucket.pathOf('packs/x').replace(/x$/, ''), { recursive: true });
  const result = await push(context, [], {});
  t.match(result, { problems: [], warnings: [{ code: 'object.missing', message: /run 'k7m2x9w4q1' kept/ }] });
});

void test('a record that cannot be read does not keep the others from being pushed', async (t) => {
  const { repository, context } = await makeWithRun(t);
  await repository.write('.pixelis/runs/broken.yaml', 'no: record\n');
  const result = await push(context, [], {});
  t.match(result, {
    remotes: [{ runs: 1, objects: 4 }],
    warnings: [{ code: 'file.invalid', path: '.pixelis/runs/broken.yaml' }],
  });
});

void test('a version that a run made without a pointer is pushed with the run', async (t) => {
  const { repository, context, pixelis, record } = await makeWithRun(t);
  await repository.write('out/a', '1');
  await repository.write('out/b', '2');
  const added = await pixelis.add(['out']);
  await rm(join(repository.root, 'out.pixelis.yaml'));
  const made = added.paths.map(({ artifact, version, digest }) => ({ artifact, version, digest: parseDigest(digest) }));
  await writeRunRecord(repository, { ...record, outputs: made });
  await push(context, [], {});
  await rm((await context.cache()).bucket.pathOf('packs/x').replace(/x$/, ''), { recursive: true });
  const { pixelis: later } = await openOperationContext(t, repository);
  t.match(await later.get('dataset-out:v1', { output: 'again' }), { placedFiles: 2, problems: [] });
});
