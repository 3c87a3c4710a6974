import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/**
 * Makes the history of HEAD anew with each commit signed, as git does by SSH, and leaves HEAD's branch there. The key is trusted.
 */
export function signHistory(root: string): void {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: root, encoding: 'latin1', maxBuffer: 2 ** 30 });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = Buffer.concat([
    text('ssh-ed25519'),
    text(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  ]);
  writeFileSync(join(root, '..', 'signers'), `ada@example.org ssh-ed25519 ${key.toString('base64')}\n`);
  git('config', 'gpg.ssh.allowedSignersFile', join(root, '..', 'signers'));

  const signed = new Map<string, string>();
  let last = '';
  const listed = git('rev-list', '--topo-order', '--reverse', 'HEAD');
  for (const { id, body } of readCommits(root, listed)) {
    const moved = body.replace(/^parent (.+)$/gm, (_, parent: string) => `parent ${signed.get(parent)}`);
    const end = moved.indexOf('\n\n');
    const signature = sshSignature(Buffer.from(moved, 'latin1'), key, privateKey).replaceAll('\n', '\n ');
    last = writeCommit(root, Buffer.from(`${moved.slice(0, end)}\ngpgsig ${signature}${moved.slice(end)}`, 'latin1'));
    signed.set(id, last);
  }
  git('update-ref', 'HEAD', last);
}

function* readCommits(root: string, ids: string): Iterable<{ readonly id: string; readonly body: string }> {
  const options = { cwd: root, input: ids, encoding: 'latin1', maxBuffer: 2 ** 30 } as const;
  const output = execFileSync('git', ['cat-file', '--batch'], options);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [id = '', , size = ''] = output.slice(at, end).split(' ');
    const from = end + 1;
    at = from + Number(size) + 1;
    yield { id, body: output.slice(from, at - 1) };
  }
}

function writeCommit(root: string, body: Uint8Array): string {
  const object = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
  const id = createHash('sha1').update(object).digest('hex');
  const folder = join(root, '.git/objects', id.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, id.slice(2)), deflateSync(object, { level: 1 }));
  return id;
}

/** In the format of OpenSSH (PROTOCOL.sshsig). */
function sshSignature(message: Uint8Array, publicKey: Buffer, privateKey: KeyObject): string {
  const about = Buffer.concat([text('git'), text(''), text('sha512')]);
  const hash = createHash('sha512').update(message).digest();
  const made = sign(null, Buffer.concat([Buffer.from('SSHSIG'), about, text(hash)]), privateKey);
  const version = Buffer.from([0, 0, 0, 1]);
  const signature = text(Buffer.concat([text('ssh-ed25519'), text(made)]));
  const blob = Buffer.concat([Buffer.from('SSHSIG'), version, text(publicKey), about, signature]).toString('base64');
  return `-----BEGIN SSH SIGNATURE-----\n${blob.replace(/.{70}/g, '$&\n')}\n-----END SSH SIGNATURE-----`;
}

/** A string on the wire: its length, then its bytes. */
function text(bytes: string | Uint8Array): Buffer {
  const content = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
