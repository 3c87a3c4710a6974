import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { encodeConfig } from '#format/config.js';
import type { Digest } from '#model/digest.js';
import type { CollectOptions } from '../../src/collection.js';
import { collectedRepository } from '../support/garbage.js';
import { makeContextWithRemote, makeOperationContext } from '../support/operation-context.js';

/** An artifact of several versions at one path, each committed; their digests. */
async function makeVersions(t: Test, count: number, { withRemote = false } = {}) {
  const fixture = withRemote ? await makeContextWithRemote(t) : await makeOperationContext(t);
  const collected = collectedRepository(t, fixture.repository);
  const digests: Digest[] = [];
  for (let version = 1; version <= count; version++) {
    digests.push(await collected.add('data/a', `version ${version}`));
    await fixture.repository.commit(`v${version}`);
  }
  const held = async (): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const [index, digest] of digests.entries()) if (await collected.holds(digest)) found.push(index + 1);
    return found;
  };
  return { ...collected, digests, held };
}

void test('what history names stays, as long as no rule lets it go', async (t) => {
  const { collect, held, call } = await makeVersions(t, 3);
  t.match(await call(({ gc }) => gc.plan({ grace: '0' })), { state: 'planned', garbage: [], freedBytes: 0 });
  t.match(await collect(), { state: 'applied', garbage: [], versions: { dropped: [], kept: [] } });
  t.strictSame(await held(), [1, 2, 3]);
});

void test('collecting removes what killed commands left among the temporary files', async (t) => {
  const { context, pixelis } = await makeOperationContext(t);
  const folder = await (await context.cache()).temporaryFolder();
  for (const name of ['old', 'new']) await writeFile(join(folder, name), 'x');
  await utimes(join(folder, 'old'), 1, 1);
  await pixelis.gc.apply();
  t.strictSame(await readdir(folder), ['new']);
});

void test('a plan says what would go and why, and changes nothing', async (t) => {
  const { call, held } = await makeVersions(t, 4, { withRemote: true });
  await call((pixelis) => pixelis.push([], { all: true }));
  const plan = await call(({ gc }) => gc.plan({ grace: '0', keepLast: 2 }));
  t.match(plan, {
    state: 'planned',
    garbage: [
      {
        reason: 'superseded',
        objects: 2,
        bytes: 18,
        examples: [
          { artifact: 'dataset-a', bytes: 9 },
          { artifact: 'dataset-a', bytes: 9 },
        ],
      },
    ],
    versions: { dropped: [{ version: 1, size: 9, commit: /^[0-9a-f]{40}$/ }, { version: 2 }], kept: [] },
    kept: { live: { objects: 2 } },
  });
  t.strictSame(await held(), [1, 2, 3, 4]);
});

void test('rules let versions go, but for what something keeps', async (t) => {
  const { call, collect, held, repository } = await makeVersions(t, 7, { withRemote: true });
  await call((pixelis) => pixelis.push([], { all: true }));
  await call((pixelis) => pixelis.aliases.set('dataset-a:v1', 'best'));
  await repository.git('tag', 'used', 'HEAD~5');
  await repository.write(
    '.pixelis/config.yaml',
    encodeConfig({
      remotes: { origin: { url: join(repository.root, '../nowhere') } },
      gc: { keep: ['dataset-a:v3'] },
    }),
  );
  t.match((await collect({ keepLast: 1 })).versions.kept.map(({ version, reason }) => `v${version} ${reason}`).sort(), [
    'v1 alias',
    'v2 in-use',
    'v3 pinned',
    'v4 last-copy',
    'v5 last-copy',
    'v6 last-copy',
  ]);
  t.strictSame(await held(), [1, 2, 3, 4, 5, 6, 7], 'the remote cannot be asked: it may have nothing');
});

void test('the last copy stays, unless it is named', async (t) => {
  const { call, collect, held } = await makeVersions(t, 4, { withRemote: true });
  await call((pixelis) => pixelis.push(['dataset-a:v1']));
  const first = await collect({ keepLast: 1 });
  t.match(first.versions, {
    dropped: [{ version: 1 }],
    kept: [
      { version: 2, reason: 'last-copy' },
      { version: 3, reason: 'last-copy' },
    ],
  });
  t.strictSame(await held(), [2, 3, 4]);
  await t.rejects(collect({ keepLast: 1, unpushed: ['model-nobody'] }), { code: 'reference.not-found' });
  await collect({ keepLast: 1, unpushed: ['dataset-a:v2'] });
  t.strictSame(await held(), [3, 4]);
});

void test('what rules let go stays gone, whatever the next collection is asked, until it is taken back', async (t) => {
  const { call, collect, held } = await makeVersions(t, 3);
  const { run } = await collect({ keepLast: 1, unpushed: ['dataset-a'] });
  t.strictSame(await held(), [3]);
  t.match(await collect(), { garbage: [] });
  t.match(await call(({ gc }) => gc.purge()), { state: 'purged', freed: { files: 0 }, restored: 0 });
  t.strictSame(await held(), [3]);
  t.match(await call(({ gc }) => gc.trash()), { runs: [{ run }] });
  t.match(await call(({ gc }) => gc.undo()), { run });
  t.strictSame(await held(), [1, 2, 3]);
  t.match(await collect(), { garbage: [] });
  t.strictSame(await held(), [1, 2, 3]);
  await t.rejects(
    call(({ gc }) => gc.undo()),
    { code: 'gc.run-not-found' },
  );
});

void test('an earlier collection is taken back as a whole, whatever a later one let go', async (t) => {
  const { collect, call, held, add, repository } = await makeVersions(t, 2);
  const first = await collect({ keepLast: 1, unpushed: ['dataset-a'] });
  await add('data/a', 'version 3');
  await repository.commit('v3');
  await collect({ keepLast: 1, unpushed: ['dataset-a'] });
  t.strictSame(await held(), []);
  t.match(await call(({ gc }) => gc.undo(first.run)), { run: first.run });
  t.match(await collect(), { garbage: [] });
  t.strictSame(await held(), [1], 'what the later one let go stays gone');
});

void test('what somebody reads comes out of the trash; what nobody does is freed when its time is over', async (t) => {
  const { call, collect, held, repository } = await makeVersions(t, 3);
  await collect({ keepLast: 1, unpushed: ['dataset-a'] });
  await call((pixelis) => pixelis.get('dataset-a:v1', { output: 'out' }));
  t.equal(await readFile(join(repository.root, 'out'), 'utf8'), 'version 1');
  t.strictSame(await held(), [1, 3]);
  await collect({ keepLast: 1, unpushed: ['dataset-a'] });
  await rm(join(repository.root, 'out'));
  const early = await call(({ gc }) => gc.purge());
  t.match(early, { freed: { files: 0 }, trash: { expired: { files: 0 } } });
  const purged = await call(({ gc }) => gc.purge({ trashAge: '0' }));
  t.ok((purged.freed?.files ?? 0) > 0);
  t.match(purged.trash, { files: 0, bytes: 0 });
  await t.rejects(
    call((pixelis) => pixelis.get('dataset-a:v1', { output: 'out' })),
    { code: 'object.missing' },
  );
  t.strictSame(await held(), [3]);
});

void test('what is named again by the time of the purge goes back', async (t) => {
  const { call, collect, holds, add, forget, repository } = await makeVersions(t, 0);
  const digest = await add('data/a', 'precious');
  const record = await readFile(join(repository.root, 'data/a.pixelis.yaml'));
  await forget();
  await collect();
  t.equal(await holds(digest), false);
  await repository.write('back.pixelis.yaml', record);
  t.match(await call(({ gc }) => gc.purge({ trashAge: '0' })), { freed: { files: 0 } });
  t.equal(await holds(digest), true);
});

void test('a rule is a number or an age, for some types or artifacts', async (t) => {
  const { call } = await makeVersions(t, 2);
  const dropped = async (options: CollectOptions) =>
    (await call(({ gc }) => gc.plan({ grace: '0', unpushed: ['dataset-a'], ...options }))).versions.dropped.length;
  t.equal(await dropped({ olderThan: '0', keepLast: 1 }), 1);
  t.equal(await dropped({ olderThan: '1d' }), 0);
  t.equal(await dropped({ keepLast: 1, type: 'dataset' }), 1);
  t.equal(await dropped({ keepLast: 1, type: 'model' }), 0);
  t.equal(await dropped({ keepLast: 1, artifacts: ['dataset-*:v1'] }), 1);
  t.equal(await dropped({ keepLast: 1, artifacts: ['model-*'] }), 0);
  for (const wrong of [{ type: 'dataset' }, { olderThan: 'soon' }, { keepLast: 1, type: 'nothing' }]) {
    await t.rejects(dropped(wrong), { code: 'usage.invalid-argument' });
  }
});

void test('what was stored a short while ago stays', async (t) => {
  const { add, forget, collect, holds } = await makeVersions(t, 0);
  const digest = await add('data/a', 'young');
  await forget();
  t.match(await collect({ grace: '1h' }), { garbage: [], kept: { young: { objects: 1, bytes: 5 } } });
  t.equal(await holds(digest), true);
});
