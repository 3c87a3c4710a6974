import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import { findExecutable } from '#process/find-executable.js';
import { runProcess } from '#process/run-process.js';
import type { Keyring } from './openpgp-keys.js';

/** Nothing is asked, written or fetched. */
const quiet = ['--batch', '--no-tty', '--no-auto-check-trustdb', '--no-auto-key-retrieve'];
/** `u` the user's own, `f` trusted in full. */
const trusted = /^[uf]$/;

/**
 * The public keys of the user's GnuPG, with those that it holds to be valid as trusted. Undefined where there is no GnuPG,
 * or it was never used: asking it would make its folder.
 */
export async function readGpgKeyring(
  environment: Environment,
  options: TaskOptions = {},
): Promise<Keyring | undefined> {
  const file = findExecutable('gpg', environment);
  const home = environment['GNUPGHOME'] ?? path.join(environment['HOME'] ?? homedir(), '.gnupg');
  if (file === undefined || !(await isFolder(home))) return undefined;
  const ask = (...args: readonly string[]) =>
    runProcess({ file, args: [...quiet, ...args], cwd: home, environment: { ...environment, LC_ALL: 'C' } }, options);
  const list = await ask('--with-colons', '--fixed-list-mode', '--list-keys');
  const exported = await ask('--export');
  if (list.exitCode !== 0 || exported.exitCode !== 0 || exported.stdout.length === 0) return undefined;
  return { keys: exported.stdout, trusted: validKeys(list.stdout.toString('utf8')) };
}

/**
 * Fingerprints of the keys of which a name is valid: a line `pub:` begins a key, with the trust in its owner, the first
 * `fpr:` after it is its own, and each `uid:<validity>:` is a name. The names of an expired key are no longer valid, but
 * that of its owner is still the user's own.
 */
function validKeys(text: string): ReadonlySet<string> {
  const valid = new Set<string>();
  let fingerprint: string | undefined;
  let isOwn = false;
  for (const line of text.split('\n')) {
    const [type, validity = '', ...fields] = line.split(':');
    if (type === 'pub') {
      fingerprint = undefined;
      isOwn = fields[6] === 'u';
    } else if (type === 'fpr') {
      fingerprint ??= fields[7];
    } else if (type === 'uid' && fingerprint !== undefined && (isOwn || trusted.test(validity))) {
      valid.add(fingerprint);
    }
  }
  return valid;
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
