import { test } from 'tap';
import { mergeConfig } from '#model/config.js';

void test('what no file sets has its default', async (t) => {
  t.same(mergeConfig([]), {
    naming: 'strict',
    types: new Map(),
    remotes: new Map(),
    defaultRemote: undefined,
    cache: { dir: undefined, fsync: 'all' },
    worktree: { link: ['reflink', 'copy'] },
    capture: { level: 2, allow: [] },
    signatures: {},
    audit: { requireSigned: 'off' },
    gc: { keep: [] },
    jobs: 8,
  });
});

void test('the local file wins key by key, inside remotes and types too', async (t) => {
  const committed = {
    naming: 'warn',
    remotes: new Map([['origin', { url: 's3://b/p', region: 'eu-1' }]]),
    types: new Map([['prompt', { pattern: 'p-.+', example: 'p-1' }]]),
    cache: { dir: '/a', fsync: 'none' },
    signatures: { allowedSigners: 'signers', openpgpKeys: 'keys' },
    gc: { keep: ['model-prod'] },
  } as const;
  const local = {
    remotes: new Map([['origin', { profile: 'work', region: 'us-1' }]]),
    types: new Map([['prompt', { example: 'p-2' }]]),
    cache: { dir: '/b' },
    capture: { level: 3 },
    signatures: { allowedSigners: 'mine' },
    jobs: 2,
  } as const;
  t.same(mergeConfig([committed, local]), {
    naming: 'warn',
    types: new Map([['prompt', { pattern: 'p-.+', example: 'p-2' }]]),
    remotes: new Map([['origin', { url: 's3://b/p', region: 'us-1', profile: 'work' }]]),
    defaultRemote: 'origin',
    cache: { dir: '/b', fsync: 'none' },
    worktree: { link: ['reflink', 'copy'] },
    capture: { level: 3, allow: [] },
    signatures: { allowedSigners: 'mine', openpgpKeys: 'keys' },
    audit: { requireSigned: 'off' },
    gc: { keep: ['model-prod'] },
    jobs: 2,
  });
});

void test('one merge leaves the defaults of the next alone', async (t) => {
  mergeConfig([{ cache: { dir: '/x' }, worktree: { link: ['copy'] } }]);
  t.equal(mergeConfig([]).cache.dir, undefined);
  t.same(mergeConfig([]).worktree.link, ['reflink', 'copy']);
});

void test('the default remote is the one named, the only one, or origin', async (t) => {
  const remotes = (...names: string[]) => new Map(names.map((name) => [name, { url: `/${name}` }] as const));
  t.equal(mergeConfig([{ remotes: remotes('a', 'b'), defaultRemote: 'b' }]).defaultRemote, 'b');
  t.equal(mergeConfig([{ remotes: remotes('a') }]).defaultRemote, 'a');
  t.equal(mergeConfig([{ remotes: remotes('a', 'origin') }]).defaultRemote, 'origin');
  t.equal(mergeConfig([{ remotes: remotes('a', 'b') }]).defaultRemote, undefined);
});

void test('a remote that has no URL is none', async (t) => {
  t.same(mergeConfig([{ remotes: new Map([['origin', { profile: 'work' }]]) }]).remotes, new Map());
});
