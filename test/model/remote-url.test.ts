import { isPixelisError } from '#errors/index.js';
import { formatRemoteUrl, parseEndpoint, parseRemoteUrl } from '#model/remote-url.js';
import { test } from 'tap';

void test('a remote is a bucket with a prefix, or a folder', async (t) => {
  for (const [text, url, spelling] of [
    ['s3://my-bucket', { kind: 's3', bucket: 'my-bucket', prefix: '' }, 's3://my-bucket'],
    ['s3://my-bucket/', { kind: 's3', bucket: 'my-bucket', prefix: '' }, 's3://my-bucket'],
    [
      'S3://my.bucket/team/store/',
      { kind: 's3', bucket: 'my.bucket', prefix: 'team/store' },
      's3://my.bucket/team/store',
    ],
    ['/mnt/store', { kind: 'folder', path: '/mnt/store' }, '/mnt/store'],
    ['../store', { kind: 'folder', path: '../store' }, '../store'],
    ['C:\\store', { kind: 'folder', path: 'C:\\store' }, 'C:\\store'],
    ['file:///mnt/my%20store', { kind: 'folder', path: '/mnt/my store' }, '/mnt/my store'],
    ['file://localhost/mnt/store', { kind: 'folder', path: '/mnt/store' }, '/mnt/store'],
  ] as const) {
    t.same(parseRemoteUrl(text), url, text);
    t.equal(formatRemoteUrl(parseRemoteUrl(text)), spelling);
  }
});

void test('what cannot be a remote is refused with the reason', async (t) => {
  for (const text of [
    '',
    '  ',
    'a\nb',
    's3://',
    's3:///prefix',
    's3://b',
    's3://-bad-/x',
    's3://bucket/a/../b',
    's3://bucket/a//b',
    's3://bucket/a?versionId=1',
    `s3://bucket/${'a'.repeat(501)}`,
    'https://bucket.example/x',
    'gs://bucket',
    'file://server/share',
    'file://nothing',
    'file:///a%zz',
    'file:///a%00b',
    '~/store',
  ])
    t.throws(() => parseRemoteUrl(text), { code: 'remote.invalid-url', hint: String }, JSON.stringify(text));
});

void test('no password of a URL is ever shown', async (t) => {
  for (const text of ['s3://AKIA:s3cr3t@bucket/x', 'https://u:s3cr3t@host/x', 's3://bucket/x?X-Amz-Signature=s3cr3t']) {
    try {
      parseRemoteUrl(text);
      t.fail('it was taken');
    } catch (error) {
      t.ok(isPixelisError(error, 'remote.invalid-url'));
      t.notMatch(JSON.stringify([error, String(error)]), /s3cr3t/);
    }
  }
});

void test('the address of a service is one of http or https, without credentials', async (t) => {
  for (const text of ['https://s3.example.org', 'http://127.0.0.1:9000', 'https://gateway.example.org/s3'])
    t.equal(parseEndpoint(text), text);
  for (const text of [
    '',
    'localhost:9000',
    's3.example.org',
    'ftp://host',
    'https://',
    'https://host/?a=1',
    'http://u:s3cr3t@host',
  ])
    t.throws(() => parseEndpoint(text), { code: 'remote.invalid-url', message: /^(?!.*s3cr3t)/ }, text);
});
