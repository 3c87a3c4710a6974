import { open } from 'node:fs/promises';
import { isDiskError, PixelisError } from '#errors/index.js';
import type { Environment } from '#process/environment.js';
import { type AllowedSigner, parseAllowedSigners } from './allowed-signers.js';
import { readGpgKeyring } from './gpg-keyring.js';
import { Malformed } from './malformed.js';
import type { Keyring } from './openpgp-keys.js';
import type { RevokedKeys } from './key-revocation-list.js';
import { parseRevokedKeys } from './revoked-keys.js';
import type { SignatureTrust } from './signature-verifier.js';

/** Files that say whom to trust, absolute; each can be left out. */
export interface TrustFiles {
  /** As `gpg.ssh.allowedSignersFile` of git. */
  readonly allowedSigners?: string | undefined;
  /** As `gpg.ssh.revocationFile` of git. */
  readonly revokedKeys?: string | undefined;
  /** Public OpenPGP keys, as `gpg --export` writes them; all are trusted. */
  readonly openpgpKeys?: string | undefined;
}

/** Whom to trust, and what of it could not be read: `signature.trust-unreadable`. */
export interface ReadTrust extends SignatureTrust {
  readonly problems: readonly PixelisError[];
}

/** Reads the files. The keys of the user's GnuPG are read when they are first needed. */
export async function readTrust(files: TrustFiles, environment: Environment): Promise<ReadTrust> {
  const problems: PixelisError[] = [];
  const signers = await readSigners(files.allowedSigners, problems);
  const revoked = await readRevoked(files.revokedKeys, problems);
  const keyring = await readKeyring(files.openpgpKeys, problems);
  return {
    ssh: { signers, revoked },
    async openpgp() {
      const own = await readGpgKeyring(environment);
      return [keyring, own].filter((item) => item !== undefined);
    },
    problems,
  };
}

async function readSigners(
  file: string | undefined,
  problems: PixelisError[],
): Promise<readonly AllowedSigner[] | undefined> {
  const bytes = await readOrTell(file, problems);
  if (file === undefined || bytes === undefined) return undefined;
  const { signers, problems: lines } = parseAllowedSigners(bytes.toString('utf8'));
  for (const { line, reason } of lines) problems.push(unreadable(file, `line ${line}: ${reason}`));
  return signers;
}

async function readRevoked(file: string | undefined, problems: PixelisError[]): Promise<RevokedKeys | undefined> {
  if (file === undefined) return () => undefined;
  const bytes = await readOrTell(file, problems);
  try {
    return bytes === undefined ? undefined : parseRevokedKeys(bytes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    problems.push(unreadable(file, error.message));
    return undefined;
  }
}

/** Only that it can be read: what is in it, the library tells that is loaded when the first signature is met. */
async function readKeyring(file: string | undefined, problems: PixelisError[]): Promise<Keyring | undefined> {
  const keys = await readOrTell(file, problems);
  return keys === undefined ? undefined : { keys };
}

const limitBytes = 16 * 1024 * 1024;

async function readOrTell(file: string | undefined, problems: PixelisError[]): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  try {
    const handle = await open(file, 'r');
    try {
      const stats = await handle.stat();
      if (stats.isFile() && stats.size <= limitBytes) return await handle.readFile();
      problems.push(unreadable(file, stats.isFile() ? `it has ${stats.size} bytes` : 'it is no file'));
    } finally {
      await handle.close();
    }
  } catch (error) {
    const isAbsent = isDiskError(error, 'ENOENT', 'ENOTDIR');
    problems.push(
      unreadable(file, isAbsent ? 'there is no such file' : error instanceof Error ? error.message : String(error)),
    );
  }
  return undefined;
}

function unreadable(file: string, reason: string): PixelisError {
  return new PixelisError(
    'signature.trust-unreadable',
    `'${file}', which says whom to trust, cannot be read: ${reason}`,
    {
      hint: 'docs/signing.md says what must be in it',
      data: { file, reason },
    },
  );
}
