import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { installHooks } from '#operations/install-hooks.js';
import { runHook } from '#operations/run-hook.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeContextWithRemote, makeOperationContext, openOperationContext } from '../support/operation-context.js';

/** A program that is the command line, as bin/pixelis.js is where the package is built. */
async function makeCommandLine(t: Parameters<typeof makeContextWithRemote>[0]): Promise<readonly string[]> {
  const program = join(await makeFolder(t), 'pixelis.mjs');
  const main = JSON.stringify(new URL('../../src/cli/main.js', import.meta.url).href);
  await writeFile(program, `import { main } from ${main};\nawait main(process.argv.slice(2));\n`);
  return [process.execPath, program];
}

const zeros = '0'.repeat(40);

/** A repository with a bare git remote `origin`, an artifact remote, and one commit that neither has. */
async function makePushable(t: Parameters<typeof makeContextWithRemote>[0], options = {}) {
  const fixture = await makeContextWithRemote(t, { commandLine: await makeCommandLine(t), ...options });
  const { repository, pixelis } = fixture;
  const bare = await makeFolder(t);
  await repository.git('init', '-q', '--bare', bare);
  await repository.git('remote', 'add', 'origin', bare);
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await repository.commit('first');
  const prePush = async (line: string) =>
    runHook(fixture.context, { hook: 'pre-push', arguments: ['origin', bare], input: line });
  const head = async () => repository.git('rev-parse', 'HEAD');
  return { ...fixture, bare, prePush, head };
}

void test('before git pushes commits, the objects that they point at are pushed', async (t) => {
  const { prePush, head, repository, pixelis } = await makePushable(t);
  const line = `refs/heads/main ${await head()} refs/heads/main ${zeros}\n`;
  t.match(await prePush(line), { allowed: true, action: 'pushed', remotes: [{ remote: 'origin', objects: 1 }] });
  t.match(await prePush(line), { allowed: true, action: 'none', problems: [], warnings: [] });
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  await repository.commit('second');
  await repository.write('m.bin', 'three');
  await pixelis.add(['m.bin']);
  await repository.commit('third');
  const next = await prePush(
    `refs/heads/main ${await head()} refs/heads/main ${await repository.git('rev-parse', 'HEAD~2')}`,
  );
  t.match(next, { action: 'pushed', remotes: [{ objects: 2 }] }, 'a version in between counts as well');
});

void test('a push is refused where an object is missing, and names it', async (t) => {
  const { prePush, head, context } = await makePushable(t);
  await rm(join(context.sharedState, 'cache'), { recursive: true });
  const result = await prePush(`refs/heads/main ${await head()} refs/heads/main ${zeros}\n`);
  t.match(result, { allowed: false, action: 'refused', problems: [{ code: 'object.missing', artifact: 'model-m' }] });
});

void test('a push is refused where the artifact remote cannot be used', async (t) => {
  const { prePush, head, remoteFolder } = await makePushable(t);
  await rm(remoteFolder, { recursive: true });
  const result = await prePush(`refs/heads/main ${await head()} refs/heads/main ${zeros}\n`);
  t.match(result, { allowed: false, action: 'refused', problems: [{ code: 'remote.not-found' }] });
});

void test('a deletion, and a push of nothing new, ask nobody', async (t) => {
  const { prePush, remoteFolder } = await makePushable(t);
  await rm(remoteFolder, { recursive: true });
  t.match(await prePush(`(delete) ${zeros} refs/heads/old ${'1'.repeat(40)}\n`), { allowed: true, action: 'none' });
  t.match(await prePush(''), { allowed: true, action: 'none' });
});

void test('offline, or without a remote, git goes on with a warning', async (t) => {
  const offline = await makePushable(t, { isOffline: true });
  const line = `refs/heads/main ${await offline.head()} refs/heads/main ${zeros}\n`;
  t.match(await offline.prePush(line), { allowed: true, action: 'none', warnings: [{ code: 'offline.forbidden' }] });
  const { context, repository, pixelis } = await makeOperationContext(t);
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  const commit = await repository.commit('first');
  const call = { hook: 'pre-push', arguments: ['x', 'y'], input: `a ${commit} b ${zeros}` } as const;
  t.match(await runHook(context, call), { allowed: true, warnings: [{ code: 'remote.not-configured' }] });
});

void test('git push itself pushes the objects first, or is refused', async (t) => {
  const { repository, context, bare, remoteFolder } = await makePushable(t);
  await installHooks(context);
  await repository.git('push', '-q', 'origin', 'main');
  t.equal(
    await repository.git('ls-remote', bare, 'refs/heads/main'),
    `${await repository.git('rev-parse', 'main')}\trefs/heads/main`,
  );
  await rm(join(context.sharedState, 'cache'), { recursive: true });
  await rm(join(remoteFolder, 'packs'), { recursive: true });
  await repository.commit('nothing new');
  await t.rejects(repository.git('push', '-q', 'origin', 'main'), /model-m/);
});

void test('git checkout and git merge bring the worktree along', async (t) => {
  const { repository, context, pixelis } = await makePushable(t);
  await repository.git('checkout', '-q', '-b', 'side');
  await repository.write('m.bin', 'two');
  await repository.write('extra.csv', 'x');
  await pixelis.add(['m.bin']);
  await pixelis.add(['extra.csv'], { name: 'dataset-extra', type: 'dataset' });
  await repository.commit('second');
  await installHooks(context);
  const content = async (name: string) => readFile(join(repository.root, name), 'utf8').catch(() => 'absent');
  await repository.git('checkout', '-q', 'main');
  t.strictSame([await content('m.bin'), await content('extra.csv')], ['one', 'absent']);
  await repository.git('merge', '-q', 'side');
  t.strictSame([await content('m.bin'), await content('extra.csv')], ['two', 'x']);
  await repository.git('checkout', '-q', '--detach', 'HEAD~1');
  t.equal(await content('m.bin'), 'one');
});

void test('bytes that exist nowhere else stay through a checkout, and are named', async (t) => {
  const { repository, context, pixelis } = await makePushable(t);
  await repository.git('checkout', '-q', '-b', 'side');
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  const second = await repository.commit('second');
  const first = await repository.git('rev-parse', 'HEAD~1');
  await repository.write('m.bin', 'unsaved work');
  await repository.git('checkout', '-q', 'main');
  const call = { hook: 'post-checkout', arguments: [second, first, '1'], input: '' } as const;
  t.match(await runHook(context, call), {
    allowed: true,
    action: 'none',
    paths: [{ path: 'm.bin', state: 'refused' }],
    problems: [{ code: 'worktree.would-overwrite' }],
  });
  t.equal(await readFile(join(repository.root, 'm.bin'), 'utf8'), 'unsaved work');
});

void test('what is missing in the cache is named with the command that brings it', async (t) => {
  const { repository } = await makePushable(t);
  const root = `${await makeFolder(t)}/clone`;
  await repository.git('clone', '-q', repository.root, root);
  const { context } = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  const head = await repository.git('rev-parse', 'HEAD');
  const call = { hook: 'post-checkout', arguments: [zeros, head, '1'], input: '' } as const;
  t.match(await runHook(context, call), {
    allowed: true,
    problems: [{ code: 'object.missing', hint: /pixelis pull m.bin/ }],
  });
});

void test('a checkout of single files, or without a change of pointers, does nothing', async (t) => {
  const { context, head } = await makePushable(t);
  const commit = await head();
  const nothing = { action: 'none', paths: [], problems: [] };
  const files = { hook: 'post-checkout', arguments: [commit, commit, '0'], input: '' } as const;
  t.match(await runHook(context, files), nothing);
  const same = { hook: 'post-checkout', arguments: [commit, commit, '1'], input: '' } as const;
  t.match(await runHook(context, same), nothing);
});
