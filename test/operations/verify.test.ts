import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { hashBytes } from '#hashing/hasher.js';
import { digestFromHex } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import { buildPack } from '#store/build-pack.js';
import { empty, filesIn, flipByte, halve, lose, overwrite } from '../support/damage.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';
import { runRecord, writeRunRecord } from '../support/run-records.js';

const large = new Uint8Array(3 << 20).fill(7);

/** A folder with a large and a small file, pushed and committed. */
async function makePushed(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const { repository, pixelis } = fixture;
  await repository.write('data/small', 'small');
  await repository.write('data/large', large);
  await pixelis.add(['data']);
  await repository.commit('data');
  await pixelis.push();
  const cacheFolder = join(repository.root, '.git/pixelis/cache');
  const verify = async (options: Parameters<typeof pixelis.verify>[1] = {}, targets: readonly string[] = []) => {
    const result = await pixelis.verify(targets, options);
    t.strictSame(outputErrors(result), []);
    return result;
  };
  return { ...fixture, cacheFolder, verify };
}

/** Takes away what a repair could draw from. */
async function loseWorktree({ repository }: { readonly repository: { readonly root: string } }): Promise<void> {
  await rm(join(repository.root, 'data'), { recursive: true });
}

void test('a repository that is as it should be is intact, at every depth and on the remote', async (t) => {
  const { verify } = await makePushed(t);
  for (const options of [
    {},
    { full: true },
    { sample: 2 },
    { sample: '100%' },
    { remote: true },
    { download: true },
    { all: true },
  ]) {
    t.match(await verify(options), { intact: true, found: [], problems: [], warnings: [] }, JSON.stringify(options));
  }
  t.match(await verify({ full: true }), {
    depth: 'full',
    scope: { records: 2, versions: 1, runs: 0, objects: 4, bytes: large.length + 5 },
    stores: [{ damaged: 0, missing: 0, hashed: { objects: 4, ofObjects: 4 } }],
  });
});

const damage = [
  ['a flipped bit', flipByte],
  ['other bytes under the right name', overwrite],
  ['a truncation', halve],
  ['an empty file', empty],
  ['a loss', lose],
] as const;

void test('damage of every kind in the cache is found, named and healed, from the worktree or the remote', async (t) => {
  const fixture = await makePushed(t);
  const { repository, cacheFolder, verify } = fixture;
  for (const source of ['the worktree', "remote 'origin'"]) {
    if (source !== 'the worktree') await loseWorktree(fixture);
    for (const [word, harm] of damage) {
      await rm(join(cacheFolder, 'quarantine'), { recursive: true, force: true });
      for (const file of await filesIn(cacheFolder, 'objects/')) await harm(file);
      for (const file of await filesIn(cacheFolder, 'packs/')) await harm(file);
      const found = await verify({ full: true });
      t.equal(found.intact, false, word);
      t.ok(found.found.length > 0 && found.found.every(({ state }) => state === 'found'));
      t.match(found.needers, [
        { artifact: 'dataset-data', version: 1, paths: ['data'], commits: [{ subject: 'data' }] },
      ]);
      const repaired = await verify({ full: true, repair: true });
      t.match(repaired, { intact: true, problems: [], stores: [{ damaged: 0, missing: 0 }] }, word);
      t.strictSame([...new Set(repaired.found.flatMap(({ from }) => from ?? []))], [source], word);
      t.match(await verify({ full: true, repair: true }), { intact: true, found: [] }, 'a second repair finds nothing');
    }
  }
  await fixture.pixelis.checkout();
  t.ok((await readFile(join(repository.root, 'data/large'))).equals(large));
});

void test('damage of every kind on a remote is found and healed from the cache', async (t) => {
  const { remoteFolder, verify } = await makePushed(t);
  for (const [word, harm] of damage) {
    for (const file of await filesIn(remoteFolder, 'objects/')) await harm(file);
    for (const file of await filesIn(remoteFolder, 'packs/')) await harm(file);
    const isSeenBySize = harm !== flipByte && harm !== overwrite;
    t.equal((await verify({ remote: 'origin' })).intact, !isSeenBySize, word);
    const found = await verify({ download: true });
    t.equal(found.intact, false, word);
    t.match(found.stores, [
      { damaged: 0, missing: 0 },
      { remote: 'origin', hashed: {} },
    ]);
    t.ok(found.found.every(({ remote }) => remote === 'origin'));
    t.match(await verify({ download: true, repair: true }), { intact: true, problems: [] }, word);
    t.match(
      await verify({ download: true, repair: true }),
      { intact: true, found: [] },
      'a second repair finds nothing',
    );
  }
});

void test('what no store has is named with who last recorded it, and the exit code stays', async (t) => {
  const fixture = await makePushed(t);
  const { cacheFolder, remoteFolder, verify } = fixture;
  await loseWorktree(fixture);
  for (const file of await filesIn(remoteFolder, 'objects/')) await rm(file);
  for (const file of await filesIn(cacheFolder, 'objects/')) await flipByte(file);
  const result = await verify({ full: true, repair: true });
  t.match(result, {
    intact: false,
    found: [
      {
        kind: 'damaged',
        state: 'found',
        size: large.length,
        quarantine: /^quarantine\/objects-/,
        needed: [{ needer: 0, file: 'large' }],
        lastHad: { subject: 'data', commit: /^[0-9a-f]{40}$/ },
      },
    ],
    problems: [{ code: 'object.corrupt', artifact: 'dataset-data', path: 'data', hint: /recorded it in/ }],
  });
  t.match(await verify(), { intact: false, found: [{ kind: 'missing' }], problems: [{ code: 'object.missing' }] });
});

void test('without --repair nothing is changed, whatever is met', async (t) => {
  const { cacheFolder, verify } = await makePushed(t);
  for (const file of await filesIn(cacheFolder, 'packs/')) await flipByte(file);
  const before = await filesIn(cacheFolder, '');
  t.equal((await verify()).intact, false);
  t.equal((await verify({ full: true, remote: true })).intact, false);
  t.equal((await verify({}, ['data/small'])).intact, false);
  t.strictSame(await filesIn(cacheFolder, ''), before);
});

void test('a good copy in quarantine is taken back', async (t) => {
  const fixture = await makePushed(t);
  const { cacheFolder, remoteFolder, context, verify } = fixture;
  await loseWorktree(fixture);
  await rm(remoteFolder, { recursive: true });
  const cache = await context.cache();
  for (const [kind, file] of [
    ['objects', (await filesIn(cacheFolder, 'objects/'))[0]],
    ['packs', (await filesIn(cacheFolder, 'packs/'))[0]],
  ] as const) {
    const hex = (file ?? '').slice(join(cacheFolder, kind).length + 1).replace('/', '');
    const key = `${kind}/${hex.slice(0, 2)}/${hex.slice(2)}`;
    await mkdir(join(cacheFolder, 'quarantine'), { recursive: true });
    await writeFile(
      join(cacheFolder, 'quarantine', `${key.replaceAll('/', '-')}.x1`),
      await readFile(cache.bucket.pathOf(key)),
    );
    await rm(cache.bucket.pathOf(key));
  }
  t.match(await verify({ repair: true }), {
    intact: true,
    found: [{ from: 'the quarantine' }, { from: 'the quarantine' }],
  });
});

void test('of an object that lies in two packs the good copy heals the bad one, whichever it is', async (t) => {
  const fixture = await makePushed(t);
  const { cacheFolder, remoteFolder, context, verify } = fixture;
  await loseWorktree(fixture);
  await rm(remoteFolder, { recursive: true });
  const { bucket, hashers } = await context.cache();
  const small = Buffer.from('small');
  const digest = hashBytes(small, hashers.immediate);
  const another = Buffer.from('another');
  const bodies = [small, another].map((body) => ({ body, digest: hashBytes(body, hashers.immediate) }));
  const twin = buildPack(bodies, hashers.immediate);
  for (const isTwin of [true, false]) {
    await bucket.put(packKey(twin.digest), sourceOfBytes(twin.bytes));
    const holding = (await filesIn(cacheFolder, 'packs/')).filter((file) =>
      readFileSync(file).subarray(0, 5).equals(small),
    );
    const bad = holding.find((file) => (file === bucket.pathOf(packKey(twin.digest))) === isTwin) ?? '';
    await flipByte(bad);
    t.match(await verify({ full: true, repair: true }), {
      intact: true,
      found: [{ kind: 'damaged', digest, from: 'another copy in the cache', quarantine: /^quarantine\/packs-/ }],
    });
    t.match(await verify({ full: true }), { intact: true, found: [] });
  }
});

void test('two versions, a link and a run that need a lost object are all named, those of other branches when asked', async (t) => {
  const fixture = await makePushed(t);
  const { repository, pixelis, cacheFolder, verify, context } = fixture;
  await repository.write('copy.bin', large);
  await pixelis.add(['copy.bin'], { name: 'model-copy', type: 'model' });
  await repository.commit('a copy');
  await repository.git('switch', '--quiet', '--create', 'side', 'HEAD~1');
  await repository.write('side/large', large);
  await pixelis.add(['side'], { name: 'dataset-side', type: 'dataset' });
  await repository.commit('beside');
  await repository.git('switch', '--quiet', 'main');
  await writeRunRecord(
    repository,
    runRecord({ stdout: { digest: hashBytes(large, (await context.cache()).hashers.immediate), size: large.length } }),
  );
  for (const file of await filesIn(cacheFolder, 'objects/')) await rm(file);
  const namesOf = ({ needers }: Awaited<ReturnType<typeof verify>>): readonly string[] =>
    needers
      .map(({ artifact, run, commits }) => `${artifact ?? run} ${commits.map(({ subject }) => subject).join()}`)
      .sort();
  t.strictSame(namesOf(await verify()), ['dataset-data data', 'k7m2x9w4q1 ', 'model-copy a copy']);
  t.strictSame(namesOf(await verify({ all: true })), [
    'dataset-data data',
    'dataset-side beside',
    'k7m2x9w4q1 ',
    'model-copy a copy',
  ]);
  const one = await verify({}, ['copy.bin']);
  t.match(one, { scope: { versions: 1, runs: 0, objects: 1 }, found: [{ kind: 'missing' }] });
});

void test('foreign files are warned of; a repair sets them aside in the cache and leaves the remote its own', async (t) => {
  const { cacheFolder, remoteFolder, verify } = await makePushed(t);
  await writeFile(join(cacheFolder, 'objects/README.txt'), 'hello');
  await symlink('/etc/hosts', join(cacheFolder, 'packs/aa'));
  await mkdir(join(remoteFolder, 'packs/zz'));
  await writeFile(join(remoteFolder, 'packs/zz/note'), 'hello');
  const result = await verify({ remote: true });
  t.match(result, { intact: true, problems: [], stores: [{ foreign: 2 }, { foreign: 1 }] });
  t.strictSame(
    result.warnings.map(({ code }) => code),
    ['store.foreign-file', 'store.foreign-file', 'store.foreign-file'],
  );
  t.match(await verify({ remote: true, repair: true }), { intact: true, stores: [{ foreign: 0 }, { foreign: 1 }] });
  t.match(await verify(), { found: [] });
  t.equal((await filesIn(cacheFolder, 'quarantine/')).length, 1);
});

void test('records that contradict each other, or are gone, are problems of their own', async (t) => {
  const { repository, pixelis, verify } = await makePushed(t);
  const folder = join(repository.root, '.pixelis/artifacts/dataset-data');
  const [record = ''] = await filesIn(folder, 'v1-');
  const text = await readFile(record, 'utf8');
  const codes = async (): Promise<readonly string[]> => (await verify()).problems.map(({ code }) => code).sort();

  await writeFile(record, text.replace(/digest: blake3:../, 'digest: blake3:00'));
  t.strictSame(await codes(), ['file.invalid', 'record.missing'], 'edited to another digest');
  await writeFile(record, text.replace(/^size: .*$/m, 'size: 1'));
  t.strictSame(await codes(), ['record.changed', 'record.contradicted'], 'edited in what the pointer says, too');
  await writeFile(record, 'nonsense: [');
  t.strictSame(await codes(), ['file.invalid', 'record.missing'], 'unreadable');
  await rm(record);
  t.strictSame(await codes(), ['record.changed', 'record.missing'], 'gone');
  await writeFile(record, `${text}metadata:\n  licence: none\n`);
  t.strictSame(await codes(), ['record.changed'], 'edited in what nothing contradicts');
  t.match((await pixelis.status()).warnings, [
    {
      code: 'record.changed',
      message: /^'\.pixelis\/artifacts\/dataset-data\/v1-[^']*' was edited after it was committed$/,
      hint: /git checkout HEAD -- \.pixelis\/artifacts\/dataset-data\/v1-/,
    },
  ]);
  await writeFile(record, text);

  const aliases = join(folder, 'aliases.yaml');
  await writeFile(
    aliases,
    `pixelis: 1\naliases:\n  best:\n    version: 9\n    digest: ${digestFromHex('0'.repeat(64))}\n`,
  );
  t.strictSame(await codes(), ['record.missing'], 'an alias of no version');
  await rm(aliases);

  const environment = join(repository.root, '.pixelis/environments', `${'0'.repeat(64)}.yaml`);
  await mkdir(dirname(environment), { recursive: true });
  await writeFile(environment, 'pixelis: 1\nlevel: 1\n');
  t.strictSame(await codes(), ['record.contradicted'], 'an environment under another name than its digest');
  await rm(environment);

  const pointer = join(repository.root, 'data.pixelis.yaml');
  await writeFile(pointer, 'pixelis: 1\n');
  t.strictSame(await codes(), ['file.invalid']);
  t.match(await verify({}, ['data']), { intact: false, scope: { versions: 0 } });
});

void test('a limit of time is kept, and what was covered is said', async (t) => {
  const { verify } = await makePushed(t);
  const { depth, stores, intact } = await verify({ limitSeconds: 1e-9 });
  t.strictSame([depth, intact, stores[0]?.hashed?.objects, stores[0]?.hashed?.ofObjects], ['full', true, 0, 4]);
});

void test('a sample says how sure it makes; a part and the whole are told apart', async (t) => {
  const { verify } = await makePushed(t);
  t.match((await verify({ sample: '100%' })).stores[0]?.hashed?.sample, {
    sampled: 4,
    population: 4,
    bad: 0,
    atMostBad: 0,
  });
  t.match((await verify({ sample: 1 })).stores[0]?.hashed?.sample, { sampled: 1, population: 4, bad: 0, atMostBad: 3 });
  for (const sample of ['0', '101%', '-1', 'x', '5 %']) {
    await t.rejects(verify({ sample }), { code: 'usage.invalid-argument' }, sample);
  }
  await t.rejects(verify({ sample: 1, full: true }), { code: 'usage.invalid-argument' });
});

void test('what runs kept comes when it is asked for: a clone that pulled is whole without it, the remote is not', async (t) => {
  const { context, repository, pixelis } = await makeContextWithRemote(t);
  const [output] = await (await context.cache()).write([Buffer.from('said\n')]);
  await writeRunRecord(repository, runRecord({ stdout: { digest: output as never, size: 5 } }));
  await repository.commit('A run');
  const clone = `${repository.root}-clone`;
  await repository.git('clone', '--quiet', repository.root, clone);
  const colleague = (await openOperationContext(t, gitRepositoryAt(clone, repository.environment))).pixelis;
  t.match(await colleague.verify(), { intact: true, found: [], stores: [{ missing: 0, notBrought: 1 }] });
  t.match(await colleague.verify([], { remote: true }), {
    intact: false,
    stores: [
      { missing: 0, notBrought: 1 },
      { remote: 'origin', missing: 1, notBrought: 0 },
    ],
  });
  await pixelis.push();
  t.match(await colleague.verify([], { remote: true }), { intact: true });
});

void test('an aborted signal ends it, and a remote that cannot be asked does not keep it from the cache', async (t) => {
  const { repository, remoteFolder, verify } = await makePushed(t);
  await t.rejects(verify({ full: true, signal: AbortSignal.abort() }), { code: 'interrupted' });
  await rm(remoteFolder, { recursive: true });
  t.match(await verify({ remote: true }), {
    intact: true,
    stores: [{ damaged: 0 }],
    problems: [{ code: 'remote.not-found', remote: 'origin' }],
  });
  const clone = `${repository.root}-clone`;
  await repository.git('clone', '--quiet', repository.root, clone);
  const { pixelis } = await openOperationContext(t, gitRepositoryAt(clone, repository.environment));
  t.match(await pixelis.verify(), {
    intact: false,
    found: [{ kind: 'missing' }],
    problems: [{ hint: /pixelis fetch/ }],
  });
});

void test('what does not belong on a remote is named, among its packs and among its large objects', async (t) => {
  const { verify, remoteFolder } = await makePushed(t);
  await mkdir(join(remoteFolder, 'objects/zz'), { recursive: true });
  await writeFile(join(remoteFolder, 'objects/zz/notes'), 'mine');
  await writeFile(join(remoteFolder, 'packs/notes.txt'), 'mine');
  t.match(await verify({ remote: true }), {
    intact: true,
    stores: [{ foreign: 0 }, { remote: 'origin', foreign: 2 }],
    warnings: [{ code: 'store.foreign-file' }, { code: 'store.foreign-file' }],
  });
});

void test('what was purged is counted and looked for by nobody; where it still lies, that is said', async (t) => {
  const fixture = await makePushed(t);
  const { repository, pixelis, verify, cacheFolder } = fixture;
  const before = await filesIn(cacheFolder, 'objects/');
  const kept = await Promise.all(before.map(async (file) => [file, await readFile(file)] as const));
  await pixelis.close();
  const purging = await openOperationContext(t, repository);
  await purging.pixelis.purge(['dataset-data:v1//large'], { reason: 'licence ended', apply: true });
  await loseWorktree(fixture);
  t.match(await verify({ full: true, remote: true }), {
    intact: true,
    scope: { purged: 1, objects: 3 },
    found: [],
    problems: [],
    warnings: [],
  });
  for (const [file, bytes] of kept) await writeFile(file, bytes);
  t.match(await verify({ repair: true }), {
    intact: true,
    stores: [{ purged: 1 }],
    warnings: [{ code: 'object.purged', hint: /pixelis purge --apply/ }],
  });
});

void test('a record over its limit is a problem of that record alone, in the worktree and in history', async (t) => {
  const { repository, pixelis, verify } = await makePushed(t);
  const record = '.pixelis/runs/huge.yaml';
  await repository.write(record, `pixelis: 1\nrun: huge\n# ${'x'.repeat(9 << 20)}\n`);
  await writeRunRecord(repository, runRecord({ run: 'k7m2x9w4q1' }));
  const expected = {
    intact: false,
    scope: { runs: 1, versions: 1 },
    problems: [{ code: 'file.too-large', path: record }],
  };
  t.match(await verify(), expected);
  await repository.commit('a record that is too large');
  await rm(join(repository.root, record));
  await repository.commit('and gone again');
  t.match(await verify({ all: true }), expected);
  t.match(await pixelis.push([], { all: true }), { warnings: [{ code: 'file.too-large', path: record }] });
});
