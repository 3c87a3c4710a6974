import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { openObjectStore } from '#store/bucket-store.js';
import { takeTurn } from '#store/collector-turn.js';

const who = { clone: 'a'.repeat(32), by: 'gpu-3:vision', started: '2026-03-01T09:30:00Z' };

async function makeStore() {
  const bucket = memoryBucket();
  return { bucket, store: await openObjectStore(bucket, { label: 'the remote' }) };
}

void test('one has the turn at a time, and each has a number of its own', async (t) => {
  const { store } = await makeStore();
  const first = await takeTurn(store, who);
  await t.rejects(takeTurn(store, { ...who, by: 'other:one' }), { code: 'lock.held', data: { by: 'gpu-3:vision' } });
  await first.check();
  await first.end();
  const second = await takeTurn(store, who);
  t.same([first.number, second.number], [1, 2]);
  t.ok(second.began >= first.began);
  await second.end();
});

void test('of many who begin at once, one has the turn', async (t) => {
  const { store } = await makeStore();
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => takeTurn(store, who)));
  const turns = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  t.equal(turns.length, 1);
  await turns[0]?.end();
});

void test('who was taken for dead learns it before doing more, and leaves the turn of the other alone', async (t) => {
  const { store, bucket } = await makeStore();
  const slow = await takeTurn(store, who, { staleMs: 3_600_000 });
  const other = await takeTurn(store, { ...who, by: 'other:one' }, { staleMs: 0 });
  await t.rejects(slow.check(), { code: 'lock.held', data: { by: 'other:one' } });
  await slow.end();
  await other.check();
  await t.rejects(takeTurn(store, who), { code: 'lock.held', data: { by: 'other:one' } });
  await other.end();
  t.ok(await bucket.head('gc/00000002'));
});

void test('a turn is told of again while it lasts, so that nobody takes it for dead', async (t) => {
  const { store } = await makeStore();
  const turn = await takeTurn(store, who, { staleMs: 300 });
  await sleep(500);
  await t.rejects(takeTurn(store, who, { staleMs: 300 }), { code: 'lock.held' });
  await turn.check();
  await turn.end();
});

void test('where two took the same turn, the one whose word stands has it', async (t) => {
  const { store, bucket } = await makeStore();
  const turn = await takeTurn(store, who, { staleMs: 100 });
  await bucket.put('gc/00000001', sourceOfBytes(Buffer.from('{}')), { replace: true });
  await sleep(100);
  await t.rejects(turn.check(), { code: 'lock.held' });
  await turn.end();
});
