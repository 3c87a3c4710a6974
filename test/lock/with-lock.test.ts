import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type LockOptions, withLock, withLocks } from '#lock/with-lock.js';
import { type Test, test } from 'tap';

const program = fileURLToPath(new URL('hold-lock.js', import.meta.url));

void test('of two that want the same locks in another order, one goes on; afterwards all are free', async (t) => {
  const [one, other] = [await lockPath(t), await lockPath(t)];
  const done = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const paths = index % 2 === 0 ? [one, other, one] : [other, one];
      return withLocks(paths, () => sleep(1, index), { waitMs: 30_000 });
    }),
  );
  t.same(done, [...done.keys()]);
  await withLock(other, () =>
    t.rejects(
      withLocks([one, other], () => undefined, { waitMs: 0 }),
      { code: 'lock.held' },
    ),
  );
  t.equal(await withLocks([one, other], () => 'free', { waitMs: 0 }), 'free');
});

for (const kind of ['kernel', 'file'] as const) {
  void test(`${kind} lock: work is done, its result returned, and the lock is free again`, async (t) => {
    const path = await lockPath(t);
    t.equal(await withLock(path, async () => 'done', { kind }), 'done');
    await t.rejects(
      withLock(path, () => Promise.reject(new Error('of the work')), { kind }),
      { message: 'of the work' },
    );
    t.equal(await withLock(path, () => 'again', { kind, waitMs: 0 }), 'again');
  });

  void test(`${kind} lock: who waits too long is told who holds it`, async (t) => {
    const path = await lockPath(t);
    const holder = await hold(t, path, { kind });
    const error = await withLock(path, () => t.fail('it was not free'), { kind, waitMs: 20 }).catch((e: unknown) => e);
    t.match(error, { code: 'lock.held', exitCode: 11, data: { pid: holder.pid } });
  });

  void test(`${kind} lock: it is exclusive within one process too`, async (t) => {
    const path = await lockPath(t);
    await withLock(
      path,
      () =>
        t.rejects(
          withLock(path, () => undefined, { kind, waitMs: 5 }),
          { code: 'lock.held' },
        ),
      { kind },
    );
  });

  void test(`${kind} lock: a holder that is killed stops nobody`, async (t) => {
    const path = await lockPath(t);
    const holder = await hold(t, path, { kind });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    t.equal(await withLock(path, () => 'free', { kind, waitMs: 200 }), 'free');
  });

  void test(`${kind} lock: the next one gets it as soon as it is let go`, async (t) => {
    const path = await lockPath(t);
    const holder = await hold(t, path, { kind });
    const waiting = withLock(path, () => 'mine', { kind });
    holder.stdin?.write('go');
    t.equal(await waiting, 'mine');
  });

  void test(`${kind} lock: many processes at once never hold it together`, async (t) => {
    const path = await lockPath(t);
    const counter = join(path, '..', '..', 'counter');
    await writeFile(counter, '0');
    const children = [1, 2, 3, 4].map(() => run(t, [path, kind, 'exclusive', counter]));
    await Promise.all(children.map((child) => once(child, 'exit')));
    t.equal(await readFile(counter, 'utf8'), '160');
  });

  void test(`${kind} lock: waiting can be interrupted`, async (t) => {
    const path = await lockPath(t);
    await hold(t, path, { kind });
    const cancel = new AbortController();
    const waiting = withLock(path, () => t.fail('it was not free'), { kind, signal: cancel.signal });
    setTimeout(() => cancel.abort(), 10);
    await t.rejects(waiting, { code: 'interrupted' });
  });
}

void test('a shared lock has many holders, and none beside an exclusive one', async (t) => {
  const path = await lockPath(t);
  const holder = await hold(t, path, { mode: 'shared' });
  t.equal(await withLock(path, () => 'shared', { mode: 'shared', waitMs: 0 }), 'shared');
  await t.rejects(
    withLock(path, () => undefined, { waitMs: 5 }),
    { code: 'lock.held' },
  );
  holder.stdin?.write('go');
  await once(holder, 'exit');
  t.equal(await withLock(path, () => 'exclusive', { waitMs: 0 }), 'exclusive');
});

void test('the lock file is made with its folder and never deleted', async (t) => {
  const path = await lockPath(t);
  await withLock(path, () => undefined);
  t.ok(existsSync(path));
});

void test('a lock that cannot be made is an error of the disk', async (t) => {
  const path = await lockPath(t);
  await writeFile(join(path, '..', '..', 'file'), '');
  await t.rejects(
    withLock(join(path, '..', '..', 'file', 'below', 'lock'), () => undefined),
    { code: 'disk.failed' },
  );
});

async function lockPath(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'with-lock-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'locks', 'one');
}

/** A process that holds the lock by now. */
async function hold(
  t: Test,
  path: string,
  { kind = 'kernel', mode = 'exclusive' }: LockOptions,
): Promise<ChildProcess> {
  const child = run(t, [path, kind, mode]);
  await once(child.stdout ?? child, 'data');
  return child;
}

function run(t: Test, parameters: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}
