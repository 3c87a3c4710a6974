import type { Bucket } from '#bucket/bucket.js';
import { readBody } from '#bucket/exact-bytes.js';
import { PixelisError } from '#errors/index.js';

/** Bytes asked for in one request. */
const partSize = 8 * 1024 * 1024;
/** Parts of all objects of one transfer that are in memory at once. */
const partsAtOnce = 8;

/** Room for parts in memory, shared by the objects of one transfer. */
export interface PartRoom {
  take(): Promise<void>;
  /** Takes room if there is any now. */
  tryTake(): boolean;
  giveBack(): void;
}

export function partRoom(size = partsAtOnce): PartRoom {
  let free = size;
  const waiting: (() => void)[] = [];
  const tryTake = (): boolean => free > 0 && free-- > 0;
  return {
    tryTake,
    async take() {
      if (!tryTake()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    giveBack() {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}

/** Whether an object is so large that one connection would be slower than several. */
export function isWorthParts(size: number): boolean {
  return size > 4 * partSize;
}

/**
 * The bytes of a large object in order, several parts of it on their way at once. Only an object that has no part waits for
 * room: one that has some goes on with them, and so gives room back.
 * @throws `object.missing`, `object.corrupt` where the object is gone or has another size meanwhile
 */
export async function* parallelChunks(
  bucket: Bucket,
  { key, size }: { readonly key: string; readonly size: number },
  { room, signal }: { readonly room: PartRoom; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  const offsets = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index * partSize);
  const ahead: Promise<Uint8Array>[] = [];
  const askForNext = (): void => {
    const offset = offsets.shift() as number;
    const part = readPart(bucket, { key, offset, length: Math.min(partSize, size - offset) }, signal);
    part.catch(() => undefined);
    ahead.push(part);
  };
  try {
    while (offsets.length + ahead.length > 0) {
      if (ahead.length === 0) {
        await room.take();
        askForNext();
      }
      while (offsets.length > 0 && ahead.length < partsAtOnce && room.tryTake()) askForNext();
      yield await (ahead[0] as Promise<Uint8Array>);
      void ahead.shift();
      room.giveBack();
    }
  } finally {
    await Promise.allSettled(ahead);
    for (const _ of ahead) room.giveBack();
  }
}

async function readPart(
  bucket: Bucket,
  { key, ...range }: { readonly key: string; readonly offset: number; readonly length: number },
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const body = await bucket.get(key, { range, signal });
  if (body === undefined) throw new PixelisError('object.missing', `'${key}' is gone from ${bucket.label}`);
  if (body.size !== range.length) throw new PixelisError('object.corrupt', `'${key}' in ${bucket.label} was cut off`);
  return readBody(body);
}
