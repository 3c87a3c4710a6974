import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'tap';
import { adaptiveLimit } from '#bucket/adaptive-limit.js';

/** Work that ends when it is told to. */
function heldWork() {
  const ends: (() => void)[] = [];
  return {
    running: () => ends.length,
    endAll: () => ends.splice(0).forEach((end) => end()),
    begin: () => new Promise<void>((resolve) => void ends.push(resolve)),
  };
}

void test('no more requests are under way at once than allowed, and all are served', async (t) => {
  const limit = adaptiveLimit(3);
  const held = heldWork();
  const all = Array.from({ length: 7 }, () => limit.run(held.begin));
  const seen: number[] = [];
  for (let round = 0; round < 3; round++) {
    await nextTurn();
    seen.push(held.running());
    held.endAll();
  }
  await Promise.all(all);
  t.same(seen, [3, 3, 1]);
});

void test('a server that says slow down halves them, once for a burst; a hundred good answers add one', async (t) => {
  const limit = adaptiveLimit(16);
  const allowed: number[] = [];
  const slowed = async (slowDown: () => void): Promise<void> => {
    await nextTurn();
    slowDown();
  };
  await Promise.all(Array.from({ length: 8 }, () => limit.run(slowed)));
  allowed.push(limit.allowed);
  await limit.run(slowed);
  allowed.push(limit.allowed);
  for (let count = 0; count < 100; count++) await limit.run(async () => undefined);
  allowed.push(limit.allowed);
  for (let count = 0; count < 9; count++) await limit.run(slowed);
  allowed.push(limit.allowed);
  for (let count = 0; count < 2000; count++) await limit.run(async () => undefined);
  allowed.push(limit.allowed);
  t.same(allowed, [8, 4, 5, 1, 16]);
});

void test('who waits can give up, and leaves the room to others', async (t) => {
  const limit = adaptiveLimit(1);
  const held = heldWork();
  const abort = new AbortController();
  const first = limit.run(held.begin);
  const second = limit.run(held.begin, abort.signal);
  const third = limit.run(async () => 'served');
  abort.abort();
  await t.rejects(second, { code: 'interrupted' });
  held.endAll();
  t.equal(await third, 'served');
  await first;
});

void test('a failure makes room too', async (t) => {
  const limit = adaptiveLimit(1);
  await t.rejects(
    limit.run(() => Promise.reject(new Error('no'))),
    /no/,
  );
  t.equal(await limit.run(async () => 'served'), 'served');
});
