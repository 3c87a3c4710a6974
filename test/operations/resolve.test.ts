import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { decodeAliases, encodeAliases } from '#format/aliases.js';
import { encodeConflict } from '#format/conflict-marks.js';
import { decodePointer, encodePointer } from '#format/pointer.js';
import { digestFromHex } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';

const path = 'data/train.pixelis.yaml';

void test('of a single file one side is chosen, and both cannot be kept', async (t) => {
  const fixture = await makeOperationContext(t);
  const file = (digit: number) => pointerText({ version: digit, digest: digestOf(digit), size: 1 });
  await putInConflict(fixture, path, [file(1), file(2), file(3)]);
  const { pixelis } = fixture;
  t.match(await pixelis.merging.resolve(), {
    paths: [{ path: 'data/train', state: 'conflicted', conflict: { reason: 'whole', base: { version: 1 } } }],
    problems: [{ code: 'file.conflicted', hint: 'choose: pixelis resolve data/train --ours, --theirs or --union' }],
    staged: [],
  });
  await t.rejects(pixelis.merging.resolve([], { side: 'union' }), { code: 'merge.cannot-unite' });
  const { paths, staged } = await pixelis.merging.resolve(['dataset-train'], { side: 'theirs' });
  t.match(paths, [{ state: 'resolved', version: { version: 3 }, isNew: false }]);
  t.strictSame(staged, [path]);
  t.equal(await textOf(fixture, path), file(3));
  t.equal(await fixture.repository.git('ls-files', '--unmerged'), '');
});

void test('conflict marks that were staged as they are still count as a conflict', async (t) => {
  const fixture = await makeOperationContext(t);
  const [base, ours, theirs] = [1, 2, 3].map((digit) =>
    pointerText({ version: digit, digest: digestOf(digit), size: 1 }),
  );
  const labels = { base: 'base', ours: 'HEAD', theirs: 'other' };
  const text = encodeConflict({ base, ours: ours ?? '', theirs: theirs ?? '' }, labels);
  await fixture.repository.write(path, text);
  await fixture.repository.git('add', path);
  t.match(await fixture.pixelis.status(), { clean: false, conflicts: [{ path: 'data/train', ours: { version: 2 } }] });
  await fixture.pixelis.merging.resolve([], { side: 'ours' });
  t.equal(await textOf(fixture, path), ours);
  t.equal(await fixture.repository.git('show', `:${path}`), ours?.trimEnd());
});

void test('marks that do not fit together decide nothing', async (t) => {
  const fixture = await makeOperationContext(t);
  const text = '<<<<<<< HEAD\npixelis: 1\n';
  await fixture.repository.write(path, text);
  const { merging } = fixture.pixelis;
  t.match(await merging.resolve(), { paths: [{ state: 'conflicted', conflict: { reason: 'unknown' } }] });
  for (const side of ['ours', 'theirs', 'union'] as const)
    await t.rejects(merging.resolve([], { side }), { code: 'file.conflicted' });
  t.equal(await readFile(join(fixture.repository.root, path), 'utf8'), text);
});

void test('aliases that both sides moved are chosen; the others are merged', async (t) => {
  const fixture = await makeOperationContext(t);
  const file = '.pixelis/artifacts/dataset-x/aliases.yaml';
  const aliases = (targets: Readonly<Record<string, number>>) =>
    encodeAliases(
      new Map(Object.entries(targets).map(([name, version]) => [name, { version, digest: digestOf(version) }])),
    );
  const sides = [aliases({ best: 1 }), aliases({ best: 2, mine: 2 }), aliases({ best: 3, other: 3 })] as const;
  await putInConflict(fixture, file, sides);
  const { merging } = fixture.pixelis;
  t.match(await merging.resolve(), {
    paths: [{ path: file, state: 'conflicted', conflict: { reason: 'aliases', entries: [{ path: 'best' }] } }],
  });
  await t.rejects(merging.resolve([], { side: 'union' }), { code: 'merge.cannot-unite' });
  await merging.resolve(['dataset-x'], { side: 'theirs' });
  const merged = decodeAliases(await readFile(join(fixture.repository.root, file)), file);
  t.strictSame(
    [...merged].map(([name, { version }]) => [name, version]),
    [
      ['best', 3],
      ['mine', 2],
      ['other', 3],
    ],
  );
});

void test('where lists of files cannot be had nothing is decided unseen', async (t) => {
  const fixture = await makeOperationContext(t);
  const folder = (digit: number) => pointerText({ version: digit, digest: digestOf(digit), size: 1, files: 1 });
  await putInConflict(fixture, path, [folder(1), folder(2), folder(3)]);
  const { merging } = fixture.pixelis;
  t.match(await merging.resolve(), {
    paths: [{ conflict: { reason: 'unknown', ours: { version: 2 }, theirs: { version: 3 } } }],
    problems: [{ code: 'object.missing' }],
  });
  await t.rejects(merging.resolve([], { side: 'ours' }), { code: 'object.missing' });
  t.not(await fixture.repository.git('ls-files', '--unmerged'), '');
});

void test('what is not in conflict cannot be resolved, and the error says what can', async (t) => {
  const fixture = await makeOperationContext(t);
  const { merging } = fixture.pixelis;
  t.match(await merging.resolve(), { paths: [], problems: [] });
  await t.rejects(merging.resolve(['data/train']), { code: 'reference.not-found', hint: /pixelis status/ });
  const file = (digit: number) => pointerText({ version: digit, digest: digestOf(digit), size: 1 });
  await putInConflict(fixture, path, [file(1), file(2), file(3)]);
  await t.rejects(merging.resolve(['data/other']), { code: 'reference.not-found', hint: /pixelis resolve/ });
  await t.rejects(merging.resolve(['data/train/inside'], { side: 'ours' }), { code: 'reference.not-found' });
});

void test('several conflicts are settled as far as they can be', async (t) => {
  const fixture = await makeOperationContext(t);
  const file = (digit: number) => pointerText({ version: digit, digest: digestOf(digit), size: 1 });
  const folder = (digit: number) => pointerText({ version: digit, digest: digestOf(digit), size: 1, files: 1 });
  await putInConflict(fixture, path, [folder(1), folder(2), folder(3)]);
  await putInConflict(fixture, 'data/valid.pixelis.yaml', [file(1), file(2), file(3)]);
  const { paths, problems } = await fixture.pixelis.merging.resolve([], { side: 'ours' });
  t.match(paths, [
    { path: 'data/train', state: 'conflicted' },
    { path: 'data/valid', state: 'resolved' },
  ]);
  t.match(problems, [{ code: 'object.missing', path: 'data/train' }]);
});

/** A file as a merge leaves it: base, ours and theirs in git's index, marks in the worktree. */
async function putInConflict(
  { repository }: OperationFixture,
  file: string,
  sides: readonly [Uint8Array | string, Uint8Array | string, Uint8Array | string],
): Promise<void> {
  const texts = sides.map((side) => Buffer.from(side).toString());
  const lines: string[] = [];
  for (const [at, text] of texts.entries()) {
    await writeFile(join(repository.root, '.git/side'), text);
    lines.push(`100644 ${await repository.git('hash-object', '-w', '.git/side')} ${at + 1}\t${file}\n`);
  }
  await new Promise<void>((done, failed) => {
    const child = execFile('git', ['update-index', '--index-info'], { cwd: repository.root }, (error) =>
      error === null ? done() : failed(error),
    );
    child.stdin?.end(lines.join(''));
  });
  const [base, ours = '', theirs = ''] = texts;
  await repository.write(file, encodeConflict({ base, ours, theirs }, { base: 'base', ours: 'HEAD', theirs: 'other' }));
}

function pointerText(pointer: Omit<Pointer, 'artifact'>): string {
  return Buffer.from(encodePointer({ artifact: 'dataset-train', ...pointer })).toString();
}

async function textOf({ repository }: OperationFixture, file: string): Promise<string> {
  const bytes = await readFile(join(repository.root, file));
  decodePointer(bytes, file);
  return bytes.toString();
}

function digestOf(digit: number) {
  return digestFromHex(String(digit).repeat(64));
}
