import { join } from 'node:path';
import { test } from 'tap';
import { blame } from '#operations/blame.js';
import type { BlameResult } from '#schema/index.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeContextWithRemote, makeOperationContext, openOperationContext } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';
import { sshKeygen, without } from '../support/signing.js';

/** Each file with the version that changed it last, how, and the subject of its commit. */
function told({ files, versions }: BlameResult): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    files.map(({ path, by, change }) => {
      const { version, recorded } = versions[by] ?? {};
      return [path, [`v${version}`, change, recorded?.subject]];
    }),
  );
}

void test('each file of a folder is told by the version and the commit that changed it last', async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  await repository.write('data/a.txt', 'a');
  await repository.write('data/sub/b.txt', 'b');
  await repository.write('data/sub/gone.txt', 'gone');
  await pixelis.add(['data'], { name: 'dataset-d', type: 'dataset' });
  await repository.commit('first');
  await repository.write('data/sub/b.txt', 'B!');
  await repository.write('data/c.txt', 'c');
  await pixelis.add(['data']);
  const second = await repository.commit('second');
  await repository.write('data/c.txt', 'C!');
  await repository.git('rm', '-q', '--cached', '-r', '--ignore-unmatch', 'data/sub/gone.txt');
  await pixelis.add(['data']);
  await repository.commit('third');
  const result = await blame(context, 'data');
  t.strictSame(told(result), {
    'a.txt': ['v1', 'added', 'first'],
    'c.txt': ['v3', 'modified', 'third'],
    'sub/b.txt': ['v2', 'modified', 'second'],
    'sub/gone.txt': ['v1', 'added', 'first'],
  });
  t.strictSame(outputErrors(result), []);
  t.strictSame(
    result.versions.map(({ version, files, size }) => [version, files, size]),
    [
      [3, 1, 2],
      [2, 1, 2],
      [1, 2, 5],
    ],
    'newest first, with how much is theirs',
  );
  t.match(result.versions[1], {
    artifact: 'dataset-d',
    recorded: { commit: second, author: 'Ada Lovelace', email: 'ada@example.org', signature: 'none' },
  });
  t.strictSame(told(await blame(context, 'data/sub')), {
    'sub/b.txt': ['v2', 'modified', 'second'],
    'sub/gone.txt': ['v1', 'added', 'first'],
  });
  t.strictSame(told(await blame(context, 'dataset-d:v2//sub/b.txt')), { 'sub/b.txt': ['v2', 'modified', 'second'] });
  t.strictSame(told(await blame(context, 'dataset-d:v1')), {
    'a.txt': ['v1', 'added', 'first'],
    'sub/b.txt': ['v1', 'added', 'first'],
    'sub/gone.txt': ['v1', 'added', 'first'],
  });
  await t.rejects(blame(context, 'data/sub/none'), { code: 'reference.not-found' });
  await t.rejects(blame(context, 'nothing'), { code: 'reference.not-found' });
});

void test('a file that is tracked by itself, and what nobody committed yet, are told too', async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await repository.commit('a model');
  t.strictSame(told(await blame(context, 'm.bin')), { '': ['v1', 'added', 'a model'] });
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  const result = await blame(context, 'm.bin');
  t.strictSame(told(result), { '': ['v2', 'modified', undefined] });
  t.strictSame(outputErrors(result), []);
});

void test('bytes that came back are those of the version that brought them back', async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  for (const [index, content] of ['one', 'two', 'one'].entries()) {
    await repository.write('data/a.txt', content);
    await repository.write('data/count.txt', String(index));
    await pixelis.add(['data'], { name: 'dataset-d', type: 'dataset' });
    await repository.commit(`commit ${index + 1}`);
  }
  t.strictSame(told(await blame(context, 'data')), {
    'a.txt': ['v3', 'modified', 'commit 3'],
    'count.txt': ['v3', 'modified', 'commit 3'],
  });
});

void test('what a merge took from either side is told by the version of that side', async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  const record = async (files: Readonly<Record<string, string>>, message: string): Promise<void> => {
    for (const [name, content] of Object.entries(files)) await repository.write(`data/${name}`, content);
    await pixelis.add(['data'], { name: 'dataset-d', type: 'dataset' });
    await repository.commit(message);
  };
  await record({ 'both.txt': 'x', 'ours.txt': 'x', 'theirs.txt': 'x', 'new.txt': 'x' }, 'base');
  await repository.git('checkout', '-q', '-b', 'side');
  await record({ 'theirs.txt': 'theirs' }, 'their change');
  await repository.git('checkout', '-q', 'main');
  await pixelis.checkout([], { force: true });
  await record({ 'ours.txt': 'ours' }, 'our change');
  await repository.git('merge', '-q', '--no-commit', '--strategy=ours', 'side');
  await repository.git('checkout', '-q', 'side', '--', '.pixelis');
  await record({ 'theirs.txt': 'theirs', 'new.txt': 'new' }, 'the merge');
  t.strictSame(told(await blame(context, 'data')), {
    'both.txt': ['v1', 'added', 'base'],
    'new.txt': ['v3', 'modified', 'the merge'],
    'ours.txt': ['v2', 'modified', 'our change'],
    'theirs.txt': ['v2', 'modified', 'their change'],
  });
});

void test('where an older list of files cannot be had, what is left is unknown, and that is a problem', async (t) => {
  const { repository, pixelis } = await makeContextWithRemote(t);
  await repository.write('.gitignore', '/data\n');
  for (const name of ['a', 'b']) {
    await repository.write(`data/${name}.txt`, name);
    await pixelis.add(['data'], { name: 'dataset-d', type: 'dataset' });
    await repository.commit(`with ${name}`);
  }
  await pixelis.push([], { all: true });
  const folder = join(await makeFolder(t), 'clone');
  await repository.git('clone', '-q', repository.root, folder);
  const clone = gitRepositoryAt(folder, repository.environment);
  const online = await openOperationContext(t, clone);
  const whole = { 'a.txt': ['v1', 'added', 'with a'], 'b.txt': ['v2', 'added', 'with b'] };
  t.strictSame(told(await blame(online.context, 'data')), whole, 'lists of files are read from the remote');
  const offline = await openOperationContext(t, clone, { isOffline: true });
  await t.rejects(blame(offline.context, 'data'), { code: 'object.missing' });
  await online.pixelis.fetch(['data']);
  const result = await blame(offline.context, 'data');
  t.strictSame(told(result), { 'a.txt': ['v2', 'unknown', 'with b'], 'b.txt': ['v2', 'unknown', 'with b'] });
  t.match(result.problems, [{ code: 'object.missing', artifact: 'dataset-d', version: 1 }]);
  t.strictSame(outputErrors(result), []);
});

void test('the run that made a version, and what its signature is worth, are told', {
  skip: without('ssh-keygen'),
}, async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  const keygen = await sshKeygen(t);
  const key = await keygen.key('ada');
  await repository.write('.git/allowed', `ada@example.org ${key.publicKey}\n`);
  const settings = { 'gpg.format': 'ssh', 'user.signingKey': key.file, 'gpg.ssh.allowedSignersFile': '.git/allowed' };
  for (const [name, value] of Object.entries(settings)) await repository.git('config', name, value);
  await repository.write('m.bin', 'one');
  const run = await pixelis.runs.start();
  await run.logArtifact({ name: 'model-m', type: 'model', path: 'm.bin' });
  await run.finish();
  await repository.git('config', 'commit.gpgSign', 'true');
  await repository.commit('a model');
  const result = await blame(context, 'model-m');
  t.match(result.versions, [
    {
      run: run.id,
      recorded: {
        signature: 'ssh',
        verification: { kind: 'ssh', verdict: 'good', signer: 'ada@example.org', key: key.fingerprint },
      },
    },
  ]);
  t.strictSame(outputErrors(result), []);
});
