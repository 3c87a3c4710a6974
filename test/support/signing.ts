import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { findExecutable } from '#process/find-executable.js';
import { makeFolder } from './git-repository.js';

const run = promisify(execFile);

/** Why a test that needs the programs is left out, loudly; false where they are there. */
export function without(...programs: readonly string[]): string | false {
  const missing = programs.filter((name) => findExecutable(name, process.env) === undefined);
  return missing.length === 0 ? false : `needs ${missing.join(' and ')} on the PATH`;
}

/** A key that `ssh-keygen` made. */
export interface TestSshKey {
  /** Path of the private key. */
  readonly file: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** Makes keys and signatures with the real `ssh-keygen`, in a folder of the test. */
export interface SshKeygen {
  readonly folder: string;
  key(name: string, ...options: readonly string[]): Promise<TestSshKey>;
  sign(key: string, message: string | Uint8Array, namespace?: string): Promise<string>;
  /** What `ssh-keygen -Y verify` says; `time` is a time as its options take it. */
  verify(check: SshCheck): Promise<boolean>;
  run(...args: readonly string[]): Promise<string>;
}

export interface SshCheck {
  readonly message: string | Uint8Array;
  readonly signature: string;
  readonly allowedSigners: string;
  readonly principal: string;
  readonly namespace?: string;
  readonly time?: string;
  readonly revoked?: string;
}

export async function sshKeygen(t: Test): Promise<SshKeygen> {
  const folder = await makeFolder(t);
  const at = (name: string): string => path.join(folder, name);
  const keygen = async (...args: readonly string[]): Promise<string> =>
    (await run('ssh-keygen', [...args], { cwd: folder, env: { PATH: process.env['PATH'], TZ: process.env['TZ'] } }))
      .stdout;
  let count = 0;
  return {
    folder,
    run: keygen,
    async key(name, ...options) {
      await keygen('-q', '-N', '', '-C', '', '-f', at(name), ...(options.length === 0 ? ['-t', 'ed25519'] : options));
      const publicKey = (await readFile(at(`${name}.pub`), 'utf8')).trim();
      const fingerprint = (await keygen('-l', '-f', at(`${name}.pub`))).split(' ')[1] ?? '';
      return { file: at(name), publicKey, fingerprint };
    },
    async sign(key, message, namespace = 'git') {
      const file = at(`message-${++count}`);
      await writeFile(file, message);
      await keygen('-q', '-Y', 'sign', '-n', namespace, '-f', key, file);
      return readFile(`${file}.sig`, 'utf8');
    },
    async verify({ message, signature, allowedSigners, principal, namespace = 'git', time, revoked }) {
      const name = at(`check-${++count}`);
      await Promise.all([
        writeFile(`${name}.sig`, signature),
        writeFile(`${name}.allowed`, allowedSigners),
        writeFile(`${name}.message`, message),
      ]);
      const options = [
        '-Yverify',
        '-n',
        namespace,
        '-I',
        principal,
        '-f',
        `${name}.allowed`,
        '-s',
        `${name}.sig`,
        ...(time === undefined ? [] : [`-Overify-time=${time}`]),
        ...(revoked === undefined ? [] : ['-r', revoked]),
      ];
      const child = run('ssh-keygen', options, { env: { PATH: process.env['PATH'], TZ: process.env['TZ'] } });
      child.child.stdin?.end(message);
      return child.then(
        () => true,
        () => false,
      );
    },
  };
}
