import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { CollectOptions } from '../../src/collection.js';
import type { Repository } from '../../src/repository.js';
import { parseDigest } from '#model/digest.js';
import { collectedRepository } from '../support/garbage.js';
import { makeContextWithRemote, makeOperationContext } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';

/** Three versions at one path, each committed, on the remote where there is one. */
async function makeVersions(t: Test, { withRemote = true } = {}) {
  const fixture = withRemote
    ? await makeContextWithRemote(t)
    : { ...(await makeOperationContext(t)), remoteFolder: '' };
  const collected = collectedRepository(t, fixture.repository);
  for (const version of [1, 2, 3]) {
    await collected.add('data/a', `version ${version}`);
    await fixture.repository.commit(`v${version}`);
  }
  if (withRemote) await collected.call((pixelis) => pixelis.push([], { all: true }));
  const ask = async <Result extends object>(work: (pixelis: Repository) => Promise<Result>): Promise<Result> => {
    const result = await collected.call(work);
    t.strictSame(outputErrors(result), []);
    return result;
  };
  return {
    ...collected,
    remoteFolder: fixture.remoteFolder,
    ask,
    /** Lets the first two go. */
    letGo: (options: CollectOptions = {}) => collected.collect({ keepLast: 1, unpushed: ['dataset-a'], ...options }),
    verifyAll: () => ask((pixelis) => pixelis.verify([], { all: true })),
    free: () => ask(({ gc }) => gc.purge({ trashAge: '0', grace: '0' })),
    /** Takes from the cache whatever it has. */
    lose: () => rm(join(collected.cacheFolder, 'packs'), { recursive: true }),
  };
}

const codesOf = ({
  problems,
}: {
  readonly problems: readonly { readonly code: string; readonly version?: number }[];
}) => problems.map(({ code, version }) => `v${version} ${code}`).sort();

void test('what a rule let go is told apart from what was lost, in the trash and when that is freed', async (t) => {
  const { letGo, verifyAll, free, call, ask } = await makeVersions(t);
  const { run } = await letGo({ unpushed: [], type: 'dataset' });
  const version = { artifact: 'dataset-a', dropped: '2026-03-01T09:30:00Z', run, unpushed: false };
  for (const step of ['in the trash', 'freed']) {
    if (step === 'freed') t.match(await free(), { freed: { files: 2 } });
    t.match(
      await verifyAll(),
      {
        intact: true,
        scope: { versions: 3 },
        dropped: [
          { ...version, version: 2, rule: '--keep-last 1 --type dataset' },
          { ...version, version: 1 },
        ],
        stores: [{ missing: 0, dropped: 2 }],
        found: [],
        problems: [],
      },
      step,
    );
    t.match(await ask((pixelis) => pixelis.audit()), { verdict: 'VERIFIED', findings: [] }, step);
    t.match(
      (await call(({ gc }) => gc.trash())).runs,
      step === 'freed' ? [] : [{ run, files: 2 }],
      'nobody took it out',
    );
    t.match(await ask((pixelis) => pixelis.push([], { all: true })), { problems: [], warnings: [] }, step);
    if (step !== 'freed') await letGo({ unpushed: [] });
  }
});

void test('a version that was let go and is asked for says when, by which rule, and how it comes back', async (t) => {
  const { letGo, free, ask, verifyAll, repository, call } = await makeVersions(t);
  const { run } = await letGo({ unpushed: ['dataset-a:v2'] });
  const verify = (name: string) => ask((pixelis) => pixelis.verify([name]));
  const hintOf = async (name: string) => (await verify(name)).problems[0]?.hint;
  t.match(await verify('dataset-a:v1'), {
    intact: false,
    problems: [{ code: 'object.dropped', message: /gc let it go on 2026-03-01 \(--keep-last 1\)/ }],
  });
  t.match(await hintOf('dataset-a:v2'), `pixelis gc undo ${run}`);
  await free();
  t.match(await hintOf('dataset-a:v1'), 'pixelis fetch dataset-a:v1');
  t.match(await hintOf('dataset-a:v2'), /another clone/);
  await repository.git('checkout', '--quiet', 'HEAD~2');
  t.strictSame(codesOf(await verifyAll()), ['v1 object.dropped'], 'a pointer here wants it');
  t.equal((await verify('dataset-a:v1')).problems.length, 1);
  await call((pixelis) => pixelis.pull());
  t.strictSame(codesOf(await verifyAll()), []);
});

void test('what a version needs that was not let go is missing, whatever rules let go', async (t) => {
  const { letGo, verifyAll, lose, add, repository } = await makeVersions(t);
  await letGo();
  await lose();
  t.strictSame(codesOf(await verifyAll()), ['v3 object.missing']);
  await add('other/same', 'version 1');
  await repository.commit('the same bytes under another name');
  await lose();
  t.strictSame([...new Set(codesOf(await verifyAll()))], ['v1 object.missing', 'v3 object.missing']);
});

for (const [how, bring] of Object.entries({
  fetched: (pixelis: Repository) => pixelis.fetch(['dataset-a:v1']),
  healed: (pixelis: Repository) => pixelis.verify(['dataset-a:v1'], { repair: true }),
  undone: ({ gc }: Repository) => gc.undo(),
})) {
  void test(`a version that was let go and came back (${how}) is let go no more`, async (t) => {
    const { letGo, collect, verifyAll, lose, ask, holds, cacheFolder } = await makeVersions(t);
    await letGo();
    const { dropped = [] } = await verifyAll();
    await ask<object>(bring);
    const first = parseDigest(dropped.find(({ version }) => version === 1)?.digest ?? '');
    await collect();
    t.ok(await holds(first), 'a collection without rules leaves it');
    await lose();
    t.match(codesOf(await verifyAll()).slice(0, 1), ['v1 object.missing']);
    const notes = await readdir(join(cacheFolder, 'dropped/back')).catch(() => []);
    t.strictSame(notes, [], 'the next collection enters into its lists what came back');
  });
}

void test('a version that is added again is let go no more', async (t) => {
  const { letGo, verifyAll, lose, add } = await makeVersions(t);
  await letGo();
  await add('data/a', 'version 1');
  await add('data/a', 'version 3');
  await lose();
  t.strictSame(codesOf(await verifyAll()), ['v1 object.missing', 'v3 object.missing']);
});

void test('a remote that lost what the cache let go because it was there is told so', async (t) => {
  const { letGo, free, ask, remoteFolder } = await makeVersions(t);
  await letGo({ unpushed: ['dataset-a:v2'] });
  await free();
  const { remotes } = await ask((pixelis) => pixelis.fetch([], { all: true, dryRun: true }));
  t.equal(remotes[0]?.objects, 2);
  await rm(join(remoteFolder, 'packs'), { recursive: true });
  const lost = ['v1 object.missing', 'v3 object.missing'];
  t.strictSame(codesOf(await ask((pixelis) => pixelis.verify([], { all: true, remote: true }))), lost);
  t.match(await ask((pixelis) => pixelis.audit({ remote: true })), {
    findings: [{ kind: 'object-missing', version: 1 }],
  });
  const pushed = await ask((pixelis) => pixelis.push([], { all: true }));
  t.strictSame(codesOf(pushed), ['v1 object.missing']);
  t.match(pushed.warnings, [{ code: 'object.dropped', version: 2 }]);
});

void test('the last copies that were named to go are no problem of whoever asks for all', async (t) => {
  const { letGo, free, ask, verifyAll } = await makeVersions(t, { withRemote: false });
  await letGo();
  await free();
  t.match(await verifyAll(), { intact: true, dropped: [{ unpushed: true }, { unpushed: true }] });
  t.match(await ask((pixelis) => pixelis.audit()), { verdict: 'VERIFIED', findings: [] });
});

void test('what a rule would let go and is too young stays, and is on no list', async (t) => {
  const { letGo, verifyAll, lose } = await makeVersions(t);
  t.match(await letGo({ grace: '14d' }), { versions: { dropped: [{ version: 1 }, { version: 2 }] } });
  t.notOk((await verifyAll()).dropped);
  await lose();
  t.equal((await verifyAll()).problems.length, 3);
});

void test('what cannot be read lets nothing go, and stays for whoever can read it', async (t) => {
  for (const name of ['list', 'back']) {
    const { letGo, verifyAll, free, cacheFolder, ask, collect } = await makeVersions(t);
    await letGo({ unpushed: [] });
    await free();
    if (name === 'back') await ask((pixelis) => pixelis.fetch(['dataset-a:v1']));
    const folder = join(cacheFolder, 'dropped', name === 'list' ? '.' : 'back');
    const file = (await readdir(folder)).find((entry) => entry.endsWith('.json')) ?? '';
    const newer = '{ "pixelis": 2, "something": "else" }\n';
    await writeFile(join(folder, file), newer);
    t.match(await verifyAll(), { dropped: undefined });
    await collect();
    t.equal(await readFile(join(folder, file), 'utf8'), newer, name);
  }
});
