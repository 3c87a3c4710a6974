import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'tap';
import { mapAtOnce } from '#bucket/map-at-once.js';

void test('results are in the order of the items, whatever ends first, a few at once', async (t) => {
  let running = 0;
  let most = 0;
  const results = await mapAtOnce([5, 1, 4, 2, 3], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    running -= 1;
    return turns * 10;
  });
  t.same([results, most], [[50, 10, 40, 20, 30], 2]);
});

void test('after a failure nothing is begun, what runs is waited for, and the failure is thrown', async (t) => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    begun.push(item);
    await nextTurn();
    if (item === 1) throw new Error('no');
    await nextTurn();
    ended.push(item);
  };
  await t.rejects(mapAtOnce([1, 2, 3, 4], 2, work), /no/);
  t.same([begun, ended], [[1, 2], [2]]);
});

void test('an interruption begins nothing', async (t) => {
  const signal = AbortSignal.abort();
  await t.rejects(
    mapAtOnce([1], 2, async () => t.fail('it was begun'), signal),
    { code: 'interrupted' },
  );
});
