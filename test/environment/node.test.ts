import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { makeMachine } from './machine.js';

void test('the Node that runs Pixelis is known without being asked', async (t) => {
  const { capture, bin } = await makeMachine(t);
  await symlink(process.execPath, path.join(bin, 'node'));
  t.match(await capture(['node', 'x.js']), { node: { version: process.versions.node, packages: {} } });
});

void test('a script of node_modules is executed by the Node of its first line', async (t) => {
  const { capture, program, root } = await makeMachine(t);
  await program('env', 'exit 1');
  await program('node', 'echo v22.3.0');
  await program(path.join(root, 'node_modules/.bin/tsx'), `#!${path.join('/usr/bin/env')} node\n`);
  t.match(await capture(['node_modules/.bin/tsx', 'x.ts']), { node: { version: '22.3.0' } });
});

void test('packages are those that npm notes, also where one package has its own version of another', async (t) => {
  const { capture, program, write, root } = await makeMachine(t);
  await program('node', 'echo v22.3.0');
  await write(
    'node_modules/.package-lock.json',
    JSON.stringify({
      packages: {
        '': { version: '0.0.0' },
        'node_modules/@scope/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.1.0' },
        'node_modules/b/node_modules/@scope/a': { version: '0.9.0' },
        'node_modules/link': { link: true, resolved: 'packages/link' },
        'node_modules/bad': null,
      },
    }),
  );
  await write('packages/link/x.js', '');
  const { node } = await capture(['node', 'x.js'], { folder: path.join(root, 'packages/link') });
  t.strictSame(node?.packages, { '@scope/a': '1.0.0', b: '2.1.0', 'b > @scope/a': '0.9.0' });
});

void test('packages of pnpm are the folders of its store', async (t) => {
  const { capture, program, write } = await makeMachine(t);
  await program('node', 'echo v22.3.0');
  for (const folder of [
    'react@18.2.0',
    '@types+node@20.1.0',
    'react-dom@18.2.0_react@18.2.0',
    'react@17.0.2',
    'lock.yaml',
  ]) {
    await write(`node_modules/.pnpm/${folder}/x`, '');
  }
  t.strictSame((await capture(['node', 'x.js'])).node?.packages, {
    '@types/node': '20.1.0',
    react: '17.0.2, 18.2.0',
    'react-dom': '18.2.0',
  });
});

void test('packages that nobody noted are read one by one', async (t) => {
  const { capture, program, write } = await makeMachine(t);
  await program('node', 'echo v22.3.0');
  await write('node_modules/a/package.json', '{"version":"1.2.3"}');
  await write('node_modules/@scope/b/package.json', '{"version":"0.1.0"}');
  await write('node_modules/bad/package.json', '{');
  t.strictSame((await capture(['node', 'x.js'])).node?.packages, { '@scope/b': '0.1.0', a: '1.2.3' });
});

void test('the package manager is the one that package.json names, else the one of the lock file', async (t) => {
  const { capture, program, write, home } = await makeMachine(t);
  await program('node', 'echo v22.3.0');
  const manager = async () => (await capture(['node', 'x.js'])).node?.manager;
  t.equal(await manager(), undefined);
  await write('package-lock.json', '{}');
  t.equal(await manager(), 'npm', 'which is not there to be asked');
  await write(path.join(home, 'npm/package.json'), '{"name":"npm","version":"10.8.2"}');
  await program(path.join(home, 'npm/bin/npm'), 'exit 1');
  t.match(
    await capture(['node', 'x.js'], {
      environment: { PATH: `${home}/npm/bin:${path.dirname(await program('node', 'echo v22.3.0'))}` },
    }),
    { node: { manager: 'npm 10.8.2' } },
  );
  await write('package.json', '{"packageManager":"pnpm@9.1.0+sha512.abc"}');
  t.equal(await manager(), 'pnpm 9.1.0');
});

void test('a Node that does not answer is unknown', async (t) => {
  const { capture, program } = await makeMachine(t);
  await program('node', 'echo hello');
  t.match(await capture(['node', 'x.js']), { node: undefined, unknown: { node: /did not say its version/ } });
});
