import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { encodeAliases } from '#format/aliases.js';
import { decodePointer, encodePointer } from '#format/pointer.js';
import { encodeTombstone, tombstonePath } from '#format/tombstone.js';
import { decodeVersionRecord, encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { type Digest, digestFromHex } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, parseTreePath } from '#model/tree-path.js';
import type { VersionRecord } from '#model/version.js';
import { mergeFile } from '#operations/merge-driver.js';
import { installHooks } from '#operations/install-hooks.js';
import { placeKeptRecords, readKeptRecords } from '#operations/kept-records.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { editTree } from '#store/edit-tree.js';
import { writeTree } from '#store/tree-writer.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import {
  makeContextWithRemote,
  makeOperationContext,
  openOperationContext,
  type OperationFixture,
} from '../support/operation-context.js';

const path = 'data/train.pixelis.yaml';

void test('in a git merge the record waits for its pointer, and is put in place with it', async (t) => {
  const { fixture, merge } = await sides(t, { ours: { a: 'A' }, theirs: { b: 'B' }, isMerge: true });
  const { result, text } = await merge();
  t.match(result, { outcome: 'merged', problems: [] });
  const pointer = decodePointer(text, path);
  t.equal(pointer.version, 4, 'a number that neither side has');
  const { context } = fixture;
  t.strictSame(await placeKeptRecords(context, {}), [], 'a merge that is given up leaves nothing behind');
  await fixture.repository.write(path, text);
  const [record = ''] = await placeKeptRecords(context, {});
  t.equal(record, versionRecordPath(pointer));
  const { parents, type } = decodeVersionRecord(await readFile(join(fixture.repository.root, record)), record);
  t.strictSame(
    [type, parents.map(({ version, role }) => [version, role])],
    [
      'dataset',
      [
        [2, 'merged'],
        [3, 'merged'],
      ],
    ],
  );
  t.equal(await fixture.repository.git('diff', '--cached', '--name-only'), record);
  t.strictSame(await readKeptRecords(context), []);
});

void test('another try takes the place of what an earlier merge left to be recorded', async (t) => {
  const { fixture, merge } = await sides(t, { ours: { a: 'A' }, theirs: { b: 'B' }, isMerge: true });
  await merge();
  const { text } = await merge();
  t.equal(decodePointer(text, path).version, 4);
  t.equal((await readKeptRecords(fixture.context)).length, 1);
});

void test('of the metadata a merged version has what the sides and their base say alike', async (t) => {
  const { fixture, merge } = await sides(t, {
    ours: { a: 'A' },
    theirs: { b: 'B' },
    isMerge: true,
    metadata: [
      { license: 'mit', count: 2 },
      { license: 'mit', count: 3 },
      { license: 'mit', count: 3 },
    ],
  });
  await merge();
  const [kept] = await readKeptRecords(fixture.context);
  t.strictSame(kept?.record.metadata, { license: 'mit' });
});

void test('where git would commit without the record, both sides are left, with the reason', async (t) => {
  const { fixture, merge } = await sides(t, { ours: { a: 'A' }, theirs: { b: 'B' } });
  const { result, text } = await merge();
  t.match(result, { outcome: 'conflicted', entries: [], problems: [{ code: 'merge.record-left-out' }] });
  t.match(text.toString(), /^<{7} ours: dataset-train:v2 [0-9a-f]{8}\n[^]*^>{7} theirs: dataset-train:v3/m);
  t.strictSame(await readKeptRecords(fixture.context), []);
});

void test('what comes to a version that is there needs no record, wherever it is merged', async (t) => {
  const { merge, theirs } = await sides(t, { ours: { a: 'A' }, theirs: { a: 'A', b: 'B' } });
  const { result, text } = await merge();
  t.match(result, { outcome: 'merged' });
  t.strictSame(text, theirs);
});

void test('lists of files are fetched where they are not here, and the files are not', async (t) => {
  const { fixture, calls } = await sides(t, { ours: { a: 'A' }, theirs: { b: 'B' }, isMerge: true, pushed: true });
  const clone = await cloneOf(t, fixture);
  const { result, text } = await calls(clone.context);
  t.match(result, { outcome: 'merged', problems: [] });
  const cache = await clone.context.cache();
  let blobs = 0;
  for await (const { size } of cache.list()) if (size === 1) blobs += 1;
  t.equal(blobs, 0);
  t.equal(decodePointer(text, path).files, 3);
});

void test('lists of files that cannot be had leave a conflict that says so', async (t) => {
  const { fixture, calls } = await sides(t, { ours: { a: 'A' }, theirs: { b: 'B' }, isMerge: true, pushed: true });
  const clone = await cloneOf(t, fixture, { isOffline: true });
  const { result, text } = await calls(clone.context);
  t.match(result, { outcome: 'conflicted', problems: [{ code: 'object.missing', message: /is offline/ }] });
  t.match(text.toString(), /^<{7} ours\n/);
});

void test('of a large folder only lists are read in which something differs', async (t) => {
  const { context } = await makeOperationContext(t);
  const store = await context.cache();
  const entries = Array.from({ length: 30_000 }, (_, at) => fileEntry(`d${at % 10}/f${at}`, 1)).sort((a, b) =>
    comparePaths(a.path, b.path),
  );
  const base = await writeTree(store, entries);
  const pointer = (digest: Digest, version: number) =>
    encodePointer({ artifact: 'dataset-train', version, digest, size: 30_000, files: 30_000 });
  const sideOf = async (name: string) => {
    const entry = fileEntry(name, 2);
    return (await editTree(store, { root: base.digest, edits: [{ path: entry.path, entry }] })).digest;
  };
  const read = new Set<Digest>();
  const counting = {
    ...store,
    read: (digest: Digest, ...rest: readonly object[]) => (read.add(digest), store.read(digest, ...rest)),
  };
  const counted: RepositoryContext = Object.create(context, { cache: { value: async () => counting } });
  const [ours, theirs] = [await sideOf('d3/f3003'), await sideOf('d7/f7007')];
  const { result } = await mergeBytes(counted, [pointer(base.digest, 1), pointer(ours, 2), pointer(theirs, 3)]);
  t.match(result, { problems: [{ code: 'merge.record-left-out' }] });
  // Three roots; of each change the page before and after; and ours where theirs goes in.
  t.ok(read.size <= 8, `${read.size} objects were read`);
});

void test('the executable bit of one file is merged; its content is not', async (t) => {
  const { context } = await makeOperationContext(t);
  const file = (digit: string, executable?: true) =>
    encodePointer({
      artifact: 'model-x',
      version: 1,
      digest: digestFromHex(digit.repeat(64)),
      size: 1,
      ...(executable === undefined ? {} : { executable }),
    });
  const bit = await mergeBytes(context, [file('1'), file('2'), file('2', true)]);
  t.match(bit.result, { outcome: 'merged' });
  t.strictSame(bit.text, Buffer.from(file('2', true)));
  t.match((await mergeBytes(context, [file('1'), file('2'), file('3')])).result, { outcome: 'conflicted' });
});

void test('what is no pointer, and a base that is in conflict itself, leave a conflict and never crash', async (t) => {
  const { context } = await makeOperationContext(t);
  const broken = await mergeBytes(context, ['', 'pixelis: 1\n', 'nonsense']);
  t.match(broken.result, { outcome: 'conflicted', problems: [{ code: 'file.invalid' }] });
  const pointer = (version: number) =>
    encodePointer({ artifact: 'a', version, digest: digestFromHex(String(version).repeat(64)), size: 1, files: 1 });
  const nested = await mergeBytes(context, ['<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n', pointer(1), pointer(2)]);
  t.match(nested.result, { outcome: 'conflicted', problems: [{ code: 'file.conflicted' }] });
});

void test('aliases are merged by name; one that both sides moved is a conflict', async (t) => {
  const { context } = await makeOperationContext(t);
  const file = '.pixelis/artifacts/dataset-x/aliases.yaml';
  const aliases = (targets: Readonly<Record<string, number>>) =>
    encodeAliases(
      new Map(
        Object.entries(targets).map(([name, version]) => [
          name,
          { version, digest: digestFromHex(String(version).repeat(64)) },
        ]),
      ),
    );
  const base = aliases({ best: 1, old: 1, moved: 1 });
  const clean = await mergeBytes(
    context,
    [base, aliases({ best: 2, old: 1, moved: 1 }), aliases({ best: 1, moved: 3, new: 3 })],
    file,
  );
  t.match(clean.result, { outcome: 'merged' });
  t.strictSame(clean.text, Buffer.from(aliases({ best: 2, moved: 3, new: 3 })));
  const both = await mergeBytes(context, [base, aliases({ best: 2, moved: 2 }), aliases({ best: 3, moved: 1 })], file);
  t.match(both.result, { outcome: 'conflicted', entries: [{ path: 'best' }] });
});

void test('of one version that two clones recorded the older record stands; an edited one is a conflict', async (t) => {
  const { context } = await makeOperationContext(t);
  const record = (created: string): VersionRecord => ({
    artifact: 'dataset-x',
    version: 1,
    type: 'dataset',
    digest: digestFromHex('1'.repeat(64)),
    size: 1,
    created,
    parents: [],
    metadata: {},
  });
  const [old, young] = ['2026-03-01T09:30:00Z', '2026-03-02T09:30:00Z'].map((time) =>
    encodeVersionRecord(record(time)),
  );
  const file = versionRecordPath(record(''));
  for (const pair of [
    [old, young],
    [young, old],
  ] as const) {
    const { result, text } = await mergeBytes(context, ['', pair[0] ?? '', pair[1] ?? ''], file);
    t.match(result, { outcome: 'merged' });
    t.strictSame(text, Buffer.from(old ?? ''));
  }
  const edited = await mergeBytes(context, [old ?? '', young ?? '', 'x: 1\n'], file);
  t.match(edited.result, { outcome: 'conflicted' });
});

void test('of content that was purged on both branches the older tombstone stands', async (t) => {
  const { context } = await makeOperationContext(t);
  const digest = digestFromHex('1'.repeat(64));
  const tombstone = (purged: string, reason: string): Uint8Array =>
    encodeTombstone({
      digest,
      size: 1,
      purged,
      by: { name: 'Ada', email: 'ada@example.org' },
      reason,
      from: ['cache'],
      versions: [],
    });
  const old = tombstone('2026-03-01T09:30:00Z', 'consent withdrawn');
  const young = tombstone('2026-03-02T09:30:00Z', 'licence ended');
  const { result, text } = await mergeBytes(context, ['', young, old], tombstonePath(digest));
  t.match(result, { outcome: 'merged' });
  t.strictSame(text, Buffer.from(old));
});

type Files = Readonly<Record<string, string | null>>;
type Bytes = Uint8Array | string;

/** Pointers of a folder of three files, and of what two sides made of it, as git hands them to the driver. */
async function sides(
  t: Test,
  {
    ours,
    theirs,
    isMerge = false,
    pushed = false,
    metadata = [],
  }: {
    readonly ours: Files;
    readonly theirs: Files;
    readonly isMerge?: boolean;
    readonly pushed?: boolean;
    readonly metadata?: readonly object[];
  },
) {
  const environment: Record<string, string | undefined> = {};
  const fixture = await makeContextWithRemote(t, { environment });
  const { repository, pixelis } = fixture;
  const versions: Buffer[] = [];
  const base = { a: 'a', b: 'b', c: 'c' };
  for (const [at, files] of [base, { ...base, ...ours }, { ...base, ...theirs }].entries()) {
    await rm(join(repository.root, 'data/train'), { recursive: true, force: true });
    for (const [name, content] of Object.entries<string | null>(files))
      if (content !== null) await repository.write(`data/train/${name}`, content);
    await pixelis.add(['data/train'], { metadata: metadata[at] as Readonly<Record<string, unknown>> | undefined });
    versions.push(await readFile(join(repository.root, path)));
  }
  const commit = await repository.commit('all three');
  if (pushed) await pixelis.push([], { all: true });
  if (pushed) for (const version of [1, 2, 3]) await pixelis.push([`dataset-train:v${version}`]);
  await installHooks(fixture.context);
  if (isMerge) environment[`GITHEAD_${commit}`] = 'other';
  const calls = (context: RepositoryContext) => mergeBytes(context, versions as [Buffer, Buffer, Buffer]);
  return {
    fixture: { ...fixture, environment },
    calls,
    merge: () => calls(fixture.context),
    theirs: versions[2] as Buffer,
  };
}

async function mergeBytes(
  context: RepositoryContext,
  [base, ours, theirs]: readonly [Bytes, Bytes, Bytes],
  file = path,
): Promise<{ readonly result: Awaited<ReturnType<typeof mergeFile>>; readonly text: Buffer }> {
  const { root } = context.git.places;
  const files = gitRepositoryAt(root, {});
  await files.write('.git/base', base);
  await files.write('.git/ours', ours);
  await files.write('.git/theirs', theirs);
  const call = { base: '.git/base', ours: '.git/ours', theirs: '.git/theirs', path: file };
  const result = await mergeFile(context, call);
  return { result, text: await readFile(join(root, '.git/ours')) };
}

async function cloneOf(
  t: Test,
  { repository, environment }: OperationFixture & { readonly environment: RepositoryContext['environment'] },
  { isOffline = false } = {},
): Promise<OperationFixture> {
  const root = join(repository.root, '..', 'clone');
  await repository.git('clone', '--quiet', repository.root, root);
  const clone = await openOperationContext(t, gitRepositoryAt(root, repository.environment), {
    isOffline,
    environment,
  });
  await installHooks(clone.context);
  return clone;
}

function fileEntry(name: string, digit: number): TreeEntry {
  return { path: parseTreePath(name), kind: 'file', size: 1, digest: digestFromHex(String(digit).repeat(64)) };
}
