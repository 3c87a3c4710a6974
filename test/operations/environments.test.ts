import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { encodeRunRecord, runRecordPath } from '#format/run-record.js';
import type { Digest } from '#model/digest.js';
import type { RunRecord } from '#model/run.js';
import { makeFolder } from '../support/git-repository.js';
import { makeOperationContext } from '../support/operation-context.js';

/** A repository on whose PATH a `bash` stands before all others, whose version a test may change. */
async function makeProject(t: Test) {
  const bin = await makeFolder(t);
  const environment: Record<string, string | undefined> = { PATH: `${bin}:${process.env['PATH']}`, HOME: bin };
  const fixture = await makeOperationContext(t, { environment });
  const bash = async (version: string) => {
    await writeFile(path.join(bin, 'bash'), `#!/bin/sh\necho "GNU bash, version ${version}(1)-release"\n`);
    await chmod(path.join(bin, 'bash'), 0o755);
  };
  await bash('5.2.15');
  const record = async (digest: Digest, facts: Partial<RunRecord> = {}) => {
    await mkdir(path.join(fixture.repository.root, '.pixelis/runs'), { recursive: true });
    await fixture.repository.write(runRecordPath('abc123'), encodeRunRecord({ ...run, environment: digest, ...facts }));
  };
  return { ...fixture, environment, bash, record, environments: fixture.pixelis.environments };
}

const run: RunRecord = {
  run: 'abc123',
  kind: 'command',
  command: ['bash', '-c', 'true'],
  folder: '',
  state: 'COMPLETED',
  started: '2026-03-01T09:30:00.000Z',
  ended: '2026-03-01T09:30:01.000Z',
  seconds: 1,
  host: 'here',
  user: 'ada',
  captureLevel: 1,
  code: { dirty: false },
  params: {},
  tags: [],
  inputs: [],
  outputs: [],
  metrics: {},
  redacted: [],
};
const command = ['bash', '-c', 'true'];

void test('capture writes and stages a record once, and a dry run writes nothing', async (t) => {
  const { environments, repository } = await makeProject(t);
  const planned = await environments.capture({ level: 1, command, dryRun: true });
  t.match(planned, { dryRun: true, known: false, staged: [] });
  t.equal(await repository.git('status', '--porcelain', '--', '.pixelis/environments'), '');
  const { digest, record } = await environments.capture({ level: 1, command });
  t.equal(digest, planned.digest);
  t.equal(await repository.git('status', '--porcelain', '--', '.pixelis/environments'), `A  ${record}`);
  t.match(await environments.capture({ level: 1, command }), { known: true, digest, staged: [record] });
});

void test('an environment is shown by digest, by an abbreviation of it, and by run', async (t) => {
  const { environments, record } = await makeProject(t);
  const { digest } = await environments.capture({ level: 1, command });
  await record(digest as Digest);
  const hex = digest.slice('blake3:'.length);
  for (const reference of [digest, hex, hex.slice(0, 6), `blake3:${hex.slice(0, 4)}`]) {
    t.match(await environments.show(reference), { digest, known: true, environment: { programs: { bash: '5.2.15' } } });
  }
  for (const reference of ['abc123', 'abc', 'abc12']) {
    t.match(await environments.show(reference), { digest, run: 'abc123' });
  }
});

void test('without a reference, this machine is shown, and nothing is written', async (t) => {
  const { environments, repository } = await makeProject(t);
  t.match(await environments.show(undefined, { level: 1, command }), { known: false, environment: { level: 1 } });
  t.match(await environments.show('.'), { environment: { level: 2, system: {} } });
  t.equal(await repository.git('status', '--porcelain', '--', '.pixelis/environments'), '');
});

void test('what names no environment is an error that says how to name one', async (t) => {
  const { environments, record, repository } = await makeProject(t);
  const { digest } = await environments.capture({ level: 1, command });
  await t.rejects(environments.show('beef'), { code: 'environment.not-found', hint: /id of a run/ });
  await t.rejects(environments.check('model-x'), { code: 'environment.not-found' });
  await t.rejects(environments.show('.', { level: 4 }), { code: 'usage.invalid-argument' });
  await record(digest as Digest, {});
  const gone = `blake3:${'0'.repeat(64)}` as Digest;
  await record(gone);
  await t.rejects(environments.show('abc123'), { code: 'environment.not-found', hint: /another branch/ });
  await repository.write(runRecordPath('bare'), encodeRunRecord({ ...run, run: 'bare' }));
  await t.rejects(environments.show('bare'), {
    code: 'environment.not-found',
    message: /a run without an environment/,
  });
  for (const digits of ['aaaa1', 'aaaa2']) {
    await repository.write(`.pixelis/environments/${digits.padEnd(64, '0')}.yaml`, 'pixelis: 1\nlevel: 1\n');
  }
  await repository.write(runRecordPath('abc124'), encodeRunRecord({ ...run, run: 'abc124' }));
  await t.rejects(environments.show('abc12'), { code: 'reference.ambiguous' });
  await t.rejects(environments.show('aaaa'), { code: 'reference.ambiguous', hint: /aaaa1000/ });
  await t.rejects(environments.show('aaaa1'), {
    code: 'file.invalid',
    message: /not the environment that its name says/,
  });
});

void test('check says whether this machine satisfies, and what differs, worst first', async (t) => {
  const { environments, bash, record } = await makeProject(t);
  const { digest } = await environments.capture({ level: 1, command });
  await record(digest as Digest);
  t.match(await environments.check('abc123'), {
    satisfied: true,
    recorded: { reference: 'abc123', run: 'abc123', digest },
    actual: { reference: '.', digest },
    differences: [],
  });
  await bash('6.0.1');
  const { satisfied, differences } = await environments.check(digest);
  t.equal(satisfied, false);
  t.strictSame(differences, [
    { severity: 'likely', aspect: 'program', key: 'bash', recorded: '5.2.15', actual: '6.0.1' },
  ]);
});

void test('a record is checked against what it speaks of, though nobody says the command', async (t) => {
  const { environments, repository, environment } = await makeProject(t);
  await repository.write('train/Cargo.lock', 'a');
  await repository.write('train/run.sh', '');
  environment['PYTHONHASHSEED'] = '0';
  const { digest } = await environments.capture({ level: 1, command });
  t.match(await environments.check(digest), { satisfied: true, differences: [] });
  delete environment['PYTHONHASHSEED'];
  t.match(await environments.check(digest), {
    satisfied: false,
    differences: [{ severity: 'likely', aspect: 'switch', key: 'PYTHONHASHSEED', recorded: '0' }],
  });
});

void test('two recorded environments are compared, or one with this machine', async (t) => {
  const { environments, bash } = await makeProject(t);
  const first = await environments.capture({ level: 1, command });
  await bash('5.2.16');
  const second = await environments.capture({ level: 1, command });
  t.match(await environments.diff(first.digest, second.digest), {
    satisfied: true,
    differences: [{ severity: 'possible', recorded: '5.2.15', actual: '5.2.16' }],
  });
  t.match(await environments.diff('.', first.digest), {
    recorded: { reference: '.', level: 1 },
    differences: [{ recorded: '5.2.16', actual: '5.2.15' }],
  });
  t.match(await environments.diff('.', '.'), { differences: [] });
});

void test('a secret in a variable is kept out of the record', async (t) => {
  const { environments, environment, repository } = await makeProject(t);
  environment['HF_TOKEN'] = 'hf_abcdefghijklmnopqrstuvwxyz012345';
  const { record, environment: facts } = await environments.capture({ level: 3, command });
  t.match(facts.variables?.['HF_TOKEN'], /^redacted:/);
  t.notMatch(await readFile(path.join(repository.root, record), 'utf8'), /hf_abcdef/);
});
