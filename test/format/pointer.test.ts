import { test } from 'tap';
import fc from 'fast-check';
import { decodePointer, editPointer, encodePointer } from '#format/pointer.js';
import { isArtifactName } from '#model/artifact-name.js';
import { digestFromHex } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';

const file = 'data/train.csv.pixelis.yaml';
const pointer: Pointer = {
  artifact: 'dataset-cota_sft',
  version: 2,
  digest: digestFromHex('6f1a'.repeat(16)),
  size: 734_003_200,
  files: 12_000,
};
const canonical = `pixelis: 1
artifact: dataset-cota_sft
version: 2
digest: blake3:${'6f1a'.repeat(16)}
size: 734003200
files: 12000
`;
const handWritten = `# the training set, agreed upon on Monday
pixelis: 1

artifact:   "dataset-cota_sft" # ours
owner: { name: ada, since: 2024 }
size: 734003200
version: 2      # do not touch
digest: 'blake3:${'6f1a'.repeat(16)}'
files: 12000
note: >-
  long
  text
# the end`;

void test('a pointer has one canonical text', async (t) => {
  t.equal(text(encodePointer(pointer)), canonical);
  t.same(decodePointer(bytes(canonical), file), pointer);
});

void test('a pointer written by hand is read', async (t) => {
  t.same(decodePointer(bytes(handWritten), file), pointer);
});

void test('an edit that changes nothing changes no byte', async (t) => {
  for (const original of [canonical, handWritten, handWritten.replaceAll('\n', '\r\n')]) {
    t.equal(text(editPointer(bytes(original), pointer, file)), original);
  }
});

void test('an edit changes the values that differ and nothing else', async (t) => {
  const digest = digestFromHex('93c2'.repeat(16));
  const edited = editPointer(bytes(handWritten), { ...pointer, version: 3, digest, size: 5 }, file);
  const expected = handWritten
    .replace('size: 734003200', 'size: 5')
    .replace('version: 2 ', 'version: 3 ')
    .replace(`'blake3:${'6f1a'.repeat(16)}'`, digest);
  t.equal(text(edited), expected);
});

void test('an edit takes away and adds what only folders or only files have', async (t) => {
  const { files: _, ...plain } = pointer;
  const asFile = editPointer(bytes(handWritten), { ...plain, executable: true }, file);
  t.equal(text(asFile), handWritten.replace('files: 12000\n', '').replace(/(digest: .*\n)/, '$1executable: true\n'));
  t.same(decodePointer(asFile, file), { ...plain, executable: true });
  const asFolder = editPointer(asFile, pointer, file);
  t.equal(text(asFolder), handWritten);
});

void test('an edit keeps line ends, and a last line without one', async (t) => {
  const original = canonical
    .replaceAll('\n', '\r\n')
    .replace(/files.*\r\n/, '')
    .trimEnd();
  t.equal(text(editPointer(bytes(original), pointer, file)), canonical.replaceAll('\n', '\r\n'));
});

void test('a pointer in flow style is edited as well', async (t) => {
  const original = `{pixelis: 1, artifact: a, version: 1, digest: "blake3:${'0'.repeat(64)}", size: 1, mine: yes}\n`;
  const edited = editPointer(bytes(original), pointer, file);
  t.same(decodePointer(edited, file), pointer);
  t.match(text(edited), /mine: yes/);
});

void test('every edit of every pointer reads back as the pointer that was meant', async (t) => {
  const common = {
    artifact: fc.stringMatching(/^[a-z0-9_]{1,10}$/).filter(isArtifactName),
    version: fc.integer({ min: 1 }),
    digest: fc.stringMatching(/^[0-9a-f]{64}$/).map(digestFromHex),
    size: fc.maxSafeNat(),
  };
  const pointers: fc.Arbitrary<Pointer> = fc.oneof(
    fc.record(common),
    fc.record({ ...common, files: fc.nat() }),
    fc.record({ ...common, executable: fc.constant(true as const) }),
  );
  const comments = fc.array(
    fc.constantFrom('# note', '', '  # in between', 'mine: [1, 2]', 'my: {a: "b"}', 'list:\n- x\n- y: z'),
    { maxLength: 3 },
  );
  const edit = fc.property(pointers, pointers, fc.array(comments), (before, after, extra) => {
    const seen = new Set<string>();
    const lines = text(encodePointer(before)).trimEnd().split('\n');
    const original = lines
      .flatMap((line, index) => [line].concat((extra[index] ?? []).filter((item) => fresh(item, seen))))
      .join('\n');
    const edited = editPointer(bytes(original), after, file);
    const restored = editPointer(edited, before, file);
    const kept = [...seen].every((item) => text(restored).includes(item));
    const same = (left: Pointer, right: Pointer) => text(encodePointer(left)) === text(encodePointer(right));
    return kept && same(decodePointer(edited, file), after) && same(decodePointer(restored, file), before);
  });
  t.doesNotThrow(() => fc.assert(edit, { numRuns: 200 }));
});

void test('what is wrong with a pointer is named with its key', async (t) => {
  const broken: Readonly<Record<string, RegExp>> = {
    [canonical.replace('version: 2', 'version: two')]:
      /'data\/train.csv.pixelis.yaml' cannot be read: key 'version': expected a whole number/,
    [canonical.replace('version: 2', 'version: 0')]: /key 'version': must be >= 1/,
    [canonical.replace('blake3:', 'sha256:')]: /key 'digest': expected a digest/,
    [canonical.replace(/size.*\n/, '')]: /key 'size' is missing/,
    [canonical.replace('dataset-cota_sft', '../../etc')]: /key 'artifact': expected a name/,
    [canonical.replace('files: 12000', 'executable: false')]: /key 'executable': expected true/,
    [`${canonical}executable: true\n`]: /'files' is for folders, 'executable' for files/,
    [canonical.replace('pixelis: 1', 'pixelis: one')]: /key 'pixelis': expected 1/,
  };
  for (const [document, message] of Object.entries(broken)) {
    t.throws(() => decodePointer(bytes(document), file), { code: 'file.invalid', message });
  }
});

void test('a pointer of a newer format says so', async (t) => {
  const newer = bytes(canonical.replace('pixelis: 1', 'pixelis: 2'));
  t.throws(() => decodePointer(newer, file), { code: 'file.newer-format', data: { file, format: 2 } });
});

function fresh(item: string, seen: Set<string>): boolean {
  const isFresh = item.startsWith('#') || item === '' || !seen.has(item);
  if (item !== '' && isFresh) seen.add(item);
  return isFresh;
}

function bytes(document: string): Uint8Array {
  return new TextEncoder().encode(document);
}

function text(document: Uint8Array): string {
  return new TextDecoder().decode(document);
}
