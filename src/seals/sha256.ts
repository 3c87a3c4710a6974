import { createHash } from 'node:crypto';
import type { HashParts } from '#model/merkle-tree.js';

export const sha256: HashParts = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
