import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'tap';
import { hooksStatus } from '#operations/hooks-status.js';
import { installHooks } from '#operations/install-hooks.js';
import { uninstallHooks } from '#operations/uninstall-hooks.js';
import { makeFolder, makeGitRepository } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext, type OperationFixture } from '../support/operation-context.js';

void test('hooks are installed once; installing again changes nothing', async (t) => {
  const { context } = await makeOperationContext(t);
  const { hooks, problems, warnings } = await installHooks(context);
  const { hooksFolder } = context.git.places;
  t.strictSame(
    hooks,
    ['pre-push', 'pre-commit', 'post-checkout', 'post-merge'].map((name) => {
      return { name, path: join(hooksFolder, name), state: 'installed', changed: true };
    }),
  );
  t.strictSame([problems, warnings], [[], []]);
  t.equal((await stat(join(hooksFolder, 'pre-push'))).mode & 0o111, 0o111);
  t.ok((await installHooks(context)).hooks.every(({ changed }) => !changed));
  t.ok((await hooksStatus(context)).hooks.every(({ state }) => state === 'installed'));
});

void test('uninstalling takes out what was put in, byte for byte', async (t) => {
  const { context } = await makeOperationContext(t);
  const { hooksFolder } = context.git.places;
  const before = await readdir(hooksFolder).catch(() => []);
  const own = Buffer.from('#!/usr/bin/env -S bash -e\n# caf\xe9\necho mine\nexit 0', 'latin1');
  await hookOf(context, 'post-merge', own);
  await installHooks(context);
  const { hooks } = await uninstallHooks(context);
  t.ok(hooks.every(({ state, changed }) => state === 'absent' && changed));
  t.strictSame(await readFile(join(hooksFolder, 'post-merge')), own);
  t.strictSame((await readdir(hooksFolder)).sort(), [...before, 'post-merge'].sort());
});

void test('a dry run says how the hooks would be, and writes none', async (t) => {
  const { context } = await makeOperationContext(t);
  const { hooks } = await installHooks(context, { dryRun: true });
  t.ok(hooks.every(({ state, changed }) => state === 'installed' && changed));
  t.ok((await hooksStatus(context)).hooks.every(({ state }) => state === 'absent'));
});

void test('a hook that exists runs as well, with its arguments and the same input', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  await hookOf(context, 'pre-push', '#!/bin/sh\nread -r line; echo "theirs: $1 <$line> $(cat)"; exit 7\n');
  const { hooks } = await installHooks(context);
  t.equal(hooks[0]?.beside, 'read -r line; echo "theirs: $1 <$line> $(cat)"; exit 7');
  await fakePixelis(repository.root, 'echo "ours: $* <$(cat)>"');
  const ran = await runHook({ context, repository }, 'pre-push', { args: ['origin', 'url'], input: 'a b\nc d\n' });
  t.strictSame(ran, {
    code: 7,
    stdout: 'ours: hooks run pre-push -- origin url <a b\nc d>\ntheirs: origin <a b> c d\n',
    stderr: '',
  });
});

void test('a refused push ends there, but post-checkout and post-merge never fail git', async (t) => {
  const fixture = await makeOperationContext(t);
  await installHooks(fixture.context);
  await fakePixelis(fixture.repository.root, 'exit 3');
  t.match(await runHook(fixture, 'pre-push', { args: ['origin'], input: 'x\n' }), { code: 3 });
  t.match(await runHook(fixture, 'post-checkout', { args: ['a', 'b', '1'] }), { code: 0 });
  t.match(await runHook(fixture, 'post-merge', { args: ['0'] }), { code: 0 });
});

void test('without pixelis on the PATH the hook calls the one that installed it, else says so and lets git go on', async (t) => {
  const program = join(await makeFolder(t), "it's here.mjs");
  const { context, repository } = await makeOperationContext(t, { commandLine: [process.execPath, program] });
  await installHooks(context);
  t.match(await runHook({ context, repository }, 'pre-push', { args: ['origin'], input: '' }), {
    code: 0,
    stderr: /^pixelis is not on the PATH: [^\n]*\n$/,
  });
  await writeFile(program, 'console.log(process.argv.slice(2).join(" "))');
  t.match(await runHook({ context, repository }, 'post-merge', { args: ['0'] }), {
    code: 0,
    stdout: 'hooks run post-merge -- 0\n',
  });
});

void test('the hook does nothing in a commit that has no Pixelis yet', async (t) => {
  const fixture = await makeOperationContext(t);
  await installHooks(fixture.context);
  await fakePixelis(fixture.repository.root, 'echo called');
  const other = await makeGitRepository(t);
  t.match(await runHook({ ...fixture, repository: { ...fixture.repository, root: other.root } }, 'post-merge', {}), {
    code: 0,
    stdout: '',
  });
});

void test('a hook that is no shell script, a link, or switched off stays as it is', async (t) => {
  const { context } = await makeOperationContext(t);
  const { hooksFolder } = context.git.places;
  await hookOf(context, 'pre-push', '#!/usr/bin/env python3\nprint(1)\n');
  await hookOf(context, 'pre-commit', '#!/usr/bin/env ruby\n');
  await hookOf(context, 'post-merge', '#!/bin/sh\necho off\n');
  await chmod(join(hooksFolder, 'post-merge'), 0o644);
  await writeFile(join(hooksFolder, 'target'), '#!/bin/sh\n', { mode: 0o755 });
  await symlink('target', join(hooksFolder, 'post-checkout'));
  const { hooks, problems } = await installHooks(context);
  t.ok(hooks.every(({ state, changed }) => state === 'blocked' && !changed));
  t.strictSame(
    problems.map(({ code, message }) => [code, message]),
    [
      ['hook.blocked', "hook 'pre-push' is left as it is: it is no shell script"],
      ['hook.blocked', "hook 'pre-commit' is left as it is: it is no shell script"],
      ['hook.blocked', "hook 'post-checkout' is left as it is: it is a symbolic link"],
      ['hook.blocked', "hook 'post-merge' is left as it is: it is switched off (not executable)"],
    ],
  );
  t.equal(await readFile(join(hooksFolder, 'pre-push'), 'utf8'), '#!/usr/bin/env python3\nprint(1)\n');
});

void test('a hook into which somebody wrote the call counts as installed', async (t) => {
  const { context } = await makeOperationContext(t);
  await hookOf(context, 'pre-push', '#!/usr/bin/env python3\n# pixelis hooks run pre-push\n');
  const { hooks, problems } = await installHooks(context);
  t.strictSame(problems, []);
  t.match(hooks[0], { name: 'pre-push', state: 'installed', changed: false });
});

void test('core.hooksPath is honoured, and said', async (t) => {
  const { repository } = await makeOperationContext(t);
  await repository.git('config', 'core.hooksPath', '.githooks');
  const { context } = await openOperationContext(t, repository);
  const { hooks, warnings } = await installHooks(context);
  t.equal(hooks[0]?.path, join(repository.root, '.githooks/pre-push'));
  t.match(warnings, [{ message: `git takes its hooks from '${join(repository.root, '.githooks')}' (core.hooksPath)` }]);
});

async function hookOf(context: OperationFixture['context'], name: string, text: string | Buffer): Promise<void> {
  const { hooksFolder } = context.git.places;
  await mkdir(hooksFolder, { recursive: true });
  await writeFile(join(hooksFolder, name), text, { mode: 0o755 });
}

async function fakePixelis(root: string, script: string): Promise<void> {
  await mkdir(join(root, 'bin'), { recursive: true });
  await writeFile(join(root, 'bin/pixelis'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function runHook(
  { context, repository }: Pick<OperationFixture, 'context' | 'repository'>,
  name: string,
  { args = [], input = '' }: { readonly args?: readonly string[]; readonly input?: string },
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: `${join(context.git.places.root, 'bin')}:/usr/bin:/bin` };
  const running = promisify(execFile)(join(context.git.places.hooksFolder, name), [...args], {
    cwd: repository.root,
    env,
  });
  // A hook may end without having read its input.
  running.child.stdin?.on('error', () => undefined).end(input);
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => {
      return { code: error.code, stdout: error.stdout, stderr: error.stderr };
    },
  );
}
