import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { checkRemote } from '#operations/check-remote.js';
import { doctor } from '#operations/doctor.js';
import { makeContextWithRemote, makeOperationContext } from '../support/operation-context.js';

void test('a remote is tried: reached, listed, written, read, and left as it was', async (t) => {
  const { context, remoteFolder } = await makeContextWithRemote(t);
  const result = await checkRemote(context, undefined);
  t.match(result, {
    command: 'remote check',
    remote: { name: 'origin', url: remoteFolder, isDefault: true },
    reachable: true,
    readable: true,
    writable: true,
    listable: true,
    problems: [],
  });
  t.strictSame(
    result.checks.map(({ name, state }) => `${name} ${state}`),
    ['reach ok', 'list ok', 'write ok', 'read ok', 'remove ok', 'conditional-writes ok'],
  );
});

void test('what a remote refuses is a problem in the result, not an exception', async (t) => {
  const { context, remoteFolder } = await makeContextWithRemote(t);
  await rm(remoteFolder, { recursive: true });
  const { reachable, writable, problems, checks } = await checkRemote(context, 'origin');
  t.strictSame([reachable, writable], [false, false]);
  t.match(problems, [{ code: 'remote.not-found', remote: 'origin' }]);
  t.match(checks[0], { name: 'reach', state: 'problem' });
  await t.rejects(checkRemote(context, 'orgin'), { code: 'remote.not-configured', hint: 'there is: origin' });
});

void test('offline no remote is tried', async (t) => {
  const { context } = await makeContextWithRemote(t, { isOffline: true });
  await t.rejects(checkRemote(context, 'origin'), { code: 'offline.forbidden' });
  const { checks, healthy } = await doctor(context);
  t.equal(healthy, true);
  t.match(checks.at(-1), { name: 'remotes', message: 'remotes were not asked: offline' });
});

void test('the doctor looks at the installation, the repository and the remotes', async (t) => {
  const { context } = await makeContextWithRemote(t);
  const { healthy, checks, problems } = await doctor(context);
  t.strictSame([healthy, problems], [true, []]);
  t.strictSame(
    checks.map(({ name }) => name),
    [
      'node',
      'git',
      'hashing',
      'locks',
      'config',
      'pointers',
      'cache',
      'reflink',
      'hooks',
      'merge driver',
      'remote origin',
    ],
  );
  t.match(
    checks.find(({ name }) => name === 'hooks'),
    { state: 'warning', advice: 'pixelis hooks install' },
  );
});

void test('the doctor finds broken pointers, lost remotes and what killed commands left', async (t) => {
  const { context, repository, remoteFolder } = await makeContextWithRemote(t);
  await repository.write('m.bin.pixelis.yaml', 'pixelis: 1\n');
  await rm(remoteFolder, { recursive: true });
  const left = join(await (await context.cache()).temporaryFolder(), 'old');
  await writeFile(left, 'x');
  await utimes(left, 1, 1);
  const { healthy, checks } = await doctor(context);
  t.equal(healthy, false);
  t.strictSame(
    checks.filter(({ state }) => state === 'problem').map(({ name }) => name),
    ['pointers', 'remote origin'],
  );
  t.match(
    checks.find(({ name }) => name === 'leftovers'),
    { state: 'warning', message: /^1 temporary files/, advice: /gc --apply/ },
  );
});

void test('settings that cannot be read are a finding as well', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await repository.write('.pixelis/config.yaml', 'pixelis: 1\nnaming: loose\n');
  const { healthy, checks } = await doctor(context);
  t.equal(healthy, false);
  t.match(
    checks.find(({ name }) => name === 'config'),
    { state: 'problem', message: /naming/ },
  );
});
