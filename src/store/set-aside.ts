import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { diskError, isDiskError } from '#errors/index.js';
import { trashFolder } from '#model/remote-key.js';

/** Where damaged bytes lie in a bucket. */
export const quarantineFolder = 'quarantine';

/** Folders beside the objects in which bytes of them may lie. */
export const besideFolders = [trashFolder, quarantineFolder] as const;

/**
 * Moves what lies under a name of a bucket, be it a key or not, into its quarantine: where it lies now, from the top of the
 * bucket. Undefined where nothing was there.
 */
export async function setAside(bucket: LocalBucket, name: string): Promise<string | undefined> {
  const key = quarantineKey(name);
  const to = bucket.pathOf(key);
  const from = join(dirname(dirname(to)), name);
  try {
    mkdirSync(dirname(to), { recursive: true });
    await rename(from, to);
    return key;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return undefined;
    throw diskError(error, from);
  }
}

/** A new key in quarantine that still tells the name: `quarantine/objects-3f-a2….<random>`. */
export function quarantineKey(name: string): string {
  const told = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .slice(0, 200);
  return `${quarantineFolder}/${told}.${randomUUID()}`;
}
