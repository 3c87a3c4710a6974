import { randomBytes, randomUUID } from 'node:crypto';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { type Collector, decodeCollector, encodeCollector } from '#format/collector.js';
import { collectorFolder, collectorKey, parseCollectorKey } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { readKey } from './read-key.js';

/** The turn of one who collects garbage in a store that others share, with no server between them. */
export interface CollectorTurn {
  /** Of turns in this store, from 1. */
  readonly number: number;
  /** When it began, by the store's own clock: milliseconds since 1970. */
  readonly began: number;
  /** Says again that it goes on. @throws `lock.held` where somebody else took it for dead, and began */
  check(): Promise<void>;
  /** Lets others begin. */
  end(): Promise<void>;
}

export interface TurnOptions extends TaskOptions {
  /** Who of them is told of longer than this ago is dead; default ten minutes. */
  readonly staleMs?: number | undefined;
}

const defaultStaleMs = 10 * 60_000;

/**
 * Takes the next turn. What is moved rests on no turn: two that both believe to have one do no harm, but get in each other's
 * way.
 * @throws `lock.held` where somebody has one
 */
export async function takeTurn(
  store: BucketStore,
  who: Pick<Collector, 'clone' | 'by' | 'started'>,
  { signal, staleMs = defaultStaleMs }: TurnOptions = {},
): Promise<CollectorTurn> {
  const last = await lastTurn(store, { signal });
  if (last !== undefined) await requireFree(store, last, { signal, staleMs });
  const number = (last?.number ?? 0) + 1;
  const key = collectorKey(number);
  const collector: Collector = { ...who, token: randomBytes(16).toString('hex'), isEnded: false };
  await putIfAbsent(store, key, encodeCollector(collector), { signal });
  await requireOwn(store, { key, collector }, { signal });
  const { modified = Infinity } = (await store.bucket.head(key, { signal })) ?? {};
  const beat = heartbeat(store, { key, collector }, staleMs);
  return {
    number,
    began: Number.isFinite(modified) ? modified : Date.now(),
    async check() {
      throwIfInterrupted(signal);
      beat.check();
      if ((await store.bucket.head(collectorKey(number + 1), { signal })) !== undefined) {
        const next = await readCollector(store, collectorKey(number + 1), { signal });
        throw held(store, next);
      }
    },
    async end() {
      await beat.stop();
      if ((await readCollector(store, key, {}))?.token !== collector.token) return;
      const bytes = encodeCollector({ ...collector, isEnded: true });
      await store.bucket.put(key, sourceOfBytes(bytes), { replace: true });
      if (last !== undefined) await removeQuietly(store, last.key);
    },
  };
}

/** Removes what only takes space; whoever has the next turn tries again. */
async function removeQuietly({ bucket }: BucketStore, key: string): Promise<void> {
  try {
    await bucket.delete(key);
  } catch (error) {
    if (!isPixelisError(error)) throw error;
  }
}

interface Turn {
  readonly number: number;
  readonly key: string;
  readonly modified: number;
}

async function lastTurn({ bucket }: BucketStore, { signal }: TaskOptions): Promise<Turn | undefined> {
  let last: Turn | undefined;
  for await (const { key, modified } of bucket.list(`${collectorFolder}/`, { signal })) {
    const number = parseCollectorKey(key);
    if (number !== undefined) last = { number, key, modified };
  }
  return last;
}

/** @throws `lock.held` */
async function requireFree(
  store: BucketStore,
  { key, modified }: Turn,
  { signal, staleMs }: TaskOptions & { readonly staleMs: number },
): Promise<void> {
  const collector = await readCollector(store, key, { signal });
  if (collector?.isEnded === true) return;
  if ((await timeOf(store, { signal })) - modified >= staleMs) return;
  throw held(store, collector);
}

/** What the clock of the store says. */
async function timeOf({ bucket }: BucketStore, { signal }: TaskOptions): Promise<number> {
  const key = `probes/${randomUUID()}`;
  await bucket.put(key, sourceOfBytes(Buffer.from(key)), { signal });
  try {
    const { modified = Infinity } = (await bucket.head(key, { signal })) ?? {};
    return Number.isFinite(modified) ? modified : Date.now();
  } finally {
    await bucket.delete(key);
  }
}

async function putIfAbsent(store: BucketStore, key: string, bytes: Uint8Array, { signal }: TaskOptions): Promise<void> {
  try {
    if ((await store.bucket.put(key, sourceOfBytes(bytes), { signal })) === 'created') return;
  } catch (error) {
    // Another one's text has another length.
    if (!isPixelisError(error, 'object.corrupt')) throw error;
  }
  throw held(store, await readCollector(store, key, { signal }));
}

interface OwnTurn {
  readonly key: string;
  readonly collector: Collector;
}

/** Where a service knows no conditional writes, of two who began at once the later one has it. @throws `lock.held` */
async function requireOwn(store: BucketStore, { key, collector }: OwnTurn, { signal }: TaskOptions): Promise<void> {
  const there = await readCollector(store, key, { signal });
  if (there?.token !== collector.token) throw held(store, there);
}

/** Writes the turn anew while it lasts. What goes wrong with that is told when it is asked for. */
function heartbeat(store: BucketStore, { key, collector }: OwnTurn, staleMs: number) {
  let failure: unknown;
  let beating: Promise<void> = Promise.resolve();
  const beat = async (): Promise<void> => {
    await requireOwn(store, { key, collector }, {});
    await store.bucket.put(key, sourceOfBytes(encodeCollector(collector)), { replace: true });
    failure = undefined;
  };
  const timer = setInterval(() => {
    beating = beat().catch((error: unknown) => {
      failure = error;
    });
  }, staleMs / 10).unref();
  return {
    check(): void {
      if (failure !== undefined) throw failure;
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await beating;
    },
  };
}

/** What a turn tells; undefined where it is gone, or cannot be read. */
async function readCollector(store: BucketStore, key: string, { signal }: TaskOptions): Promise<Collector | undefined> {
  const bytes = await readKey(store.bucket, key, { signal });
  try {
    return bytes && decodeCollector(bytes, key);
  } catch (error) {
    if (isPixelisError(error, 'file.invalid')) return undefined;
    throw error;
  }
}

function held({ label }: BucketStore, other: Collector | undefined): PixelisError {
  const who = other === undefined ? 'somebody' : `'${other.by}'`;
  const since = other === undefined ? '' : ` since ${other.started}`;
  return new PixelisError('lock.held', `${who} collects garbage in ${label}${since}`, {
    hint: 'wait until that is done; one that died is taken for dead after ten minutes',
    data: { store: label, ...(other && { clone: other.clone, by: other.by, started: other.started }) },
  });
}
