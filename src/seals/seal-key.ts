import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import type { Environment } from '#process/environment.js';

/**
 * The user's own key for seals, an Ed25519 key in `pixelis/seal-key.pem` in the folder for settings (`XDG_CONFIG_HOME`,
 * else `~/.config`); made when it is first needed, and readable by its owner only. One for all repositories.
 */
export async function ownSealKey(environment: Environment): Promise<KeyObject> {
  const path = sealKeyPath(environment);
  try {
    return (await keyIn(path)) ?? (await createKey(path));
  } catch (error) {
    throw diskError(error, path);
  }
}

/** The same, where there is one already. @throws `file.invalid`, `disk.*` */
export async function presentSealKey(environment: Environment): Promise<KeyObject | undefined> {
  const path = sealKeyPath(environment);
  try {
    return await keyIn(path);
  } catch (error) {
    throw diskError(error, path);
  }
}

export function sealKeyPath({ XDG_CONFIG_HOME: xdg, HOME: home = homedir() }: Environment): string {
  return join(xdg === undefined || xdg === '' ? join(home, '.config') : xdg, 'pixelis', 'seal-key.pem');
}

async function keyIn(path: string): Promise<KeyObject | undefined> {
  let pem: string;
  try {
    pem = await readFile(path, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const key = keyFrom(pem);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new PixelisError('file.invalid', `'${path}' is no Ed25519 key`, {
    hint: `move it away, and the next seal makes a new one: mv ${path} ${path}.old`,
    data: { path },
  });
}

function keyFrom(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Linked into place when it is whole, so that of several processes all sign with the key that was first. */
async function createKey(path: string): Promise<KeyObject> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: unknown) => {
      if (!isDiskError(error, 'EEXIST')) throw error;
    });
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  return createPrivateKey(await readFile(path));
}
