import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { encodePointer } from '#format/pointer.js';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import type { Digest } from '#model/digest.js';
import { pointerTo } from '#model/pointer.js';
import type { VersionRecord } from '#model/version.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import type { Test } from 'tap';
import { type CliRun, runCli } from '../support/cli.js';
import { environmentOf, git } from './sandbox.js';

/** A clone of a repository by somebody who means ill, and the remote that goes with it. */
export interface HostileRepository {
  readonly clone: string;
  readonly remote: string;
  readonly store: LocalBucketStore;
  /** Writes a record, and a pointer at a path, for content that need not exist. */
  readonly point: (path: string, content: Pick<VersionRecord, 'digest' | 'size' | 'files'>) => Promise<void>;
  /** Runs the command line. Fails where it takes more than a minute. */
  readonly pixelis: (...args: readonly string[]) => Promise<CliRun & { readonly errors: readonly string[] }>;
  /** Paths and contents of all that lies outside of the tracked path `data` and of Pixelis' own folder. */
  readonly surroundings: () => Promise<Readonly<Record<string, string>>>;
}

export async function makeHostileRepository(t: Test): Promise<HostileRepository> {
  const box = await realpath(await mkdtemp(join(tmpdir(), 'pixelis-hostile-')));
  t.teardown(() => rm(box, { recursive: true, force: true, maxRetries: 3 }));
  const clone = join(box, 'clone');
  const remote = join(box, 'remote');
  await mkdir(join(box, 'home'));
  await writeFile(join(box, 'home', '.gitconfig'), '[user]\n\tname = Eve\n\temail = eve@example.org\n');
  await git(box, box, 'init', '--quiet', '--initial-branch=main', clone);
  const store = await openLocalStore(await createFolderBucket(remote), { label: 'the remote' });
  const pixelis = async (...args: readonly string[]) => {
    const run = await withinTime(runCli(clone, args, { env: environmentOf(box) }), args);
    return { ...run, errors: args.includes('--json') ? codesIn(run.stdout) : [] };
  };
  await pixelis('init');
  await pixelis('hooks', 'uninstall');
  await pixelis('remote', 'add', 'origin', '../remote');
  return {
    clone,
    remote,
    store,
    pixelis,
    async point(path, content) {
      const facts = { artifact: 'dataset-data', version: 1, type: 'dataset', created: '2026-03-01T09:30:00Z' };
      const record: VersionRecord = { ...facts, ...content, parents: [], metadata: {} };
      const recordPath = join(clone, versionRecordPath(record));
      await mkdir(join(recordPath, '..'), { recursive: true });
      await writeFile(recordPath, encodeVersionRecord(record));
      await writeFile(join(clone, `${path}.pixelis.yaml`), encodePointer(pointerTo(record)));
    },
    surroundings: () => filesBut(box, ['clone/data', 'clone/.git/pixelis', 'remote']),
  };
}

async function withinTime<T>(work: Promise<T>, args: readonly string[]): Promise<T> {
  const late = setTimeout(60_000, undefined, { ref: false }).then(() => {
    throw new Error(`'pixelis ${args.join(' ')}' takes more than a minute`);
  });
  return Promise.race([work, late]);
}

/** Puts the same bytes under names of packs and objects, as a remote would that serves what it likes. */
export async function serve(
  remote: string,
  kind: 'objects' | 'packs',
  digest: Digest,
  bytes: Uint8Array,
): Promise<string> {
  const hex = digest.slice('blake3:'.length);
  const file = join(remote, kind, hex.slice(0, 2), hex.slice(2));
  await mkdir(join(file, '..'), { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, bytes);
  return file;
}

function codesIn(stdout: string): readonly string[] {
  const { error, problems = [] } = JSON.parse(stdout) as {
    readonly error?: { readonly code: string };
    readonly problems?: readonly { readonly code: string }[];
  };
  return (error === undefined ? problems : [error]).map(({ code }) => code);
}

async function filesBut(root: string, except: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    if (except.some((start) => name === start || name.startsWith(`${start}/`))) continue;
    files[name] = entry.isFile() ? await readFile(path, 'latin1') : 'no file';
  }
  return files;
}
