import { treeInvalid } from '#model/tree-order.js';
import { maxPathBytes, parseTreePath, type TreePath } from '#model/tree-path.js';
import { type Cursor, readVarint, writeVarint } from './varint.js';

/** Bytes that one path takes at most. */
export const maxEncodedPathBytes = maxPathBytes + 4;

/**
 * Writes paths in the order of their bytes, each as two varints, how many bytes it shares with the one before (as many as
 * it can) and how many are left, and those that are left.
 */
export function pathWriter(): (path: TreePath, target: Uint8Array, offset: number) => number {
  let previous = new Uint8Array(maxPathBytes);
  let previousLength = 0;
  let current = new Uint8Array(maxPathBytes);
  return (path, target, offset) => {
    const length = writeUtf8(path, current);
    let shared = 0;
    const limit = Math.min(length, previousLength);
    while (shared < limit && current[shared] === previous[shared]) shared += 1;
    if (shared === length || (shared < previousLength && (current[shared] as number) < (previous[shared] as number))) {
      throw treeInvalid(`path ${JSON.stringify(path)} is out of order`);
    }
    let at = writeVarint(shared, target, offset);
    at = writeVarint(length - shared, target, at);
    for (let index = shared; index < length; index++) target[at++] = current[index] as number;
    [previous, current] = [current, previous];
    previousLength = length;
    return at;
  };
}

/** Reads what {@link pathWriter} wrote. @throws `tree.invalid` where it could have been written otherwise; `worktree.unsafe-path` */
export function pathReader(cursor: Cursor): () => TreePath {
  const { bytes } = cursor;
  const path = Buffer.alloc(maxPathBytes);
  let length = 0;
  // The bytes of `path` before this one are ASCII.
  let asciiLength = 0;
  return () => {
    const shared = readVarint(cursor);
    const left = readVarint(cursor);
    const start = cursor.at;
    if (shared < 0 || shared > length || left < 1 || shared + left > maxPathBytes || start + left > bytes.length) {
      throw treeInvalid('a path has an impossible length');
    }
    // A larger byte right after what is shared: the path comes later, and no more could have been shared.
    if (shared < length && (bytes[start] as number) <= (path[shared] as number)) {
      throw treeInvalid('paths are out of order or share more than they say');
    }
    asciiLength = Math.min(asciiLength, shared);
    for (let index = 0; index < left; index++) {
      const byte = bytes[start + index] as number;
      path[shared + index] = byte;
      if (byte < 0x80 && asciiLength === shared + index) asciiLength += 1;
    }
    length = shared + left;
    cursor.at = start + left;
    return parseTreePath(
      asciiLength === length ? path.toString('latin1', 0, length) : decodeUtf8(path.subarray(0, length)),
    );
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns how many bytes it wrote. Most paths are ASCII, for which a loop is faster than a call into the encoder. */
function writeUtf8(text: string, target: Uint8Array): number {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return encoder.encodeInto(text, target).written;
    target[index] = unit;
  }
  return text.length;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw Object.assign(treeInvalid('a path is not UTF-8'), { cause: error });
  }
}
