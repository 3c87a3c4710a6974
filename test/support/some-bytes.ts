import { Buffer } from 'node:buffer';

/** Bytes that differ along their length, the same every time. */
export function someBytes(size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size);
  for (let index = 0; index < size; index++) bytes[index] = (index * 31 + (index >> 8) * 7) & 0xff;
  return bytes;
}
