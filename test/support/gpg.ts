import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { makeFolder } from './git-repository.js';

const run = promisify(execFile);

/** A GnuPG of the test's own, with a home that goes with it. */
export interface TestGpg {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  run(...args: readonly string[]): Promise<string>;
  /** Makes a key and returns its fingerprint. */
  key(user: string, algorithm: string, expires?: string): Promise<string>;
}

export async function testGpg(t: Test): Promise<TestGpg> {
  const home = await makeFolder(t);
  await chmod(home, 0o700);
  const environment = { PATH: process.env['PATH'], HOME: home, GNUPGHOME: home };
  const gpg = async (...args: readonly string[]): Promise<string> =>
    (
      await run('gpg', ['--batch', '--quiet', '--no-tty', '--passphrase', '', '--pinentry-mode', 'loopback', ...args], {
        env: environment,
      })
    ).stdout;
  t.teardown(() => run('gpgconf', ['--kill', 'all'], { env: environment }).catch(() => undefined));
  return {
    home,
    environment,
    run: gpg,
    async key(user, algorithm, expires = 'never') {
      await gpg('--quick-gen-key', user, algorithm, 'sign', expires);
      const list = await gpg('--with-colons', '--list-keys', `=${user}`);
      return /^fpr:{9}([0-9A-F]+):/m.exec(list)?.[1] ?? '';
    },
  };
}
