import { test } from 'tap';
import { digestFromHex } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import { blameFiles } from '#operations/blame-files.js';
import type { FileChange } from '#schema/index.js';

/** Versions by number, each with the contents of its files, and what it was made out of. */
type Versions = Readonly<
  Record<number, { readonly files: Readonly<Record<string, string>>; readonly from: readonly number[] }>
>;

function pointer(version: number): Pointer {
  return { artifact: 'a', version, digest: digestFromHex(String(version).padStart(64, '0')), size: 0, files: 1 };
}

async function blamed(versions: Versions, start: number) {
  const asked: string[] = [];
  const filesOf = ({ version }: Pointer) => versions[version]?.files ?? {};
  const entries = Object.keys(filesOf(pointer(start))).sort();
  const result = await blameFiles(
    pointer(start),
    entries.map((path) => ({ path })),
    {
      past: {
        age: ({ version }) => -version,
        before: async ({ version }) => (versions[version]?.from ?? []).map(pointer),
      },
      changes: async (before, after) => {
        asked.push(`${before.version}-${after.version}`);
        const [old, now] = [filesOf(before), filesOf(after)];
        const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
        return paths.flatMap((path): FileChange[] => {
          if (old[path] === now[path]) return [];
          return [
            { path, change: old[path] === undefined ? 'added' : now[path] === undefined ? 'removed' : 'modified' },
          ];
        });
      },
    },
  );
  const told = entries.map((path, index) => [
    path,
    result.versions[result.by[index] ?? 0]?.version,
    result.change[index],
  ]);
  return { told, asked };
}

void test('nothing older is compared once every file is explained', async (t) => {
  const versions = {
    1: { files: { x: '1' }, from: [] },
    2: { files: { x: '2' }, from: [1] },
    3: { files: { x: '3' }, from: [2] },
    4: { files: { x: '3', y: '4' }, from: [3] },
  };
  t.strictSame(await blamed(versions, 4), {
    told: [
      ['x', 3, 'modified'],
      ['y', 4, 'added'],
    ],
    asked: ['3-4', '2-3'],
  });
});

void test('two branches that part and meet are each looked at once, and what both kept is from before', async (t) => {
  const versions = {
    1: { files: { kept: '1', left: '1', right: '1' }, from: [] },
    2: { files: { kept: '1', left: '2', right: '1' }, from: [1] },
    3: { files: { kept: '1', left: '1', right: '3' }, from: [1] },
    4: { files: { kept: '1', left: '2', right: '3', merged: '4' }, from: [2, 3] },
  };
  t.strictSame(await blamed(versions, 4), {
    told: [
      ['kept', 1, 'added'],
      ['left', 2, 'modified'],
      ['merged', 4, 'added'],
      ['right', 3, 'modified'],
    ],
    asked: ['2-4', '3-4', '1-3', '1-2'],
  });
});

void test('records that name each other as what they were made out of end all the same', async (t) => {
  const versions = {
    1: { files: { x: '1' }, from: [2] },
    2: { files: { x: '1', y: '2' }, from: [1] },
  };
  t.strictSame((await blamed(versions, 2)).told, [
    ['x', 1, 'added'],
    ['y', 2, 'added'],
  ]);
});

void test('of many files and versions each is found', async (t) => {
  const contents: Record<string, string> = {};
  const versions: Record<number, { files: Record<string, string>; from: number[] }> = {};
  for (let version = 1; version <= 50; version++) {
    for (let file = 0; file < 300; file += version) contents[`f${file}`] = String(version);
    versions[version] = { files: { ...contents }, from: version === 1 ? [] : [version - 1] };
  }
  for (const [path, version] of (await blamed(versions, 50)).told) t.equal(String(version), contents[String(path)]);
});
