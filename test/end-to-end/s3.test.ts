import { readFile, rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { contentsOf, makeRepository, type TestRepository, testRepository } from '../support/repository.js';
import { startS3Double } from '../support/s3-double.js';
import { startS3Server, whyNoS3Server } from '../support/s3-server.js';

/** A repository whose remote 'origin' is a bucket, with credentials in the environment alone. */
async function makeOnS3(t: Test, settings: S3BucketSettings): Promise<TestRepository> {
  const made = await makeRepository(t);
  const { bucket, prefix, endpoint = '', region = '', credentials } = settings;
  const environment = {
    ...made.environment,
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const repository = testRepository(gitRepositoryAt(made.root, environment), made.remote);
  await repository.done('remote', 'remove', 'origin');
  const url = `s3://${bucket}/${prefix}`;
  await repository.done('remote', 'add', 'origin', url, '--endpoint', endpoint, '--region', region);
  return repository;
}

async function startDouble(t: Test) {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  return double;
}

/** From add to a clone that has everything, byte for byte, and a change on top. */
async function roundTrip(t: Test, settings: S3BucketSettings): Promise<void> {
  const repository = await makeOnS3(t, settings);
  for (let file = 0; file < 50; file += 1) await repository.write(`data/${file}`, `${file}`.repeat(file));
  await repository.write('model.bin', new Uint8Array(20 << 20).fill(9));
  await repository.addAndCommit('first', 'data', 'model.bin');
  t.match(await repository.done('push'), { remotes: [{ upToDate: false, missingObjects: 0 }] });
  t.match(await repository.done('push'), { remotes: [{ upToDate: true, objects: 0 }] });
  const clone = await repository.clone();
  await clone.done('pull');
  t.strictSame(await contentsOf(clone.at('data')), await contentsOf(repository.at('data')));
  t.ok((await readFile(clone.at('model.bin'))).equals(await readFile(repository.at('model.bin'))));
  await clone.write('data/7', 'changed');
  await clone.addAndCommit('second', 'data');
  await clone.done('push');
  await repository.git('pull', '--quiet', clone.root, 'main');
  await repository.done('pull');
  t.equal(await readFile(repository.at('data/7'), 'utf8'), 'changed');
  t.match(await repository.done('status', '--remote'), {
    clean: true,
    paths: [{ missingOnRemote: { objects: 0 } }, {}],
  });
}

void test('a bucket is a remote like a folder: push, clone, pull, push back', async (t) => {
  await roundTrip(t, (await startDouble(t)).freshBucket());
});

void test('and so it is on a real server', { skip: whyNoS3Server() }, async (t) => {
  await roundTrip(t, (await startS3Server()).freshBucket());
});

void test('a damaged object in a bucket is told by name and never fetched', async (t) => {
  const double = await startDouble(t);
  const repository = await makeOnS3(t, double.freshBucket());
  await repository.write('data/small', 'small');
  await repository.write('data/large', new Uint8Array(3 << 20).fill(1));
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  for (const [key, { bytes }] of double.stored.objects) {
    if (key.includes('/objects/')) bytes[0] = (bytes[0] ?? 0) ^ 1;
  }
  const clone = await repository.clone();
  const { code, result } = await clone.json('pull');
  t.equal(code, 4, JSON.stringify(result.problems));
  t.match(result.problems, [{ message: /'large'|data\/large/ }]);
  t.strictSame(await contentsOf(clone.at('data')), { small: '644 small' });
});

void test('what a remote cannot do ends with 12 and says why', async (t) => {
  const double = await startDouble(t);
  const settings = double.freshBucket();
  const repository = await makeOnS3(t, settings);
  await repository.write('data/a', '1');
  await repository.addAndCommit('data', 'data');
  const secret = settings.credentials?.secretAccessKey ?? '';
  const add = (name: string, url: string, endpoint: string) =>
    repository.done('remote', 'add', name, url, '--endpoint', endpoint, '--region', 'us-east-1');
  await add('nobucket', 's3://no-such-bucket/x', double.endpoint);
  await add('nowhere', `s3://${settings.bucket}/x`, 'http://127.0.0.1:9');
  const wrongKeys = testRepository(
    gitRepositoryAt(repository.root, { ...repository.environment, AWS_SECRET_ACCESS_KEY: 'wrong' }),
    repository.remote,
  );
  const noKeys = testRepository(
    gitRepositoryAt(repository.root, { ...repository.environment, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }),
    repository.remote,
  );
  for (const command of ['push', 'fetch', 'pull']) {
    for (const [who, remote, code, message] of [
      [repository, 'nobucket', 'remote.not-found', /the bucket of s3:\/\/no-such-bucket\/x does not exist/],
      [repository, 'nowhere', 'remote.unreachable', /s3:\/\/test-bucket\/x cannot be reached/],
      [wrongKeys, 'origin', 'remote.denied', /refused/],
      [noKeys, 'origin', 'remote.denied', /credentials/],
    ] as const) {
      const { code: exit, result } = await who.json(command, '--remote', remote);
      t.strictSame([exit, result.error?.code], [12, code], `${command} --remote ${remote}`);
      t.match(result.error?.message, message);
      t.notMatch(JSON.stringify(result), secret, 'no secret is told');
    }
    // What is at hand is not asked for.
    await rm(repository.at('.git/pixelis/cache'), { recursive: true, force: true });
  }
  t.strictSame([...double.stored.objects.keys()], [], 'nothing was stored');
});

void test('a bucket that fails for a while is tried again', async (t) => {
  const double = await startDouble(t);
  const repository = await makeOnS3(t, double.freshBucket());
  await repository.write('data/a', '1');
  await repository.addAndCommit('data', 'data');
  double.fail({ action: 'PutObject', how: { status: 503, code: 'SlowDown' }, times: 2 });
  double.fail({ action: 'ListObjectsV2', how: 'reset' });
  await repository.done('push');
  double.fail({ action: 'GetObject', how: 'truncate' });
  const clone = await repository.clone();
  await clone.done('pull');
  t.equal(await readFile(clone.at('data/a'), 'utf8'), '1');
});
