import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { PixelisError } from '#errors/index.js';
import { encodeRegistration } from '#format/registration.js';
import type { Registration } from '#model/registration.js';
import { fetch } from '#operations/fetch.js';
import { push } from '#operations/push.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { listRegistrations, readRegistration } from '#store/registrations.js';
import { counting } from '../store/counting-bucket.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';

/** A repository with a folder and a file under version, in a commit. */
async function makeWithData(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const { repository, pixelis } = fixture;
  await repository.write('data/a.txt', 'a');
  await repository.write('model.bin', 'weights');
  await pixelis.add(['data', 'model.bin']);
  await repository.commit('data');
  return fixture;
}

async function cloneOf(t: Test, { repository }: Awaited<ReturnType<typeof makeWithData>>, name: string) {
  const root = `${repository.root}-${name}`;
  await repository.git('clone', '--quiet', repository.root, root);
  return openOperationContext(t, gitRepositoryAt(root, repository.environment));
}

/** What is registered on the remote, in the order of keys. */
async function registered(context: RepositoryContext) {
  const { store } = await context.remote();
  const all = await listRegistrations(store, {});
  return Promise.all(all.map((each) => readRegistration(store, each, {})));
}

/** The requests that work makes to the remote. */
async function requestsOf(context: RepositoryContext, work: () => Promise<unknown>): Promise<readonly string[]> {
  const { store } = await context.remote();
  const { bucket, requests } = counting(store.bucket);
  const original = store.bucket;
  Object.assign(store, { bucket });
  try {
    await work();
  } finally {
    Object.assign(store, { bucket: original });
  }
  return requests.filter((request) => request.includes('roots'));
}

void test('a push registers what it brings before it looks for anything, and nothing twice', async (t) => {
  const { context, pixelis } = await makeWithData(t);
  const first = await requestsOf(context, () => push(context, [], {}));
  t.same(
    [...first].sort(),
    ['list roots/', 'put roots'].map((each) => first.find((one) => one.startsWith(each))),
  );
  const [registration, ...others] = await registered(context);
  t.same(others, []);
  t.match(registration, { pushed: { length: 1 }, files: { length: 1 }, trees: [] });
  const second = await requestsOf(context, () => push(context, [], {}));
  t.equal(second.length, 1, 'one look whether it is still there');
  t.match(second, [/^list roots\/[0-9a-f]{32}\/$/]);
  t.equal((await registered(context)).length, 1);
  t.match(await pixelis.push(), { remotes: [{ upToDate: true }] });
});

void test('a fetch registers what it needs, once, and one that needs nothing asks nobody', async (t) => {
  const fixture = await makeWithData(t);
  await push(fixture.context, [], {});
  const { context } = await cloneOf(t, fixture, 'clone');
  t.match(await requestsOf(context, () => fetch(context, [], {})), ['put roots']);
  t.match(await registered(context), [{ clone: /./ }, { clone: /./ }]);
  const of = (await registered(context)).find((each) => each?.pushed.length === 0);
  t.match(of, { trees: { length: 1 }, files: { length: 1 } });
  t.same(await requestsOf(context, () => fetch(context, [], {})), []);
});

void test('a clone of a continuous integration registers no fetch: it does not last', async (t) => {
  const fixture = await makeWithData(t);
  await push(fixture.context, [], {});
  const { context } = await cloneOf(t, fixture, 'clone');
  const inIntegration = Object.create(context, { environment: { value: { ...context.environment, CI: 'true' } } });
  t.match(await fetch(inIntegration as RepositoryContext, [], {}), { problems: [] });
  t.equal((await registered(context)).length, 1);
});

void test('registrations that vanished are made again by the next push', async (t) => {
  const { context, remoteFolder } = await makeWithData(t);
  await push(context, [], {});
  const before = await registered(context);
  await rm(join(remoteFolder, 'roots'), { recursive: true });
  t.match(await push(context, [], {}), { remotes: [{ upToDate: true }] });
  t.same(await registered(context), before);
});

void test('a remote that may only be read can be fetched from, and a push of nothing new is up to date', async (t) => {
  const fixture = await makeWithData(t);
  await push(fixture.context, [], {});
  const { context, repository, pixelis } = await cloneOf(t, fixture, 'clone');
  const { store } = await context.remote();
  const denied = async () => Promise.reject(new PixelisError('remote.denied', 'no'));
  Object.assign(store, { bucket: { ...store.bucket, put: denied } });
  t.match(await fetch(context, [], {}), { problems: [], remotes: [{ objects: 4 }] });
  t.match(await push(context, [], {}), { problems: [], remotes: [{ upToDate: true }] });
  await repository.write('new.bin', 'new');
  await pixelis.add(['new.bin']);
  await t.rejects(push(context, [], {}), { code: 'remote.denied' });
});

void test('what could not be pushed as a whole is no longer waited for', async (t) => {
  const { context, repository } = await makeWithData(t);
  const cache = join(repository.root, '.git/pixelis/cache');
  for (const kind of ['packs', 'objects']) await rm(join(cache, kind), { recursive: true, force: true });
  t.match(await push(context, ['data'], {}), { problems: [{ code: 'object.missing' }] });
  const all = await registered(context);
  t.match(all, [
    { pushed: { length: 1 }, trees: [] },
    { pushed: [], trees: { length: 1 } },
  ]);
});

void test('a copy of a folder with all that is in it is a clone of its own, and needs what the other needed', async (t) => {
  const { context, repository, remoteFolder } = await makeWithData(t);
  await push(context, [], {});
  const root = `${repository.root}-copy`;
  await cp(repository.root, root, { recursive: true });
  const { context: copy } = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  await push(copy, [], {});
  const clones = await readdir(join(remoteFolder, 'roots'));
  t.equal(clones.length, 2);
  const digests = (await registered(context)).map((each) => [...(each?.pushed ?? []), ...(each?.files ?? [])].sort());
  t.same(digests[0], digests[1]);
});

void test('a registration that was changed on the remote is damage', async (t) => {
  const { context } = await makeWithData(t);
  await push(context, [], {});
  const { store } = await context.remote();
  for (const registration of await listRegistrations(store, {})) {
    const text = (await readRegistration(store, registration, {})) as Registration;
    const changed = sourceOfBytes(encodeRegistration({ ...text, files: [] }));
    await store.bucket.put(registration.key, changed, { replace: true });
    await t.rejects(readRegistration(store, registration, {}), { code: 'object.corrupt' });
  }
});
