import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { openBucket } from '#bucket/open-bucket.js';

void test('a folder is opened by its path, relative to the repository, and by its URL', async (t) => {
  const baseFolder = await mkdtemp(join(tmpdir(), 'pixelis-open-'));
  t.teardown(() => rm(baseFolder, { recursive: true, force: true }));
  await openBucket({ url: '.' }, { baseFolder }).put('a/1', sourceOfBytes(Buffer.from('one')));
  for (const url of [baseFolder, pathToFileURL(baseFolder).href, `../${baseFolder.split('/').at(-1)}`]) {
    const bucket = openBucket({ url }, { baseFolder });
    t.match(await bucket.head('a/1'), { key: 'a/1', size: 3 });
    t.equal(bucket.label, `folder '${baseFolder}'`);
  }
});

void test('nothing is reached for before the first use', async (t) => {
  t.equal(openBucket({ url: 's3://bucket/team/store' }, { baseFolder: '/' }).label, 's3://bucket/team/store');
  t.equal(openBucket({ url: '/no/such/folder' }, { baseFolder: '/' }).label, "folder '/no/such/folder'");
  t.throws(() => openBucket({ url: 's3://bucket', endpoint: 'localhost:9000' }, { baseFolder: '/' }), {
    code: 'remote.invalid-url',
  });
  t.throws(() => openBucket({ url: 'https://bucket' }, { baseFolder: '/' }), { code: 'remote.invalid-url' });
});
