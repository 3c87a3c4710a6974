import { test } from 'tap';
import {
  decodeVersionRecord,
  encodeVersionRecord,
  parseVersionRecordPath,
  versionRecordPath,
} from '#format/version-record.js';
import { digestFromHex } from '#model/digest.js';
import type { VersionRecord } from '#model/version.js';

const record: VersionRecord = {
  artifact: 'dataset-cota_sft',
  version: 2,
  type: 'dataset',
  digest: digestFromHex('6f1a'.repeat(16)),
  size: 734_003_200,
  files: 12_000,
  created: '2026-03-01T09:30:00Z',
  run: '2x3y5z7q',
  parents: [{ artifact: 'dataset-raw', version: 1, digest: digestFromHex('93c2'.repeat(16)), role: 'source' }],
  metadata: { num_samples: 12_000, note: 'a: b', splits: ['train', { name: 'no' }] },
};
const canonical = `pixelis: 1
artifact: dataset-cota_sft
version: 2
type: dataset
digest: blake3:${'6f1a'.repeat(16)}
size: 734003200
files: 12000
created: 2026-03-01T09:30:00Z
run: 2x3y5z7q
parents:
  - artifact: dataset-raw
    version: 1
    digest: blake3:${'93c2'.repeat(16)}
    role: source
metadata:
  num_samples: 12000
  note: "a: b"
  splits:
    - train
    - name: "no"
`;

void test('a record has one canonical text', async (t) => {
  t.equal(Buffer.from(encodeVersionRecord(record)).toString(), canonical);
  t.same(decodeVersionRecord(Buffer.from(canonical), 'v2.yaml'), record);
});

void test('a record without parents and metadata leaves them out', async (t) => {
  const { files: _, run: __, ...rest } = record;
  const plain: VersionRecord = { ...rest, executable: true, parents: [], metadata: {} };
  const bytes = encodeVersionRecord(plain);
  t.match(Buffer.from(bytes).toString(), /size: 734003200\nexecutable: true\ncreated: 2026-03-01T09:30:00Z\n$/);
  t.same(decodeVersionRecord(bytes, 'v2.yaml'), plain);
});

void test('a record that could not be read again is not written', async (t) => {
  const tooLarge = { ...record, metadata: { one: 'x'.repeat(5_000_000), other: 'x'.repeat(5_000_000) } };
  t.throws(() => encodeVersionRecord(tooLarge), { code: 'file.too-large' });
  const inOnePiece = { ...record, metadata: { one: 'x'.repeat(20_000_000) } };
  t.throws(() => encodeVersionRecord(inOnePiece), { code: 'file.too-large' });
});

void test('the path of a record carries artifact, number and digest', async (t) => {
  const path = versionRecordPath(record);
  t.equal(path, '.pixelis/artifacts/dataset-cota_sft/v2-6f1a6f1a.yaml');
  t.same(parseVersionRecordPath(path), { artifact: 'dataset-cota_sft', version: 2, digestStart: '6f1a6f1a' });
  const others = [
    'v2-6f1a6f1a.yaml',
    `${path}.bak`,
    path.replace('v2', 'v02'),
    path.replace('v2', 'v0'),
    path.replace('dataset', '..'),
  ];
  others.push('.pixelis/artifacts/a/aliases.yaml', `x/${path}`, path.replace('v2', 'v99999999999999999999'));
  t.same(
    others.map(parseVersionRecordPath),
    others.map(() => undefined),
  );
});

void test('from the 100th version on the records of a hundred have a folder', async (t) => {
  for (const [version, name] of [
    [99, 'v99-6f1a6f1a.yaml'],
    [100, 'v100/v100-6f1a6f1a.yaml'],
    [199, 'v100/v199-6f1a6f1a.yaml'],
    [12345, 'v12300/v12345-6f1a6f1a.yaml'],
  ] as const) {
    const path = versionRecordPath({ ...record, version });
    t.equal(path, `.pixelis/artifacts/dataset-cota_sft/${name}`);
    t.match(parseVersionRecordPath(path), { artifact: 'dataset-cota_sft', version, digestStart: '6f1a6f1a' });
  }
  const elsewhere = [
    'v100-6f1a6f1a.yaml',
    'v100/v99-6f1a6f1a.yaml',
    'v100/v200-6f1a6f1a.yaml',
    'v000/v12-6f1a6f1a.yaml',
  ];
  t.same(
    elsewhere.map((name) => parseVersionRecordPath(`.pixelis/artifacts/dataset-cota_sft/${name}`)),
    elsewhere.map(() => undefined),
  );
});
