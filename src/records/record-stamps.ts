import { lstatSync, type Stats } from 'node:fs';
import { diskError, isDiskError } from '#errors/index.js';
import { isSettled } from '#model/stamp.js';
import { keyBytes } from './collect-lineage.js';

/** Doubles of a stamp, which says how a file or folder looked. Zeros are like nothing, not even like zeros. */
export const stampWords = keyBytes / Float64Array.BYTES_PER_ELEMENT;

/** Writes how a file or folder looks to place `index`: zeros where a change after this look need not show. */
export function lookAt(root: string, path: string, stamps: Float64Array, index = 0): boolean {
  const seenMs = Date.now();
  let stats: Stats | undefined;
  try {
    stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  } catch (error) {
    if (!isDiskError(error, 'ENOTDIR')) throw diskError(error, path);
  }
  const at = stampWords * index;
  if (stats === undefined) {
    stamps[at] = absent;
    return false;
  }
  const { mtimeMs, ctimeMs, ino, size } = stats;
  if (!isSettled({ mtimeMs, ctimeMs, ino, seenMs })) return true;
  stamps[at] = mtimeMs;
  stamps[at + 1] = ctimeMs;
  stamps[at + 2] = ino;
  stamps[at + 3] = size;
  return true;
}

/** Undefined where there is none. */
export function keyOfFile(root: string, path: string): Uint8Array | undefined {
  const stamp = new Float64Array(stampWords);
  return lookAt(root, path, stamp) ? new Uint8Array(stamp.buffer) : undefined;
}

export function isSameStamp(left: Float64Array, leftIndex: number, right: Float64Array, rightIndex: number): boolean {
  for (let word = 0; word < stampWords; word++) {
    if (left[stampWords * leftIndex + word] !== right[stampWords * rightIndex + word]) return false;
  }
  return left[stampWords * leftIndex] !== 0;
}

/** In place of a time, where there is nothing. */
const absent = -1;
