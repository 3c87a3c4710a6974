import { exitCodeOf, PixelisError, problemOf } from '#errors/index.js';
import { test } from 'tap';

void test('a result without problems is exit code 0, also where it warns', async (t) => {
  t.equal(exitCodeOf({ problems: [] }), 0);
});

void test('a result with problems is partly done', async (t) => {
  t.equal(exitCodeOf({ problems: [{ code: 'object.missing' }] }), 3);
  t.equal(exitCodeOf({ problems: [{ code: 'worktree.would-overwrite' }] }), 3);
  t.equal(exitCodeOf({ problems: [{ code: 'remote.failed' }, { code: 'object.missing' }] }), 3);
  t.equal(exitCodeOf({ problems: [{ code: 'something.unheard-of' }] }), 3, 'an unknown code is a problem too');
});

void test('wrong bytes outweigh everything else', async (t) => {
  t.equal(exitCodeOf({ problems: [{ code: 'object.missing' }, { code: 'object.corrupt' }] }), 4);
  t.equal(exitCodeOf({ healthy: false, problems: [{ code: 'object.corrupt' }] }), 4);
});

void test('where remotes are all that failed, the exit code says so', async (t) => {
  t.equal(exitCodeOf({ problems: [{ code: 'remote.denied' }, { code: 'offline.forbidden' }] }), 12);
});

void test('a doctor that finds something wrong has failed', async (t) => {
  t.equal(exitCodeOf({ healthy: false, problems: [] }), 1);
  t.equal(exitCodeOf({ healthy: true, problems: [] }), 0);
});

void test('a verify that finds anything wrong or missing is an integrity failure', async (t) => {
  t.equal(exitCodeOf({ intact: false, problems: [{ code: 'object.missing' }] }), 4);
  t.equal(exitCodeOf({ intact: true, problems: [{ code: 'remote.unreachable' }] }), 12);
  t.equal(exitCodeOf({ intact: true, problems: [] }), 0);
});

void test('an error becomes a problem with its code, its hint and what it is about', async (t) => {
  const error = new PixelisError('object.missing', 'gone', { hint: 'pixelis fetch', data: { digest: 'd' } });
  t.strictSame(problemOf(error, { path: 'data/a' }), {
    code: 'object.missing',
    message: 'gone',
    hint: 'pixelis fetch',
    path: 'data/a',
  });
  t.strictSame(problemOf(new PixelisError('bug', 'b')), { code: 'bug', message: 'b' });
});
