import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import type { Test } from 'tap';
import type { Bucket } from '#bucket/bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { type GitRepository, gitRepositoryAt, makeFolder, makeGitRepository } from './git-repository.js';
import { type TestRepository, testRepository } from './repository.js';
import { startS3Double } from './s3-double.js';
import { type TestSshKey, sshKeygen } from './signing.js';

/** Repositories to tamper with: each manipulation gets a copy of its own. */
export interface Trails {
  /** Two versions of a dataset and a run that made a model from the first, on `main`; a dataset on `side`; no remote. */
  plain(): Promise<Trail>;
  /** The same, every commit signed by an allowed signer, as the settings demand. */
  signed(): Promise<Trail>;
  /** The same as `signed`, sealed, and the seal kept in a bucket with Object Lock. */
  kept(): Promise<Trail>;
}

export interface Trail extends TestRepository {
  /** Path of the first record that fits. */
  readonly record: (part: string) => Promise<string>;
  /** Text of a committed file. */
  readonly text: (file: string) => Promise<string>;
  /** A key of the colleague's, of somebody who left, of a stranger. */
  readonly keys: Readonly<Record<'ada' | 'bob' | 'mallory', TestSshKey>>;
  /** The bucket that is the remote, if any. */
  readonly bucket?: Bucket;
}

export async function makeTrails(t: Test): Promise<Trails> {
  const keygen = await sshKeygen(t);
  const keys = { ada: await keygen.key('ada'), bob: await keygen.key('bob'), mallory: await keygen.key('mallory') };
  const bases = new Map<string, Promise<GitRepository>>();
  const open = async (name: 'plain' | 'signed'): Promise<Trail> => {
    if (!bases.has(name)) bases.set(name, makeBase(t, keys, name === 'signed'));
    const base = (await bases.get(name)) as GitRepository;
    const root = path.join(await makeFolder(t), 'repository');
    await cp(base.root, root, { recursive: true });
    return trailAt(gitRepositoryAt(root, base.environment), keys);
  };
  return {
    plain: () => open('plain'),
    signed: () => open('signed'),
    kept: async () => withKeptSeal(t, await open('signed')),
  };
}

async function withKeptSeal(t: Test, trail: Trail): Promise<Trail> {
  const double = await startS3Double({ hasObjectLock: true });
  t.teardown(() => double.stop());
  const settings = double.freshBucket();
  const environment = {
    ...trail.environment,
    AWS_ACCESS_KEY_ID: settings.credentials?.accessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: settings.credentials?.secretAccessKey ?? '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const kept = trailAt(gitRepositoryAt(trail.root, environment), trail.keys);
  const url = `s3://${settings.bucket}/${settings.prefix}`;
  await kept.done('remote', 'add', 'origin', url, '--endpoint', double.endpoint, '--region', settings.region ?? '');
  await kept.commit('a remote');
  await kept.done('audit', 'seal', '--remote', '--lock-days', '30');
  return { ...kept, bucket: s3Bucket(settings) };
}

/** The tools for a repository that exists: a clone of a trail. */
export function trailAt(git: GitRepository, keys: Trail['keys']): Trail {
  const repository = testRepository(git, '');
  return {
    ...repository,
    keys,
    // By the clock: an audit holds it against what the records say.
    async commit(message) {
      await git.git('add', '--all');
      await git.git('commit', '-q', '--allow-empty', '-m', message);
      return git.git('rev-parse', 'HEAD');
    },
    async record(part) {
      const files = (await repository.git('ls-files', '.pixelis')).split('\n');
      const found = files.find((file) => file.includes(part));
      if (found === undefined) throw new Error(`no record has '${part}' in its path`);
      return found;
    },
    text: async (file) => `${await repository.git('show', `HEAD:${file}`)}\n`,
  };
}

/** A clone beside it, as a colleague has it. */
export async function cloneOf(trail: Trail, ...args: readonly string[]): Promise<Trail> {
  const root = path.join(path.dirname(trail.root), `clone-${args.length}`);
  const from = args.length === 0 ? trail.root : `file://${trail.root}`;
  await promisify(execFile)('git', ['clone', '--quiet', ...args, from, root], { env: trail.environment });
  return trailAt(gitRepositoryAt(root, trail.environment), trail.keys);
}

async function makeBase(t: Test, keys: Trail['keys'], isSigned: boolean): Promise<GitRepository> {
  const git = await makeGitRepository(t);
  const trail = trailAt(git, keys);
  if (isSigned) {
    await writeFile(
      path.join(git.root, 'signers'),
      `ada@example.org ${keys.ada.publicKey}\nbob@example.org ${keys.bob.publicKey}\n`,
    );
    await signBy(trail, 'ada');
  }
  const started = await trail.spawn(['init']);
  if (started.code !== 0) throw new Error(started.stderr);
  await trail.done('hooks', 'uninstall');
  if (isSigned) {
    await trail.done('config', 'set', 'signatures.allowed_signers', 'signers');
    await trail.done('config', 'set', 'audit.require_signed', 'on');
  }
  await trail.commit('set up');
  await trail.write('a.csv', 'a1');
  await trail.done('add', 'a.csv', '--name', 'dataset-a');
  await trail.commit('a, v1');
  const run = ['run', '--input', 'dataset-a', '--output', 'model.bin=model-sft-x1', '--', 'cp', 'a.csv', 'model.bin'];
  const { code, stderr } = await trail.spawn(run);
  if (code !== 0) throw new Error(stderr);
  await trail.commit('train');
  await git.git('checkout', '-q', '-b', 'side');
  await trail.write('side.csv', 'side');
  await trail.done('add', 'side.csv', '--name', 'dataset-side');
  await trail.commit('side');
  await git.git('checkout', '-q', 'main');
  await trail.write('a.csv', 'a2');
  await trail.done('add', 'a.csv');
  await trail.commit('a, v2');
  return git;
}

/** From here on commits are signed with a key, or by nobody. */
export async function signBy({ git, keys }: Trail, who: keyof Trail['keys'] | undefined): Promise<void> {
  if (who === undefined) {
    await git('config', 'commit.gpgSign', 'false');
    return;
  }
  await git('config', 'gpg.format', 'ssh');
  await git('config', 'user.signingKey', keys[who].file);
  await git('config', 'commit.gpgSign', 'true');
}

/** Puts bytes into git's own folder under the id of another object, as only somebody with access to the disk can. */
export async function overwriteObject({ root }: Trail, id: string, type: string, content: string): Promise<void> {
  const folder = path.join(root, '.git/objects', id.slice(0, 2));
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.from(content);
  await rm(path.join(folder, id.slice(2)), { force: true });
  await writeFile(
    path.join(folder, id.slice(2)),
    deflateSync(Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])),
  );
}
