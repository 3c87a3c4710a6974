import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { addRemote } from '#operations/add-remote.js';
import { getSetting } from '#operations/get-setting.js';
import { listSettings } from '#operations/list-settings.js';
import { setSetting } from '#operations/set-setting.js';
import { settingKinds } from '#operations/setting-keys.js';
import { unsetSetting } from '#operations/unset-setting.js';
import { makeOperationContext } from '../support/operation-context.js';

void test('a setting that is not set has its default, and says so', async (t) => {
  const { context } = await makeOperationContext(t);
  t.strictSame((await getSetting(context, 'jobs')).settings, [{ key: 'jobs', value: 8, source: 'default' }]);
  t.strictSame((await getSetting(context, 'cache.dir')).settings, [
    { key: 'cache.dir', value: null, source: 'default' },
  ]);
});

void test('each setting says where its value comes from', async (t) => {
  const { context } = await makeOperationContext(t);
  await setSetting(context, { key: 'naming', value: 'warn' });
  await setSetting(context, { key: 'jobs', value: '16' }, { local: true });
  await addRemote(context, { name: 'my.store', url: '/mnt/store' });
  const { settings } = await listSettings(context);
  t.strictSame(
    settings.map(({ key, value, source }) => [key, value, source]),
    [
      ['cache.fsync', 'all', 'default'],
      ['default_remote', 'my.store', 'repository'],
      ['jobs', 16, 'local'],
      ['naming', 'warn', 'repository'],
      ['remotes.my.store.url', '/mnt/store', 'repository'],
      ['worktree.link', ['reflink', 'copy'], 'default'],
    ],
  );
  t.strictSame((await getSetting(context, 'remotes.my.store')).settings, [
    { key: 'remotes.my.store.url', value: '/mnt/store', source: 'repository' },
  ]);
});

void test('setting a value says what it was before, and stages the file', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await setSetting(context, { key: 'worktree.link', value: 'hardlink, copy' });
  const result = await setSetting(context, { key: 'worktree.link', value: ['copy'] });
  t.strictSame(result, {
    pixelis: 1,
    command: 'config set',
    dryRun: false,
    settings: [{ key: 'worktree.link', value: ['copy'], source: 'repository' }],
    changed: {
      key: 'worktree.link',
      before: ['hardlink', 'copy'],
      after: ['copy'],
      file: '.pixelis/config.yaml',
    },
    problems: [],
    warnings: [],
  });
  t.equal(await repository.git('diff', '--cached', '--name-only'), '.pixelis/config.yaml');
  t.equal((await setSetting(context, { key: 'worktree.link', value: ['copy'] })).changed, undefined);
});

void test('a value that this machine overrides is set, with a warning', async (t) => {
  const { context } = await makeOperationContext(t);
  await setSetting(context, { key: 'jobs', value: 2 }, { local: true });
  const { settings, warnings } = await setSetting(context, { key: 'jobs', value: 4 });
  t.strictSame(settings, [{ key: 'jobs', value: 2, source: 'local' }]);
  t.match(warnings, [{ hint: 'take it away there: pixelis config unset jobs --local' }]);
});

void test('unset lets the default hold again, and is no error where nothing is set', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const file = join(repository.root, '.pixelis/config.yaml');
  const before = await readFile(file, 'utf8');
  await setSetting(context, { key: 'cache.dir', value: '/mnt/cache' });
  const { changed, settings } = await unsetSetting(context, 'cache.dir');
  t.strictSame(changed, { key: 'cache.dir', before: '/mnt/cache', file: '.pixelis/config.yaml' });
  t.strictSame(settings, [{ key: 'cache.dir', value: null, source: 'default' }]);
  t.equal(await readFile(file, 'utf8'), before);
  t.equal((await unsetSetting(context, 'cache.dir')).changed, undefined);
});

void test('what cannot be is refused, and the file stays as it is', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const file = join(repository.root, '.pixelis/config.yaml');
  const before = await readFile(file, 'utf8');
  const set = (key: string, value: unknown) => setSetting(context, { key, value });
  await t.rejects(set('cash.dir', '/x'), { code: 'config.invalid', hint: 'did you mean: cache.dir' });
  await t.rejects(set('cache', '/x'), { code: 'config.invalid' });
  await t.rejects(set('jobs', 'many'), { code: 'config.invalid' });
  await t.rejects(set('naming', 'loose'), { code: 'config.invalid', message: /strict, warn, off/ });
  await t.rejects(set('types.mask.pattern', '['), { code: 'config.invalid' });
  await t.rejects(set('remotes.x.url', 's3://KEY:hunter2@bucket'), { code: 'remote.invalid-url' });
  await t.rejects(set('default_remote', 'nobody'), { code: 'remote.not-configured' });
  t.equal(await readFile(file, 'utf8'), before);
});

void test('every setting of the schema can be set by its key', async (t) => {
  const schema = JSON.parse(await readFile(new URL('../../../schemas/config.schema.json', import.meta.url), 'utf8'));
  const keys: string[] = [];
  const collect = (node: Schema, key: string): void => {
    const resolved = node.$ref === '#/$defs/RemoteSettings' ? (schema.$defs.RemoteSettings as Schema) : node;
    const children = Object.entries(resolved.properties ?? {});
    for (const [name, child] of children) collect(child, key === '' ? name : `${key}.${name}`);
    if (typeof resolved.additionalProperties === 'object') collect(resolved.additionalProperties, `${key}.*`);
    else if (children.length === 0) keys.push(key);
  };
  collect(schema as Schema, '');
  t.strictSame(keys.filter((key) => key !== 'pixelis').sort(), Object.keys(settingKinds).sort());
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}
