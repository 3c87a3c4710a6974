import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { openGit } from '#git/open-git.js';
import { mergeConfig } from '#model/config.js';
import type { SignatureSettings } from '#model/config.js';
import { openSignatures } from '#operations/open-signatures.js';
import { makeGitRepository } from '../support/git-repository.js';
import { sshKeygen, without } from '../support/signing.js';

void test('whom git trusts comes before whom a committed setting trusts', {
  skip: without('ssh-keygen'),
}, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('ada');
  const signature = await keygen.sign(key.file, 'm');
  const repository = await makeGitRepository(t);
  const { root, environment } = repository;
  const git = await openGit({ cwd: root, environment });
  t.teardown(() => git.close());
  await repository.write('nobody', '');
  await repository.write('keys/ada', `ada@x ${key.publicKey}\n`);
  await repository.write('keys/lost', `${key.publicKey}\n`);
  const open = (signatures: SignatureSettings) =>
    openSignatures({ git, config: mergeConfig([{ signatures }]), environment });
  const verdict = async (settings: SignatureSettings): Promise<string> => {
    const { verifier } = await open(settings);
    const message = { payload: Buffer.from('m'), signature, namespace: 'git', time: 0 };
    return (await verifier.message(message)).verdict;
  };
  t.equal(await verdict({}), 'untrusted');
  t.equal(await verdict({ allowedSigners: 'keys/ada' }), 'good');
  t.equal(await verdict({ allowedSigners: 'keys/ada', revokedKeys: 'keys/lost' }), 'revoked');
  await repository.git('config', 'gpg.ssh.allowedSignersFile', 'nobody');
  t.equal(await verdict({ allowedSigners: 'keys/ada' }), 'untrusted');
  await repository.git('config', 'gpg.ssh.allowedSignersFile', '~/mine');
  await writeFile(path.join(environment['HOME'] ?? '', 'mine'), `ada@x ${key.publicKey}\n`);
  t.equal(await verdict({}), 'good');

  const { problems } = await open({ revokedKeys: 'nowhere', openpgpKeys: 'keys' });
  t.strictSame(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        'signature.trust-unreadable',
        `'${root}/nowhere', which says whom to trust, cannot be read: there is no such file`,
      ],
      ['signature.trust-unreadable', `'${root}/keys', which says whom to trust, cannot be read: it is no file`],
    ],
  );
  t.equal(await verdict({ revokedKeys: 'nowhere' }), 'unchecked');
  await repository.write('broken', 'ada@x no-such-option ssh-ed25519 AAAA\n');
  await repository.git('config', 'gpg.ssh.allowedSignersFile', 'broken');
  t.match((await open({})).problems[0]?.message, /broken', which .* line 1: /);
});
