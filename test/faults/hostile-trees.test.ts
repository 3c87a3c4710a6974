import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeTreePage } from '#format/tree-page.js';
import { encodeTreeRoot } from '#format/tree-root.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { treeRootOf, type TreePageInfo } from '#model/tree-root.js';
import { test } from 'tap';
import { makeHostileRepository } from './hostile-repository.js';

const evil = Buffer.from('#!/bin/sh\ntouch /tmp/evil\n');

/** Trees as nobody but an attacker writes them: of honest bytes, some are exchanged for others of the same length. */
const trees: ReadonlyArray<{
  readonly name: string;
  readonly entries: readonly (readonly [path: string, kind: 'file' | 'executable' | 'symlink' | 'folder'])[];
  readonly exchange?: readonly (readonly [from: string, to: string])[];
  readonly count?: number;
  readonly code: RegExp;
}> = [
  {
    name: 'a path that climbs out',
    entries: [['xx/out', 'file']],
    exchange: [['xx/out', '../out']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'a path that climbs out of a folder in it',
    entries: [['in/xx/xx/out', 'file']],
    exchange: [['in/xx/xx/out', 'in/../../out']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'an absolute path',
    entries: [['xtmp/evil', 'file']],
    exchange: [['xtmp/evil', '/tmp/evil']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'a git hook',
    entries: [['xgit/hooks/post-checkout', 'executable']],
    exchange: [['xgit/', '.git/']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'a git hook in capitals',
    entries: [['xGIT/hooks/post-checkout', 'executable']],
    exchange: [['xGIT/', '.GIT/']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'settings of Pixelis',
    entries: [['xpixelis/config.yaml', 'file']],
    exchange: [['xpixelis/', '.pixelis/']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'a NUL in a path',
    entries: [['axb', 'file']],
    exchange: [['axb', 'a\0b']],
    code: /worktree.unsafe-path|tree.invalid/,
  },
  {
    name: 'an empty part of a path',
    entries: [['axxb', 'file']],
    exchange: [['axxb', 'a//b']],
    code: /worktree.unsafe-path/,
  },
  {
    name: 'a link, and a file through it',
    entries: [
      ['a', 'symlink'],
      ['a.b', 'file'],
    ],
    exchange: [['.b', '/b']],
    code: /tree.invalid|worktree.unsafe-path/,
  },
  {
    name: 'the same path twice',
    entries: [
      ['ab', 'file'],
      ['ac', 'file'],
    ],
    exchange: [['\u0001\u0001c', '\u0001\u0001b']],
    code: /tree.invalid/,
  },
  { name: 'more entries than there are', entries: [['ab', 'file']], count: 0x7f, code: /tree.invalid/ },
];

void test('a tree made to do harm is refused, with nothing written outside of its path', async (t) => {
  const hasher = await loadHasher();
  const { clone, store, pixelis, point, surroundings } = await makeHostileRepository(t);
  const [blob = '' as Digest] = await store.write([evil]);
  const lies: Partial<TreePageInfo>[] = [{ entries: 2000 }, { size: 1 }, { files: 0, size: 0 }];
  const make = async ({ entries, exchange = [], count }: (typeof trees)[number], lie: Partial<TreePageInfo> = {}) => {
    const page = Buffer.from(
      encodeTreePage(
        entries.map(([path, kind]) => ({ path, kind, size: evil.length, digest: blob }) as unknown as TreeEntry),
      ),
    );
    const swap = (bytes: Buffer): Buffer => exchange.reduce((now, [from, to]) => swapped(now, from, to), bytes);
    const served = swap(page);
    if (count !== undefined) served[4] = count;
    const files = entries.filter(([, kind]) => kind !== 'folder').length;
    const info = {
      firstPath: entries[0]?.[0],
      digest: hashBytes(served, hasher),
      entries: count ?? entries.length,
      files,
      size: files * evil.length,
      ...lie,
    };
    const root = swap(Buffer.from(encodeTreeRoot(treeRootOf([info as TreePageInfo]))));
    await store.write([served, root]);
    return hashBytes(root, hasher);
  };
  const tried = [
    ...trees.map((tree) => ({ ...tree, lie: {} })),
    ...lies.map((lie) => ({
      name: `a root that lies: ${JSON.stringify(lie)}`,
      entries: [['ab', 'file']] as const,
      code: /tree.invalid/,
      lie,
    })),
  ];
  for (const { lie, ...tree } of tried) {
    const digest = await make(tree, lie);
    await point('data', { digest, size: evil.length * tree.entries.length, files: tree.entries.length });
    const before = await surroundings();
    for (const command of ['pull', 'status'] as const) {
      const { code, errors, stderr } = await pixelis(command, '--json');
      if (command === 'pull') t.match(errors.join(), tree.code, `${tree.name}: ${stderr}`);
      t.ok(
        [0, 1, 3, 4].includes(code) && !errors.includes('bug'),
        `${tree.name}: ${command} ends with ${code} ${errors.join()}`,
      );
    }
    t.same(await surroundings(), before, `${tree.name}: nothing outside`);
    t.same(await readdir(join(clone, 'data')).catch(() => []), [], `${tree.name}: nothing inside`);
  }
});

void test('a link that leads out is placed as a link, and nothing goes through it', async (t) => {
  const { pixelis, store, point, surroundings } = await makeHostileRepository(t);
  const hasher = await loadHasher();
  const [target = '' as Digest] = await store.write([Buffer.from('../../home')]);
  const page = encodeTreePage([{ path: 'a', kind: 'symlink', size: 10, digest: target } as unknown as TreeEntry]);
  const info = { firstPath: 'a', digest: hashBytes(page, hasher), entries: 1, files: 1, size: 10 } as TreePageInfo;
  const root = encodeTreeRoot(treeRootOf([info]));
  await store.write([page, root]);
  await point('data', { digest: hashBytes(root, hasher), size: 10, files: 1 });
  const before = await surroundings();
  t.equal((await pixelis('pull')).code, 0);
  for (const command of ['status', 'checkout']) t.equal((await pixelis(command, 'data')).code, 0, command);
  t.same(await surroundings(), before);
});

function swapped(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(from, 0, 'latin1');
  if (at >= 0) bytes.write(to, at, 'latin1');
  return bytes;
}
