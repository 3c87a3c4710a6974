import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { addRemote } from '#operations/add-remote.js';
import { listRemotes } from '#operations/list-remotes.js';
import { removeRemote } from '#operations/remove-remote.js';
import { setDefaultRemote } from '#operations/set-default-remote.js';
import { makeFolder } from '../support/git-repository.js';
import { makeOperationContext } from '../support/operation-context.js';

void test('the first remote is committed, staged, and becomes the default', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const result = await addRemote(
    context,
    { name: 'origin', url: 's3://bucket/a/' },
    { region: 'eu-1', pathStyle: true },
  );
  t.strictSame(result, {
    pixelis: 1,
    command: 'remote add',
    dryRun: false,
    remotes: [
      { name: 'origin', url: 's3://bucket/a', isDefault: true, isLocal: false, region: 'eu-1', pathStyle: true },
    ],
    changed: 'origin',
    problems: [],
    warnings: [],
  });
  t.equal(await repository.git('diff', '--cached', '--name-only'), '.pixelis/config.yaml');
  await addRemote(context, { name: 'lab', url: '/mnt/store' });
  const { remotes } = await listRemotes(context);
  t.strictSame(
    remotes.map(({ name, isDefault }) => [name, isDefault]),
    [
      ['lab', false],
      ['origin', true],
    ],
  );
});

void test('a remote that was the default for being alone stays it when a second one comes', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await repository.write('.pixelis/config.yaml', '# ours\npixelis: 1\nremotes:\n  lab:\n    url: /mnt/lab # fast\n');
  const { remotes } = await addRemote(context, { name: 'far', url: 's3://far-away' });
  t.strictSame(
    remotes.map(({ name, isDefault }) => [name, isDefault]),
    [
      ['far', false],
      ['lab', true],
    ],
  );
  const text = await readFile(join(repository.root, '.pixelis/config.yaml'), 'utf8');
  t.match(text, /^# ours\n/);
  t.match(text, / # fast\n/);
});

void test('a relative folder is meant from where the user stands, and kept from the top', async (t) => {
  const { context } = await makeOperationContext(t, { folder: 'sub/folder' });
  const { remotes } = await addRemote(context, { name: 'near', url: '../../../store' });
  t.equal(remotes[0]?.url, '../store');
});

void test('a remote of this machine alone is written to config.local.yaml and not staged', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const { remotes } = await addRemote(context, { name: 'disk', url: '/mnt/disk' }, { local: true });
  t.strictSame(remotes, [{ name: 'disk', url: '/mnt/disk', isDefault: true, isLocal: true }]);
  t.equal(await repository.git('diff', '--cached', '--name-only'), '');
  t.match(await readFile(join(repository.root, '.pixelis/config.local.yaml'), 'utf8'), 'default_remote: disk');
});

void test('credentials inside a URL or an endpoint are refused and not repeated', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const before = await readFile(join(repository.root, '.pixelis/config.yaml'), 'utf8');
  const wrong = [
    addRemote(context, { name: 'origin', url: 's3://KEY:hunter2@bucket/a' }),
    addRemote(context, { name: 'origin', url: 's3://bucket/a' }, { endpoint: 'https://me:hunter2@minio.lab' }),
  ];
  for (const attempt of wrong) {
    const error = await attempt.catch((reason: unknown) => reason as Error);
    t.match(error, { code: 'remote.invalid-url' });
    t.notMatch(JSON.stringify([(error as Error).message, error]), 'hunter2');
  }
  t.equal(await readFile(join(repository.root, '.pixelis/config.yaml'), 'utf8'), before);
});

void test('names that exist, or cannot be, are refused', async (t) => {
  const { context } = await makeOperationContext(t);
  await addRemote(context, { name: 'origin', url: '/mnt/store' });
  await t.rejects(addRemote(context, { name: 'origin', url: '/mnt/other' }), { code: 'remote.exists' });
  await t.rejects(addRemote(context, { name: '-rf', url: '/mnt/other' }), { code: 'usage.invalid-argument' });
  await t.rejects(addRemote(context, { name: 'a b', url: '/mnt/other' }), { code: 'usage.invalid-argument' });
  await t.rejects(addRemote(context, { name: 'x', url: '/mnt/other' }, { region: 'eu-1' }), {
    code: 'usage.invalid-argument',
  });
});

void test('a dry run says what would change and changes nothing', async (t) => {
  const { context } = await makeOperationContext(t);
  const { changed, remotes } = await addRemote(context, { name: 'origin', url: '/mnt/store' }, { dryRun: true });
  t.strictSame({ changed, remotes }, { changed: 'origin', remotes: [] });
});

void test('removing the default remote says what the default is now', async (t) => {
  const { context } = await makeOperationContext(t);
  await addRemote(context, { name: 'origin', url: '/mnt/a' });
  await addRemote(context, { name: 'lab', url: '/mnt/b' });
  await addRemote(context, { name: 'far', url: '/mnt/c' });
  const first = await removeRemote(context, 'origin');
  t.match(first.warnings, [{ message: "'origin' was the default remote, and there is none now" }]);
  await setDefaultRemote(context, 'far');
  const second = await removeRemote(context, 'far');
  t.match(second.warnings, [{ message: "'far' was the default remote; it is 'lab' now" }]);
  t.strictSame(second.remotes, [{ name: 'lab', url: '/mnt/b', isDefault: true, isLocal: false }]);
});

void test('a remote that is not there is named with those that are', async (t) => {
  const { context } = await makeOperationContext(t);
  await addRemote(context, { name: 'origin', url: '/mnt/a' });
  await t.rejects(removeRemote(context, 'orgin'), { code: 'remote.not-configured', hint: 'there is: origin' });
  await t.rejects(setDefaultRemote(context, 'nope'), { code: 'remote.not-configured' });
});

void test('remotes added at once are all there afterwards', async (t) => {
  const { context } = await makeOperationContext(t);
  const names = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(names.map((name) => addRemote(context, { name, url: `/mnt/${name}` })));
  t.strictSame(
    (await listRemotes(context)).remotes.map(({ name }) => name),
    names,
  );
});

void test('a remote that was just added can be used by the same session', async (t) => {
  const { pixelis, repository } = await makeOperationContext(t);
  const first = await makeFolder(t);
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await pixelis.remotes.add('origin', first);
  t.match(await pixelis.push(), { remotes: [{ remote: 'origin', objects: 1 }], problems: [] });
  await pixelis.config.set('remotes.origin.url', await makeFolder(t));
  t.match(await pixelis.push(), { remotes: [{ remote: 'origin', objects: 1 }], problems: [] });
});
