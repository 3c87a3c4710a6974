import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError, isPixelisError, PixelisError } from '#errors/index.js';

const keySize = 32;

/**
 * The key of this clone's fingerprints, `secret.key` in the folder of its shared state; made when it is first needed, and
 * readable by its owner only: others who share the clone have keys of their own, `secret-<user id>.key`. It never leaves the
 * machine: without it a fingerprint says nothing of the secret.
 */
export async function readSecretKey(folder: string): Promise<Uint8Array> {
  try {
    return await keyAt(folder, join(folder, 'secret.key'));
  } catch (error) {
    const user = process.geteuid?.();
    if (!isPixelisError(error, 'disk.denied') || user === undefined) throw error;
    return keyAt(folder, join(folder, `secret-${user}.key`));
  }
}

async function keyAt(folder: string, path: string): Promise<Uint8Array> {
  try {
    return (await keyIn(path)) ?? (await createKey(folder, path));
  } catch (error) {
    throw diskError(error, path);
  }
}

async function keyIn(path: string): Promise<Uint8Array | undefined> {
  try {
    const key = await readFile(path);
    if (key.length === keySize) return key;
    throw new PixelisError('file.invalid', `'${path}' is not a key: it has ${key.length} bytes instead of ${keySize}`, {
      hint: `remove it; fingerprints of secrets are then new ones: rm ${path}`,
      data: { path },
    });
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Linked into place when it is whole, so that of several processes all read the one that was first. */
async function createKey(folder: string, path: string): Promise<Uint8Array> {
  mkdirSync(folder, { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(keySize));
      await file.sync();
    } finally {
      await file.close();
    }
    await moveIntoPlace(temporary, path);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  return readFile(path);
}

async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (isDiskError(error, 'EEXIST')) return;
    if (!isDiskError(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    // A file system without links.
    await rename(temporary, path);
  }
}
