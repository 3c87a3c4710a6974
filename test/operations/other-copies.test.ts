import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { diskError } from '#errors/index.js';
import { audit } from '#operations/audit.js';
import { gc } from '#operations/gc.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { verify } from '#operations/verify.js';
import { makeContextWithRemote } from '../support/operation-context.js';

/** Two versions of which a rule would let one go, of which the remote has both, and the cache nothing where it is emptied. */
async function makeVersions(t: Test, { isEmptied = false } = {}) {
  const { context, repository, pixelis, remoteFolder } = await makeContextWithRemote(t);
  for (const version of [1, 2]) {
    await repository.write('data/a', `version ${version}`);
    await pixelis.add(['data/a']);
    await repository.commit(`v${version}`);
  }
  await pixelis.push([], { all: true });
  if (isEmptied) {
    await rm(join(context.sharedState, 'cache/packs'), { recursive: true });
    await repository.git('rm', '--quiet', '--cached', '-r', '--ignore-unmatch', 'data/a');
    await rm(join(repository.root, 'data/a'));
  }
  return { context, remoteFolder };
}

type Work = (context: RepositoryContext) => Promise<{ readonly warnings?: unknown; readonly problems?: unknown }>;

const works: Readonly<Record<string, readonly [Work, { readonly isEmptied?: boolean }]>> = {
  'gc with rules': [(context) => gc(context, { mode: 'plan', keepLast: 1, grace: '0' }), {}],
  'audit --remote': [(context) => audit(context, { remote: true }), { isEmptied: true }],
  'verify --repair': [(context) => verify(context, [], { repair: true }), { isEmptied: true }],
};

for (const [name, [work, state]] of Object.entries(works)) {
  void test(`${name}: settings that cannot be read when the remote is to be asked are an error of their own`, async (t) => {
    const { context } = await makeVersions(t, state);
    // As the settings are read whenever a remote is opened, and the disk fails that moment.
    const failing = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    const remote: RepositoryContext['remote'] = async () => {
      throw diskError(failing, '.pixelis/config.yaml');
    };
    const asked = work(Object.create(context, { remote: { value: remote } }) as RepositoryContext);
    const problem = { code: 'disk.failed', message: /config\.yaml/, remote: undefined };
    // What verify found is told all the same.
    if (name === 'verify --repair')
      t.match(await asked, { problems: [problem, { code: 'object.missing' }], warnings: [] });
    else await t.rejects(asked, problem);
  });

  void test(`${name}: a remote that cannot be asked is told of`, async (t) => {
    const { context, remoteFolder } = await makeVersions(t, state);
    await rm(remoteFolder, { recursive: true });
    t.match(JSON.stringify(await work(context)), /remote\.not-found|remote-unreachable/);
  });
}
