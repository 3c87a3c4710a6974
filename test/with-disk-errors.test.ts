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
