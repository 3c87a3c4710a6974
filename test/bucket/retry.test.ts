import { test } from 'tap';
import { defaultRetryPolicy, startTries, systemClock } from '#bucket/retry.js';
import { heldClock } from '../support/held-clock.js';

void test('waits grow twofold to a cap, each a random part of it, until the budget is spent', async (t) => {
  const clock = heldClock(1);
  const tries = startTries({ ...defaultRetryPolicy, budgetMs: 60_000 }, clock);
  while (await tries.again({ isAnswered: true }));
  t.same(clock.slept, [200, 400, 800, 1600, 3200, 6400, 12_800, 20_000]);
  const luckier = heldClock(0.25);
  await startTries(defaultRetryPolicy, luckier).again({ isAnswered: true });
  t.same(luckier.slept, [50]);
});

void test('a server that does not answer is given up sooner than one that says to wait', async (t) => {
  const clock = heldClock(0);
  const tries = startTries(defaultRetryPolicy, clock);
  const outcomes: boolean[] = [];
  for (let count = 0; count < 3; count++) outcomes.push(await tries.again({ isAnswered: false }));
  outcomes.push(await tries.again({ isAnswered: true }));
  for (let count = 0; count < 6; count++) outcomes.push(await tries.again({ isAnswered: false }));
  t.same(outcomes, [true, true, true, true, true, true, true, true, true, false]);
});

void test('what the server asks for is waited, unless that is beyond the budget', async (t) => {
  const clock = heldClock(0);
  const tries = startTries({ ...defaultRetryPolicy, budgetMs: 10_000 }, clock);
  t.equal(await tries.again({ isAnswered: true, retryAfterMs: 7000 }), true);
  t.equal(await tries.again({ isAnswered: true, retryAfterMs: 7000 }), false);
  t.same(clock.slept, [7000]);
});

void test('progress begins the count and the budget anew', async (t) => {
  const clock = heldClock(1);
  const tries = startTries({ ...defaultRetryPolicy, budgetMs: 300 }, clock);
  for (let count = 0; count < 20; count++) {
    t.equal(await tries.again({ isAnswered: false }), true);
    tries.gotFurther();
  }
  t.same(new Set(clock.slept), new Set([200]));
});

void test('a wait ends at once when its work is interrupted', async (t) => {
  const abort = new AbortController();
  const waiting = systemClock.sleep(60_000, abort.signal);
  abort.abort();
  await t.rejects(waiting, { code: 'interrupted' });
});
