import { PixelisError } from '#errors/index.js';
import { treeInvalid } from '#model/tree-order.js';

/** What roots and pages begin with: `PX`, a letter for which of them it is, and the version of the format. */
export type TreeHead = readonly [0x50, 0x58, number, number];

export const pageHead: TreeHead = [0x50, 0x58, 0x70, 0x01];
export const rootHead: TreeHead = [0x50, 0x58, 0x72, 0x01];

/** @throws `tree.invalid`, `file.newer-format` */
export function checkHead(bytes: Uint8Array, head: TreeHead): void {
  const [first, second, kind, version] = head;
  const format = bytes[3];
  if (bytes[0] !== first || bytes[1] !== second || bytes[2] !== kind || format === undefined || format === 0) {
    throw treeInvalid(`it does not begin as a ${kind === rootHead[2] ? 'root' : 'page'} does`);
  }
  if (format === version) return;
  throw new PixelisError('file.newer-format', `a tree has format ${format}, this Pixelis knows ${version}`, {
    hint: 'npm install --global pixelis@latest',
    data: { format },
  });
}

/** Whether bytes begin as a page or a root of any version does. */
export function isTreeObject(bytes: Uint8Array): boolean {
  const [first, second, kind] = bytes;
  return first === pageHead[0] && second === pageHead[1] && (kind === pageHead[2] || kind === rootHead[2]);
}
