import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import type { AuditResult } from '#schema/index.js';
import { makeRepository, type TestRepository } from '../support/repository.js';

void test('an audit of what Pixelis itself recorded finds nothing, and says who recorded what', async (t) => {
  const repository = await makeTrail(t);
  const { code, result } = await repository.json('audit', '--remote');
  t.equal(code, 0);
  t.match(result, {
    verdict: 'VERIFIED',
    counts: { commits: 3, signed: 0, versions: 2, runs: 1, environments: 1 },
    findings: [],
  });
  const trail = result['trail'] as readonly Record<string, unknown>[];
  t.match(
    trail.map(({ kind, artifact, version, from }) => ({ kind, artifact, version, from })),
    [
      { kind: 'version', artifact: 'dataset-a', version: 1 },
      { kind: 'version', artifact: 'model-sft-x1', version: 1, from: ['dataset-a:v1'] },
      { kind: 'environment' },
      { kind: 'run', from: ['dataset-a:v1'] },
    ],
  );
  t.match(result['commits'], [{ author: 'Ada Lovelace', subject: 'data' }, { author: 'Ada Lovelace' }]);
});

void test('an audit of one model shows data, code and environment that it came from, and nothing else', async (t) => {
  const repository = await makeTrail(t);
  await repository.write('other.csv', 'other');
  await repository.done('add', 'other.csv', '--name', 'dataset-other');
  await repository.commit('other');
  const { result } = await repository.json('audit', '--artifact', 'model-sft-x1:v1');
  const trail = result['trail'] as readonly Record<string, unknown>[];
  t.same(
    trail.flatMap(({ artifact }) => artifact ?? []),
    ['dataset-a', 'model-sft-x1'],
  );
  const run = trail.find(({ kind }) => kind === 'run');
  t.match(run, { code: { commit: /^[0-9a-f]{40}$/ }, environment: /^blake3:/ });
  t.match(await repository.json('audit', '--artifact', 'model-sft-x2'), {
    code: 1,
    result: { error: { code: 'reference.not-found', hint: /did you mean model-sft-x1/ } },
  });
});

void test('an audit writes its report into a file, as it is called', async (t) => {
  const repository = await makeTrail(t);
  for (const [file, begin] of [
    ['report.html', '<!doctype html>'],
    ['report.json', '{'],
    ['report.txt', 'VERIFIED'],
  ] as const) {
    const { code, stdout } = await repository.pixelis(['audit', '-o', file]);
    t.equal(code, 0);
    t.match(stdout, `the report is in ${file}`);
    t.ok((await readFile(repository.at(file), 'utf8')).startsWith(begin), file);
  }
  const { stdout } = await repository.pixelis(['audit', '--format', 'html']);
  t.match(stdout, /^<!doctype html>[^]*<\/html>\s*$/);
  t.match(await repository.pixelis(['audit', '--format', 'xml']), { code: 2 });
  t.match(await repository.pixelis(['audit', '-o', 'no/such/folder.html']), { code: 1 });
});

void test('an audit of a range takes what lies before it as it is', async (t) => {
  const repository = await makeTrail(t);
  const record = (await repository.git('ls-files', '.pixelis/artifacts/dataset-a/v1-*')).trim();
  await repository.write(record, `${await readFile(repository.at(record), 'utf8')}metadata:\n  seed: 2\n`);
  const bad = await repository.commit('a small correction');
  t.match(await repository.json('audit'), {
    code: 4,
    result: {
      verdict: 'TAMPERED',
      firstBadCommit: bad,
      findings: [{ kind: 'record-edited', commit: bad, path: record }],
    },
  });
  t.match(await repository.json('audit', '--since', 'HEAD~1'), { code: 4, result: { firstBadCommit: bad } });
  t.match(await repository.json('audit', 'HEAD~1'), { code: 0, result: { verdict: 'VERIFIED' } });
  await repository.write('more.csv', 'more');
  await repository.done('add', 'more.csv', '--name', 'dataset-more', '--parent', 'dataset-a:v1');
  await repository.commit('more');
  const { code, result } = await repository.json('audit', `${bad}..HEAD`);
  t.equal(code, 0);
  t.match(result, { verdict: 'VERIFIED', counts: { commits: 1, versions: 1, runs: 0 }, findings: [] });
  t.match(await repository.json('audit', 'HEAD...main'), { code: 2 });
  t.match(await repository.json('audit', 'nowhere'), {
    code: 1,
    result: { error: { code: 'git.revision-not-found' } },
  });
});

void test('neither is what was wrong before a range told of it, nor what its branches had numbered alike', async (t) => {
  const repository = await makeTrail(t);
  // The fixture dates its commits back.
  const kinds = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { findings } = (await repository.json(...args)).result as unknown as AuditResult;
    return findings.flatMap(({ kind, check }) => (check === 'dates' ? [] : [kind]));
  };
  const add = async (content: string): Promise<void> => {
    await repository.write('a.csv', content);
    await repository.done('add', '--as-is', 'a.csv');
    await repository.commit(content);
  };
  await repository.git('checkout', '-q', '-b', 'side');
  await add('theirs');
  await repository.git('checkout', '-q', 'main');
  await add('ours');
  await repository.git('merge', '-q', '-s', 'ours', '--no-commit', 'side');
  await repository.git('checkout', 'side', '--', '.pixelis/artifacts');
  await repository.git('commit', '-q', '-m', 'both');
  t.strictSame(await kinds('audit'), ['number-on-two-branches']);
  const shallow = path.join(path.dirname(repository.root), 'shallow');
  await repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, shallow);
  t.strictSame(await kinds('-C', shallow, 'audit'), ['history-cut-off', 'code-missing']);
  await add('more');
  t.strictSame(await kinds('audit', '--since', 'HEAD~1'), []);

  const record = (await repository.git('ls-files', '.pixelis/artifacts/dataset-a/v1-*')).trim();
  await repository.git('mv', record, record.replace('v1-', 'v9-'));
  await repository.git('rm', '-rqf', '.pixelis/environments');
  await repository.commit('tidy up');
  await repository.write('b.csv', 'b');
  await repository.commit('code');
  t.ok((await kinds('audit')).includes('record-invalid'));
  t.match(await repository.json('audit', '--since', 'HEAD~1'), {
    code: 0,
    result: { verdict: 'VERIFIED', findings: [] },
  });
});

void test('a branch that leads nowhere leaves an audit of all branches incomplete', async (t) => {
  const repository = await makeTrail(t);
  await repository.write('.git/refs/heads/broken', `${'1'.repeat(40)}\n`);
  t.match(await repository.json('audit', '--all'), {
    code: 3,
    result: { verdict: 'INCOMPLETE', scope: { all: true }, findings: [{ kind: 'history-unreadable' }] },
  });
});

async function makeTrail(t: Test): Promise<TestRepository> {
  const repository = await makeRepository(t);
  await repository.write('a.csv', 'a');
  await repository.done('add', 'a.csv', '--name', 'dataset-a');
  await repository.commit('data');
  const run = ['run', '--input', 'dataset-a', '--output', 'model.bin=model-sft-x1', '--', 'cp', 'a.csv', 'model.bin'];
  const { code, stderr } = await repository.spawn(run);
  if (code !== 0) throw new Error(stderr);
  await repository.commit('train');
  await repository.done('push');
  return repository;
}
