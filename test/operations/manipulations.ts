import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { AuditFindingKind } from '#model/audit-finding.js';
import { cloneOf, overwriteObject, signBy, type Trail } from '../support/tampered.js';

/** Something that is done to a trail, and what finds it. */
export interface Manipulation {
  /** As the table of docs/audit.md has it. */
  readonly name: string;
  readonly on: 'plain' | 'signed' | 'sealed' | 'kept';
  /** The layer that finds it; `verify` is the command, since it takes a look at the bytes. */
  readonly found: AuditFindingKind | 'verify';
  /** @returns who is asked, where it is not the one who was tampered with */
  readonly by: (trail: Trail) => Promise<Trail | void>;
}

const edit = async (trail: Trail, file: string, from: string | RegExp, to: string): Promise<void> => {
  const text = await trail.text(file);
  if (text.replace(from, to) === text) throw new Error(`'${file}' has no '${from}'`);
  await trail.write(file, text.replace(from, to));
};

/** Takes a commit of `main` anew, from the one before it on. */
const rewriteLast = async (trail: Trail): Promise<void> => {
  await trail.git('commit', '-q', '--amend', '--no-edit', '--date=2023-11-14T12:00:00Z');
};

export const manipulations: readonly Manipulation[] = [
  {
    name: 'a record edited',
    on: 'plain',
    found: 'record-edited',
    async by(trail) {
      await edit(trail, await trail.record('dataset-a/v1'), 'size: 2', 'size: 3');
      await trail.commit('a correction');
    },
  },
  {
    name: 'a record edited, and put back later',
    on: 'plain',
    found: 'record-edited',
    async by(trail) {
      await edit(trail, await trail.record('dataset-a/v1'), 'size: 2', 'size: 3');
      await trail.commit('a correction');
      await trail.git('revert', '--no-edit', 'HEAD');
    },
  },
  {
    name: 'a record deleted',
    on: 'plain',
    found: 'record-deleted',
    async by(trail) {
      await trail.git('rm', '-q', await trail.record('dataset-a/v1'));
      await trail.commit('tidy up');
    },
  },
  {
    name: 'a record deleted, and another under its name later',
    on: 'plain',
    found: 'record-replaced',
    async by(trail) {
      const file = await trail.record('dataset-a/v1');
      const text = await trail.text(file);
      await trail.git('rm', '-q', file);
      await trail.commit('tidy up');
      await trail.write(file, text.replace('size: 2', 'size: 3'));
      await trail.commit('bring it back');
    },
  },
  {
    name: 'the record of a run deleted',
    on: 'plain',
    found: 'record-deleted',
    async by(trail) {
      await trail.git('rm', '-q', await trail.record('.pixelis/runs/'));
      await trail.commit('tidy up');
    },
  },
  {
    name: 'the record of an environment edited',
    on: 'plain',
    found: 'record-edited',
    async by(trail) {
      await edit(trail, await trail.record('.pixelis/environments/'), /level: \d/, 'level: 3');
      await trail.commit('a better machine');
    },
  },
  {
    name: 'a merge that drops a record of one side',
    on: 'plain',
    found: 'record-deleted',
    async by(trail) {
      await trail.git('merge', '-q', '--no-commit', '--no-ff', 'side');
      await trail.git('rm', '-q', '-f', await trail.record('dataset-side/v1'));
      await trail.commit('merge side');
    },
  },
  {
    name: 'a merge that keeps nothing of one side (`-s ours`)',
    on: 'plain',
    found: 'record-deleted',
    async by(trail) {
      await trail.git('merge', '-q', '-s', 'ours', '--no-edit', 'side');
    },
  },
  {
    name: 'a merge that edits a record',
    on: 'plain',
    found: 'record-edited',
    async by(trail) {
      await trail.git('merge', '-q', '--no-commit', '--no-ff', 'side');
      await edit(trail, await trail.record('dataset-a/v1'), 'size: 2', 'size: 3');
      await trail.commit('merge side');
    },
  },
  {
    name: 'a record turned into a symbolic link, with the same bytes',
    on: 'plain',
    found: 'record-deleted',
    async by(trail) {
      const file = await trail.record('dataset-a/v1');
      await trail.git('update-index', '--cacheinfo', `120000,${await trail.git('rev-parse', `HEAD:${file}`)},${file}`);
      await trail.git('commit', '-q', '-m', 'a correction');
    },
  },
  {
    name: 'a record under the name of another',
    on: 'plain',
    found: 'record-invalid',
    async by(trail) {
      const text = await trail.text(await trail.record('dataset-a/v1'));
      await trail.write('.pixelis/artifacts/dataset-a/v7-0000000f.yaml', text);
      await trail.commit('v7');
    },
  },
  {
    name: 'a record that cannot be read',
    on: 'plain',
    found: 'record-invalid',
    async by(trail) {
      await trail.write('.pixelis/runs/zzzzzzzzzz.yaml', 'pixelis: 1\nrun: [\n');
      await trail.commit('a run');
    },
  },
  {
    name: 'a record written by hand, with blanks and comments',
    on: 'plain',
    found: 'record-not-canonical',
    async by(trail) {
      const text = await trail.text(await trail.record('dataset-a/v1'));
      const file = '.pixelis/artifacts/dataset-b/v1-';
      const digest = /blake3:([0-9a-f]{8})/.exec(text)?.[1] ?? '';
      await trail.write(`${file}${digest}.yaml`, `# mine\n${text.replace('dataset-a', 'dataset-b')}`);
      await trail.commit('by hand');
    },
  },
  {
    name: 'a record whose name differs from another in large letters only',
    on: 'plain',
    found: 'record-case-collision',
    async by(trail) {
      const file = await trail.record('dataset-a/v1');
      const text = await trail.text(file);
      await trail.write(file.replace('dataset-a', 'Dataset-a'), text.replace('dataset-a', 'Dataset-a'));
      await trail.commit('another');
    },
  },
  {
    name: 'a number used twice',
    on: 'plain',
    found: 'number-used-twice',
    async by(trail) {
      const [first, second] = [await trail.record('dataset-a/v1'), await trail.record('dataset-a/v2')];
      const text = (await trail.text(first)).replace('version: 1', 'version: 2');
      await trail.write(second.replace(/-[0-9a-f]{8}/, first.slice(first.lastIndexOf('-'), -'.yaml'.length)), text);
      await trail.commit('v2, again');
    },
  },
  {
    name: 'a pointer with the digest of another version',
    on: 'plain',
    found: 'pointer-contradicted',
    async by(trail) {
      const other = /blake3:[0-9a-f]{64}/.exec(await trail.text(await trail.record('dataset-a/v1')))?.[0] ?? '';
      await edit(trail, 'a.csv.pixelis.yaml', /blake3:[0-9a-f]{64}/, other);
      await trail.commit('the good data');
    },
  },
  {
    name: 'a pointer to a version that nobody recorded',
    on: 'plain',
    found: 'pointer-without-record',
    async by(trail) {
      await edit(trail, 'a.csv.pixelis.yaml', 'version: 2', 'version: 9');
      await trail.commit('the good data');
    },
  },
  {
    name: 'a version that says it was made from another content of its parent',
    on: 'plain',
    found: 'lineage-hole',
    by: (trail) => secondModel(trail, (parent) => parent.replace(/blake3:[0-9a-f]{64}/, `blake3:${'ef'.repeat(32)}`)),
  },
  {
    name: 'a version that says it was made from itself',
    on: 'plain',
    found: 'lineage-contradicted',
    by: (trail) =>
      secondModel(trail, (parent, digest) => {
        const own = parent.replace('artifact: dataset-a', 'artifact: model-sft-x1').replace('version: 1', 'version: 2');
        return own.replace(/blake3:[0-9a-f]{64}/, digest);
      }),
  },
  {
    name: 'a run without its environment',
    on: 'plain',
    found: 'run-without-environment',
    async by(trail) {
      const text = await trail.text(await trail.record('.pixelis/runs/'));
      const id = /^run: (.+)$/m.exec(text)?.[1] ?? '';
      const made = text.replaceAll(id, 'zzzzzzzzzz').replace(/^environment: .*\n/m, '');
      await trail.write('.pixelis/runs/zzzzzzzzzz.yaml', made);
      await trail.commit('another run');
    },
  },
  {
    name: 'an object that is nowhere',
    on: 'plain',
    found: 'object-missing',
    async by(trail) {
      await rm(trail.at('.git/pixelis/cache/packs'), { recursive: true, force: true });
      await rm(trail.at('.git/pixelis/cache/objects'), { recursive: true, force: true });
    },
  },
  {
    name: 'an object swapped in the cache',
    on: 'plain',
    found: 'verify',
    async by(trail) {
      for (const file of await packsOf(trail)) {
        const bytes = await readFile(file);
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        await rm(file);
        await writeFile(file, bytes);
      }
    },
  },
  {
    name: 'a tombstone for what was never purged',
    on: 'plain',
    found: 'tombstone-of-live-object',
    async by(trail) {
      const digest = /blake3:[0-9a-f]{64}/.exec(await trail.text(await trail.record('dataset-a/v1')))?.[0] ?? '';
      const text = `pixelis: 1\ndigest: ${digest}\nsize: 2\npurged: 2023-11-14T22:20:00Z\nby:\n  name: Mallory\n  email: m@example.org\nreason: licence\nfrom:\n  - cache\n`;
      await trail.write(`.pixelis/tombstones/${digest.slice(7)}.yaml`, text);
      await trail.commit('purged');
    },
  },
  {
    name: 'a commit dated before the one that it is made from',
    on: 'plain',
    found: 'dated-before-parent',
    async by(trail) {
      await withDate(trail, '2019-01-01T00:00:00Z');
    },
  },
  {
    name: 'a commit dated beyond all calendars',
    on: 'plain',
    found: 'dated-in-future',
    async by(trail) {
      const text = await trail.git('cat-file', 'commit', 'HEAD');
      const file = path.join(path.dirname(trail.root), 'commit');
      await writeFile(file, `${text.replace(/> \d+/g, '> 99999999999999999')}\n`);
      const id = await trail.git('hash-object', '-t', 'commit', '-w', '--literally', file);
      await trail.git('reset', '-q', '--hard', id);
    },
  },
  {
    name: 'a commit dated before the records that it brings',
    on: 'plain',
    found: 'dated-before-record',
    async by(trail) {
      const text = await trail.text(await trail.record('dataset-a/v1'));
      const made = text.replace('version: 1', 'version: 3').replace(/^created: .*$/m, 'created: 2027-01-01T00:00:00Z');
      const digest = /blake3:([0-9a-f]{8})/.exec(text)?.[1] ?? '';
      await trail.write(`.pixelis/artifacts/dataset-a/v3-${digest}.yaml`, made);
      await trail.commit('v3');
    },
  },
  {
    name: 'a commit that git shows another one for (`git replace`)',
    on: 'plain',
    found: 'object-replaced',
    async by(trail) {
      await trail.git('replace', 'HEAD~1', 'HEAD~2');
    },
  },
  {
    name: 'a graft that hides a part of the history',
    on: 'plain',
    found: 'object-replaced',
    async by(trail) {
      const [head, root] = [await trail.git('rev-parse', 'HEAD'), await trail.git('rev-parse', 'HEAD~2')];
      await mkdir(trail.at('.git/info'), { recursive: true });
      await writeFile(trail.at('.git/info/grafts'), `${head} ${root}\n`);
    },
  },
  {
    name: 'a shallow clone',
    on: 'plain',
    found: 'history-cut-off',
    by: (trail) => cloneOf(trail, '--depth', '2'),
  },
  {
    name: "a commit changed in git's own folder, under its old id",
    on: 'plain',
    found: 'commit-forged',
    async by(trail) {
      const id = await trail.git('rev-parse', 'HEAD~1');
      const text = await trail.git('cat-file', 'commit', id);
      await overwriteObject(trail, id, 'commit', `${text.replace('Ada', 'Eve')}\n`);
    },
  },
  {
    name: "a record changed in git's own folder, under its old id",
    on: 'plain',
    found: 'blob-forged',
    async by(trail) {
      const file = await trail.record('dataset-a/v1');
      const id = await trail.git('rev-parse', `HEAD:${file}`);
      await overwriteObject(trail, id, 'blob', (await trail.text(file)).replace('size: 2', 'size: 3'));
    },
  },
  {
    name: 'a commit that nobody signed',
    on: 'signed',
    found: 'signature-missing',
    async by(trail) {
      await signBy(trail, undefined);
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a commit signed with a key that nobody trusts',
    on: 'signed',
    found: 'signature-untrusted',
    async by(trail) {
      await signBy(trail, 'mallory');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a commit signed with a key after its time',
    on: 'signed',
    found: 'signature-expired',
    async by(trail) {
      await trail.write(
        'signers',
        `ada@example.org ${trail.keys.ada.publicKey}\nbob@example.org valid-before="20200101" ${trail.keys.bob.publicKey}\n`,
      );
      await trail.commit('Bob has left');
      await signBy(trail, 'bob');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a commit signed with a key that is revoked',
    on: 'signed',
    found: 'signature-revoked',
    async by(trail) {
      await writeFile(path.join(path.dirname(trail.root), 'revoked'), `${trail.keys.bob.publicKey}\n`);
      await trail.git('config', 'gpg.ssh.revocationFile', path.join(path.dirname(trail.root), 'revoked'));
      await signBy(trail, 'bob');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a commit under the signature of another',
    on: 'signed',
    found: 'signature-bad',
    async by(trail) {
      const text = await trail.git('cat-file', 'commit', 'HEAD');
      const file = path.join(path.dirname(trail.root), 'commit');
      await writeFile(file, `${text.replace('a, v2', 'a, the good one')}\n`);
      const id = await trail.git('hash-object', '-t', 'commit', '-w', file);
      await trail.git('reset', '-q', '--hard', id);
    },
  },
  {
    name: 'the allowed signers edited by somebody who is none',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await signBy(trail, 'mallory');
      await trail.write(
        'signers',
        `${await trail.text('signers')}mallory@example.org ${trail.keys.mallory.publicKey}\n`,
      );
      await trail.commit('a small thing');
    },
  },
  {
    name: 'the settings made to name other allowed signers',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await signBy(trail, 'mallory');
      await trail.write(
        'others',
        `${await trail.text('signers')}mallory@example.org ${trail.keys.mallory.publicKey}\n`,
      );
      await trail.done('config', 'set', 'signatures.allowed_signers', 'others');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'allowed signers named from within the settings of one machine, by force',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await signBy(trail, 'mallory');
      await trail.write('.pixelis/others', `mallory@example.org ${trail.keys.mallory.publicKey}\n`);
      await trail.write('.pixelis/config.local.yaml', 'pixelis: 1\nsignatures:\n  allowed_signers: .pixelis/others\n');
      await trail.git('add', '--force', '.pixelis');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'signatures demanded no more, by somebody who may not sign',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await signBy(trail, undefined);
      await trail.done('config', 'unset', 'audit.require_signed');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'OpenPGP keys trusted by somebody who is none',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await signBy(trail, 'mallory');
      await trail.write('keys.asc', 'a key of her own');
      await trail.done('config', 'set', 'signatures.openpgp_keys', 'keys.asc');
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a revoked key taken from the list by its owner',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await trail.write('revoked', `${trail.keys.bob.publicKey}\n${trail.keys.mallory.publicKey}\n`);
      await trail.done('config', 'set', 'signatures.revoked_keys', 'revoked');
      await trail.commit('a laptop was lost');
      await signBy(trail, 'bob');
      await trail.write('revoked', `${trail.keys.mallory.publicKey}\n`);
      await trail.commit('a small thing');
    },
  },
  {
    name: 'a merge that takes allowed signers as they were before',
    on: 'signed',
    found: 'trust-usurped',
    async by(trail) {
      await trail.write('signers', `ada@example.org ${trail.keys.ada.publicKey}\n`);
      await trail.commit('Bob has left');
      await signBy(trail, 'bob');
      await trail.git('merge', '-q', '--no-commit', 'side');
      await trail.git('checkout', 'side', '--', 'signers');
      await trail.git('commit', '-q', '-m', 'merge');
    },
  },
  {
    name: 'a commit under the name of somebody else (`--author`)',
    on: 'signed',
    found: 'signature-missing',
    async by(trail) {
      await signBy(trail, undefined);
      await trail.git('commit', '-q', '--amend', '--no-edit', '--author', 'Bob <bob@example.org>');
    },
  },
  { name: 'a published commit amended', on: 'sealed', found: 'seal-contradicted', by: rewriteLast },
  {
    name: 'a published commit dropped by a rebase',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await trail.git('rebase', '-q', '--onto', 'HEAD~2', 'HEAD~1');
    },
  },
  {
    name: 'the last commit dropped (`reset`, and a push by force)',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await trail.git('reset', '-q', '--hard', 'HEAD~1');
    },
  },
  {
    name: 'a branch deleted that alone had a record',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await trail.git('branch', '-q', '-D', 'side');
    },
  },
  {
    name: 'the newest seal taken away',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await sealAgain(trail);
      await trail.git('update-ref', 'refs/pixelis/seals', 'refs/pixelis/seals~1');
    },
  },
  {
    name: 'all seals taken away',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await trail.git('update-ref', '-d', 'refs/pixelis/seals');
    },
  },
  {
    name: 'a seal edited',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      await resealWith(trail, (text) => text.replace(/^(\d+)$/m, (size) => String(Number(size) - 1)));
    },
  },
  {
    name: 'an old seal in the place of a newer one',
    on: 'sealed',
    found: 'seal-contradicted',
    async by(trail) {
      const old = await trail.git('rev-parse', 'refs/pixelis/seals^{tree}');
      await sealAgain(trail);
      const id = await trail.git('commit-tree', old, '-p', 'refs/pixelis/seals', '-m', 'seal');
      await trail.git('update-ref', 'refs/pixelis/seals', id);
    },
  },
  {
    name: 'a kept seal hidden under a delete marker',
    on: 'kept',
    found: 'seal-contradicted',
    async by(trail) {
      const [bucket, key] = await keptSeal(trail);
      await bucket.delete(key);
    },
  },
  {
    name: 'a kept seal hidden, and all seals taken away',
    on: 'kept',
    found: 'seal-contradicted',
    async by(trail) {
      const [bucket, key] = await keptSeal(trail);
      await bucket.delete(key);
      await trail.git('update-ref', '-d', 'refs/pixelis/seals');
      await rm(trail.at('.git/pixelis/seen'), { recursive: true });
    },
  },
  {
    name: 'a kept seal overwritten',
    on: 'kept',
    found: 'seal-contradicted',
    async by(trail) {
      const [bucket, key] = await keptSeal(trail);
      await bucket.put(key, sourceOfBytes(Buffer.from('nothing')), { replace: true });
    },
  },
  {
    name: 'another seal of the same size, over one that is kept',
    on: 'kept',
    found: 'seal-contradicted',
    async by(trail) {
      await sealAgain(trail, '--remote', '--lock-days', '30');
      await trail.git('update-ref', 'refs/pixelis/seals', 'refs/pixelis/seals~1');
      await rm(trail.at('.git/pixelis/seen'), { recursive: true });
      await rewriteLast(trail);
      await trail.done('audit', 'seal');
      const [bucket, key] = await keptSeal(trail);
      const note = `${await trail.git('show', 'refs/pixelis/seals:checkpoint')}\n`;
      await bucket.put(key, sourceOfBytes(Buffer.from(note)), { replace: true });
    },
  },
];

/** The bucket, and the key of the newest seal there. */
async function keptSeal({ bucket }: Trail): Promise<readonly [Bucket, string]> {
  let newest: string | undefined;
  for await (const { key } of bucket?.list('seals/') ?? []) newest = key;
  if (bucket === undefined || newest === undefined) throw new Error('no seal is kept');
  return [bucket, newest];
}

/** Commits a second version of the model, of bytes that are there, with another word on its parent. */
async function secondModel(trail: Trail, change: (parents: string, digest: string) => string): Promise<void> {
  const digest = /blake3:[0-9a-f]{64}/.exec(await trail.text(await trail.record('dataset-a/v2')))?.[0] ?? '';
  const text = await trail.text(await trail.record('model-sft-x1/v1'));
  const [before = '', parents = ''] = text.split('parents:\n');
  const head = before.replace('version: 1', 'version: 2').replace(/blake3:[0-9a-f]{64}/, digest);
  const file = `.pixelis/artifacts/model-sft-x1/v2-${digest.slice('blake3:'.length).slice(0, 8)}.yaml`;
  await trail.write(file, `${head}parents:\n${change(parents, digest)}`);
  await trail.commit('v2 of the model');
}

async function withDate(trail: Trail, date: string): Promise<void> {
  await trail.git('-c', 'user.name=Ada', 'commit', '-q', '--allow-empty', '-m', 'long ago', `--date=${date}`);
  const text = await trail.git('cat-file', 'commit', 'HEAD');
  const file = path.join(path.dirname(trail.root), 'commit');
  await writeFile(file, `${text.replace(/^committer (.*) \d+ /m, `committer $1 ${Date.parse(date) / 1000} `)}\n`);
  await trail.git('reset', '-q', '--hard', await trail.git('hash-object', '-t', 'commit', '-w', file));
}

async function sealAgain(trail: Trail, ...options: readonly string[]): Promise<void> {
  await trail.write('b.csv', 'b');
  await trail.done('add', 'b.csv', '--name', 'dataset-b');
  await trail.commit('b');
  await trail.done('audit', 'seal', ...options);
  await trail.json('audit');
}

/** Puts a seal with another checkpoint in the place of the newest one. */
async function resealWith(trail: Trail, change: (checkpoint: string) => string): Promise<void> {
  const file = path.join(path.dirname(trail.root), 'checkpoint');
  await writeFile(file, change(`${await trail.git('show', 'refs/pixelis/seals:checkpoint')}\n`));
  const blob = await trail.git('hash-object', '-w', file);
  const script = `git ls-tree refs/pixelis/seals | sed 's/blob [0-9a-f]*\tcheckpoint/blob ${blob}\tcheckpoint/' | git mktree`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: trail.root, env: trail.environment });
  await trail.git('update-ref', 'refs/pixelis/seals', await trail.git('commit-tree', stdout.trim(), '-m', 'seal'));
}

async function packsOf(trail: Trail): Promise<readonly string[]> {
  const folder = trail.at('.git/pixelis/cache');
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /^packs\/[0-9a-f]{2}\/[0-9a-f]+$/.test(name)).map((name) => path.join(folder, name));
}
