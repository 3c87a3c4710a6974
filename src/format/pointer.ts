import { parseDigest } from '#model/digest.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import { type PointerFile, validatePointerFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { pointerLimitBytes } from './yaml-document.js';
import { editYaml } from './yaml-edit.js';
import { encodeYaml } from './yaml-encoder.js';

const keyOrder = ['pixelis', 'artifact', 'version', 'digest', 'size', 'files', 'executable'] as const;

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodePointer(bytes: Uint8Array, file: string): Pointer {
  const value = decodeFile(bytes, { file, limitBytes: pointerLimitBytes }, validatePointerFile);
  return pointerTo({ ...value, digest: parseDigest(value.digest) });
}

/** The text of a new pointer. */
export function encodePointer(pointer: Pointer): Uint8Array {
  return new TextEncoder().encode(encodeYaml({ ...toFile(pointer) }));
}

/**
 * The text of a pointer with other values. Comments, further keys, their order and spacing stay as they are; where the
 * values are the same, so are the bytes.
 * @throws as {@link decodePointer}
 */
export function editPointer(original: Uint8Array, pointer: Pointer, file: string): Uint8Array {
  const before: Readonly<Record<string, unknown>> = toFile(decodePointer(original, file));
  const after: Readonly<Record<string, string | number | boolean>> = toFile(pointer);
  const changes = keyOrder
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ path: [key], value: after[key] }));
  return editYaml(original, { file, limitBytes: pointerLimitBytes, changes, keyOrder });
}

function toFile(pointer: Pointer) {
  return { pixelis: formatVersion, ...pointerTo(pointer) } satisfies PointerFile;
}
