import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { decodeSealEntry, encodeSealEntry, splitSealLines } from '#format/seal-entries.js';
import { decodeSealProof } from '#format/seal-proof.js';
import { decodeCheckpoint, decodeNote, encodeCheckpoint, encodeNote } from '#format/signed-note.js';
import { checkProof } from '#operations/check-proof.js';
import { decodeNoteKey, encodeNoteKey, isSignedBy } from '#seals/note-key.js';

const root = new URL('../../../', import.meta.url);
const nobody = { signers: { ssh: { signers: undefined, revoked: () => undefined }, openpgp: async () => [] } };

void test('the lines of a seal on the page of formats are read, and written as they stand there', async (t) => {
  const page = readFileSync(new URL('docs/formats.md', root), 'utf8');
  const lines = splitSealLines(/^```seal\n([^]*?)^```$/m.exec(page)?.[1] ?? '');
  t.equal(lines.length, 7);
  const entries = lines.map(decodeSealEntry);
  t.strictSame(entries.map(encodeSealEntry), lines);
  t.strictSame(
    entries.map(({ kind }) => kind),
    ['record', 'pointer', 'head', 'head', 'rewritten', 'lost', 'sealed'],
  );
});

void test('a line that could have been written otherwise is no entry', async (t) => {
  const commit = '3f786850e387550fdab836ed7e6dc881de23001b';
  for (const line of [
    '',
    'head',
    `head ${commit}`,
    `head ${commit.toUpperCase()} refs/x`,
    `rewritten - refs/x`,
    `lost ${commit} %41`,
    `lost ${commit} a\u0007`,
    `lost ${commit} %E0%A0`,
    `record ${commit} ${commit} 00 a`,
    'sealed yesterday',
    'sealed 2026-03-01T09:30:00Z ',
  ]) {
    t.throws(() => decodeSealEntry(line), { code: 'seal.broken' }, JSON.stringify(line));
  }
  const odd = { kind: 'lost', blob: commit, path: 'a\n%41\u0085é' } as const;
  t.strictSame(decodeSealEntry(encodeSealEntry(odd)), odd);
  t.throws(() => splitSealLines('head'), { code: 'seal.broken' }, 'cut off');
});

void test('notes of other programs are read, and their signatures checked', async (t) => {
  // The example of golang.org/x/mod/sumdb/note, whose format the notes have.
  const key = decodeNoteKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n" +
    '\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const note = decodeNote(text);
  t.equal(isSignedBy(note, key), true);
  t.equal(isSignedBy({ ...note, text: 'other\n' }, key), false);
  t.equal(encodeNote(note), text);
  t.equal(encodeNoteKey(key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  t.throws(() => decodeNoteKey('PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), {
    code: 'seal.broken',
  });
  const checkpoint = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  t.equal(encodeCheckpoint(decodeCheckpoint(checkpoint)), checkpoint, 'the example of C2SP');
  for (const wrong of [
    '',
    'a\n',
    'a\n01\nb\n',
    checkpoint.slice(0, -1),
    `${checkpoint}\n`,
    checkpoint.replace('Cs', 'C'),
  ]) {
    t.throws(() => decodeCheckpoint(wrong), { code: 'seal.broken' }, JSON.stringify(wrong));
  }
  for (const wrong of ['', 'text\n', 'text\n\n', 'text\n\nsignature\n', 'text\n\n— name AAAA\n', text.slice(0, -1)]) {
    t.throws(() => decodeNote(wrong), { code: 'seal.broken' }, JSON.stringify(wrong));
  }
});

void test('a proof that was made once holds for ever', async (t) => {
  // Made by the first Pixelis that made any. Never make it anew: a new format gets a new file beside it.
  const file = readFileSync(new URL('test/format/proofs/seal-proof-1.json', root));
  const key = 'SHA256:LVyBD6gGhbx5PZ/xlg/0AC/cChN9IIxMMyemFthrOo0';
  const proof = decodeSealProof(file, 'proof');
  const { problems, version, signature } = await checkProof(proof, { ...nobody, key });
  t.strictSame([problems, version?.artifact, signature?.verdict], [[], 'dataset-data', 'good']);
  for (const wrong of [
    '[]',
    '{}',
    '{"pixelis":1,"kind":"other"}',
    file.toString().replace('"index": 1', '"index": -1'),
  ]) {
    t.throws(
      () => decodeSealProof(Buffer.from(wrong), 'proof'),
      { code: /file\.invalid|proof\.invalid/ },
      wrong.slice(0, 30),
    );
  }
  t.throws(() => decodeSealProof(Buffer.from('{"pixelis":2}'), 'proof'), { code: 'file.newer-format' });
});
