import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { test } from 'tap';

function failedCall(errno: string): Error {
  return Object.assign(new Error(`${errno}: it went wrong`), { code: errno });
}

void test('a failed call of the file system is an error that names the path and keeps the cause', async (t) => {
  for (const [errno, code] of [
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EACCES', 'disk.denied'],
    ['EROFS', 'disk.denied'],
    ['EIO', 'disk.failed'],
    ['EMFILE', 'disk.failed'],
    ['ESTALE', 'disk.failed'],
  ] as const) {
    const cause = failedCall(errno);
    const error = diskError(cause, '/data/train.csv');
    t.match(error, { code, cause, data: { path: '/data/train.csv', errno } });
    t.match((error as Error).message, /^'\/data\/train\.csv': /);
  }
});

void test('what is not a failed call comes back as it is', async (t) => {
  for (const error of [new PixelisError('bug', 'b'), new TypeError('t'), 'text', undefined, failedCall('ERR_INVALID')])
    t.equal(diskError(error, '/x'), error);
  t.ok(isDiskError(failedCall('EEXIST'), 'ENOENT', 'EEXIST'));
  t.notOk(isDiskError(failedCall('EIO'), 'ENOENT'));
  t.notOk(isDiskError(undefined, 'ENOENT'));
});
