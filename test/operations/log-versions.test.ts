import { rename } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { logVersions } from '#operations/log-versions.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext } from '../support/operation-context.js';
import { sshKeygen, without } from '../support/signing.js';

async function makeHistory(t: Parameters<typeof makeOperationContext>[0]) {
  const fixture = await makeOperationContext(t);
  const { repository, pixelis, context } = fixture;
  await repository.write('data/train/a.txt', 'a');
  await repository.write('data/train/b.txt', 'b');
  await pixelis.add(['data/train'], { name: 'dataset-train', type: 'dataset' });
  await repository.commit('first data');
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model', aliases: ['best'] });
  await repository.commit('a model');
  await repository.write('data/train/b.txt', 'B!');
  await repository.write('data/train/c.txt', 'c');
  await pixelis.add(['data/train']);
  await repository.commit('more data');
  const log = async (target?: string, options = {}) => {
    const { entries } = await logVersions(context, target, options);
    return entries.map(({ artifact, version, recorded }) => [`${artifact}:v${version}`, recorded?.subject]);
  };
  return { ...fixture, log };
}

void test('the history of a path tells each version, who recorded it, and what changed against the one before', async (t) => {
  const { context, repository } = await makeHistory(t);
  const result = await logVersions(context, 'data/train');
  const [second, first] = result.entries;
  t.strictSame(
    { ...result, entries: result.entries.length },
    { pixelis: 1, command: 'log', subject: 'data/train', entries: 2, cutOff: false, problems: [], warnings: [] },
  );
  t.strictSame(second, {
    artifact: 'dataset-train',
    version: 2,
    digest: second?.digest,
    type: 'dataset',
    size: 4,
    files: 3,
    created: '2026-03-01T09:30:00Z',
    aliases: ['latest'],
    paths: ['data/train'],
    previous: { artifact: 'dataset-train', version: 1, digest: first?.digest },
    changes: { added: 1, modified: 1, removed: 0, renamed: 0, addedBytes: 3, removedBytes: 1 },
    recorded: {
      commit: await repository.git('rev-parse', 'HEAD'),
      author: 'Ada Lovelace',
      email: 'ada@example.org',
      date: '2023-11-14T22:16:20Z',
      subject: 'more data',
      signature: 'none',
    },
  });
  t.equal(first?.previous, undefined);
});

void test('history is that of everything, an artifact, a version, a folder or one file inside a tracked folder', async (t) => {
  const { log } = await makeHistory(t);
  const [second, model, first] = [
    ['dataset-train:v2', 'more data'],
    ['model-m:v1', 'a model'],
    ['dataset-train:v1', 'first data'],
  ];
  t.strictSame(await log(), [second, model, first]);
  t.strictSame(await log('model-m'), [model]);
  t.strictSame(await log('dataset-train'), [second, first]);
  t.strictSame(await log('dataset-train:v1'), [first]);
  t.strictSame(await log('data'), [second, first]);
  t.strictSame(await log('data/train/a.txt'), [first]);
  t.strictSame(await log('data/train/b.txt'), [second, first]);
  t.strictSame(await log('dataset-train//c.txt'), [second]);
  t.strictSame(await log(undefined, { limit: 1 }), [second]);
});

void test('what is not committed yet comes first, without a commit', async (t) => {
  const { context, repository, pixelis, log } = await makeHistory(t);
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  t.strictSame(await log('m.bin'), [
    ['model-m:v2', undefined],
    ['model-m:v1', 'a model'],
  ]);
  t.match((await logVersions(context, 'm.bin')).entries[0], { previous: { version: 1 }, paths: ['m.bin'] });
});

void test('a limit says that there is more', async (t) => {
  const { context } = await makeHistory(t);
  t.equal((await logVersions(context, undefined, { limit: 2 })).cutOff, true);
  t.equal((await logVersions(context, undefined, { limit: 3 })).cutOff, false);
});

void test('a merge is no version of its own', async (t) => {
  const { repository, pixelis, log } = await makeHistory(t);
  await repository.git('checkout', '-q', '-b', 'side');
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  await repository.commit('a better model');
  await repository.git('checkout', '-q', 'main');
  t.strictSame(await log('model-m', { all: true }), [
    ['model-m:v2', 'a better model'],
    ['model-m:v1', 'a model'],
  ]);
  t.strictSame(await log('model-m'), [['model-m:v1', 'a model']]);
  await repository.commit('something else');
  await repository.git('merge', '-q', '--no-ff', 'side', '-m', 'merge');
  t.strictSame(await log('model-m'), [
    ['model-m:v2', 'a better model'],
    ['model-m:v1', 'a model'],
  ]);
});

void test('a path that is tracked no longer has its history still', async (t) => {
  const { repository, log } = await makeHistory(t);
  await repository.git('rm', '-q', 'm.bin.pixelis.yaml');
  await repository.commit('away with it');
  t.strictSame(await log('m.bin'), [['model-m:v1', 'a model']]);
  await t.rejects(log('nothing.bin'), { code: 'reference.not-found' });
});

void test('a shallow clone says that older history is missing', async (t) => {
  const { repository } = await makeHistory(t);
  const root = `${await makeFolder(t)}/clone`;
  await repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, root);
  const { context } = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  const { cutOff, warnings, entries } = await logVersions(context, 'data/train');
  t.equal(cutOff, true);
  t.match(warnings, [{ code: 'git.shallow', hint: 'git fetch --unshallow' }]);
  t.match(entries, [{ version: 2 }]);
});

void test('a pointer in history that cannot be read is told and hides nothing else', async (t) => {
  const { context, repository } = await makeHistory(t);
  const pointer = await repository.git('show', 'HEAD:m.bin.pixelis.yaml');
  await repository.write('m.bin.pixelis.yaml', 'pixelis: 1\n');
  await repository.commit('broken');
  await repository.write('m.bin.pixelis.yaml', `${pointer}\n`);
  await repository.commit('mended');
  const { entries, problems } = await logVersions(context, 'm.bin');
  t.match(problems, [{ code: 'file.invalid', path: 'm.bin.pixelis.yaml' }]);
  t.strictSame(
    entries.map(({ recorded }) => recorded?.subject),
    ['a model'],
  );
});

void test('files, bytes and whole messages are told where they are asked for', async (t) => {
  const { context, repository, pixelis } = await makeHistory(t);
  await repository.git('mv', '-k', 'data/train/a.txt', 'data/train/moved.txt');
  await rename(path.join(repository.root, 'data/train/a.txt'), path.join(repository.root, 'data/train/moved.txt'));
  await repository.write('m.bin', 'three');
  await pixelis.add(['data/train', 'm.bin']);
  await repository.commit('moved\n\nbecause of the name\n');
  const { entries } = await logVersions(context, undefined, { files: true, messages: true });
  const counts = { added: 0, modified: 0, removed: 0, renamed: 0, addedBytes: 0, removedBytes: 0 };
  t.strictSame(
    entries.map(({ artifact, version, changes, fileChanges = [], recorded }) => [
      `${artifact}:v${version}`,
      changes,
      fileChanges.map(({ change, from, path: name }) => [change, ...(from === undefined ? [] : [from]), name]),
      recorded?.message,
    ]),
    [
      [
        'dataset-train:v3',
        { ...counts, renamed: 1 },
        [['renamed', 'a.txt', 'moved.txt']],
        'moved\n\nbecause of the name',
      ],
      [
        'model-m:v2',
        { ...counts, modified: 1, addedBytes: 5, removedBytes: 3 },
        [['modified', '']],
        'moved\n\nbecause of the name',
      ],
      [
        'dataset-train:v2',
        { ...counts, added: 1, modified: 1, addedBytes: 3, removedBytes: 1 },
        [
          ['modified', 'b.txt'],
          ['added', 'c.txt'],
        ],
        'more data',
      ],
      ['model-m:v1', { ...counts, added: 1, addedBytes: 3 }, [['added', '']], 'a model'],
      [
        'dataset-train:v1',
        { ...counts, added: 2, addedBytes: 2 },
        [
          ['added', 'a.txt'],
          ['added', 'b.txt'],
        ],
        'first data',
      ],
    ],
  );
  const inside = await logVersions(context, 'data/train/b.txt');
  t.strictSame(
    inside.entries.map(({ changes }) => changes),
    [
      { ...counts, modified: 1, addedBytes: 2, removedBytes: 1 },
      { ...counts, added: 1, addedBytes: 1 },
    ],
    'of a file inside, only its own changes count',
  );
  const plain = await logVersions(context, 'dataset-train:v1');
  t.strictSame(plain.entries[0]?.changes, { ...counts, added: 2, addedBytes: 2 });
  t.notOk(plain.entries.some((entry) => 'fileChanges' in entry || 'message' in (entry.recorded ?? {})));
});

void test('signatures are checked, those of the commits that are shown', { skip: without('ssh-keygen') }, async (t) => {
  const { context, repository, pixelis } = await makeHistory(t);
  const keygen = await sshKeygen(t);
  const key = await keygen.key('ada');
  const settings = { 'gpg.format': 'ssh', 'user.signingKey': key.file, 'commit.gpgSign': 'true' };
  for (const [name, value] of Object.entries(settings)) await repository.git('config', name, value);
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  await repository.commit('signed');
  const verification = async () => {
    const { entries, warnings } = await logVersions(context, 'model-m');
    return [...entries.map(({ recorded }) => recorded?.verification), ...warnings.map(({ code }) => code)];
  };
  const facts = { kind: 'ssh', key: key.fingerprint };
  t.strictSame(await verification(), [
    { ...facts, verdict: 'untrusted', reason: 'nobody has said whom to trust' },
    undefined,
  ]);
  await repository.git('config', 'gpg.ssh.allowedSignersFile', '.git/allowed');
  t.strictSame((await verification()).at(-1), 'signature.trust-unreadable');
  await repository.write('.git/allowed', `ada@example.org ${key.publicKey}\n`);
  t.strictSame(await verification(), [{ ...facts, verdict: 'good', signer: 'ada@example.org' }, undefined]);
  const text = await repository.git('cat-file', 'commit', 'HEAD');
  await repository.write('.git/forged', `${text.replace(/(\n\n)signed/, '$1forged')}\n`);
  await repository.git(
    'reset',
    '-q',
    '--soft',
    await repository.git('hash-object', '-t', 'commit', '-w', '.git/forged'),
  );
  t.match(await verification(), [{ ...facts, verdict: 'bad' }, undefined]);
  t.strictSame(await pixelis.show('model-m:v2').then(({ recorded }) => recorded?.verification?.verdict), 'bad');
});

void test('a version is compared with what its own branch had before, whatever was committed elsewhere meanwhile', async (t) => {
  const { context, repository, pixelis } = await makeHistory(t);
  await repository.git('checkout', '-q', '-b', 'side', 'HEAD~2');
  await pixelis.checkout(['data/train']);
  await repository.write('data/train/side.txt', 'side');
  await pixelis.add(['data/train']);
  await repository.commit('beside');
  const { entries } = await logVersions(context, 'data/train', { all: true });
  const [side, second, first] = entries;
  t.strictSame(
    entries.map(({ recorded }) => recorded?.subject),
    ['beside', 'more data', 'first data'],
  );
  for (const entry of [side, second]) t.equal(entry?.previous?.digest, first?.digest);
  t.match(side?.changes, { added: 1, modified: 0, removed: 0 });
});
