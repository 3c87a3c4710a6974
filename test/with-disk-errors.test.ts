import { readFile } from 'node:fs/promises';
import { test } from 'tap';
import { withDiskErrors } from '../src/with-disk-errors.js';

void test('what the file system refuses is a disk error with its path, and everything else is left as it is', async (t) => {
  const bug = new TypeError('a bug');
  const face = withDiskErrors({
    read: async (path: string) => readFile(path, 'utf8'),
    fail: async () => Promise.reject(bug),
  });
  await t.rejects(face.read('/proc'), { code: 'disk.failed', data: { errno: 'EISDIR' } });
  await t.rejects(face.fail(), bug);
  t.type(await face.read('/proc/self/stat'), 'string');
});

void test('a call that fails for a reason that nobody foresaw is a disk error too, not a bug', async (t) => {
  const face = withDiskErrors({ read: async (path: string) => readFile(path, 'utf8') });
  await t.rejects(face.read('/nowhere/at/all'), {
    code: 'disk.failed',
    data: { path: '/nowhere/at/all', errno: 'ENOENT' },
  });
});
