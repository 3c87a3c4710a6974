import { interrupted, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { test } from 'tap';

void test('an aborted signal ends work with `interrupted`', async (t) => {
  throwIfInterrupted(undefined);
  throwIfInterrupted(new AbortController().signal);
  t.throws(() => throwIfInterrupted(AbortSignal.abort('Ctrl-C')), { code: 'interrupted', cause: 'Ctrl-C' });
  const own = new PixelisError('lock.held', 'l');
  t.equal(interrupted(AbortSignal.abort(own)), own, 'a reason that is an error of ours is the error');
});
