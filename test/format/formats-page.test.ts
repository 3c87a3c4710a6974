import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { decodeAliases, encodeAliases } from '#format/aliases.js';
import { decodeCollector, encodeCollector } from '#format/collector.js';
import { decodeDropped, decodeReturned, encodeDropped, encodeReturned } from '#format/dropped.js';
import { decodeConfigFile, encodeConfig } from '#format/config.js';
import {
  decodeEnvironmentRecord,
  encodeEnvironmentRecord,
  parseEnvironmentRecordPath,
} from '#format/environment-record.js';
import { decodePackTable, decodePackTrailer } from '#format/pack.js';
import { decodePointer, encodePointer } from '#format/pointer.js';
import { decodeRegistration, encodeRegistration } from '#format/registration.js';
import { decodeRunRecord, encodeRunRecord, runRecordPath } from '#format/run-record.js';
import { decodeTombstone, encodeTombstone, parseTombstonePath, tombstonePath } from '#format/tombstone.js';
import { decodeTreePage, encodeTreePage } from '#format/tree-page.js';
import { checkTreePage, decodeTreeRoot, encodeTreeRoot } from '#format/tree-root.js';
import { decodeVersionRecord, encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { digestFromBytes } from '#model/digest.js';

const page = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)\n(?:# (.*)\n)?([\s\S]*?)^```$/gm)].map((match) => ({
  language: match[1] as string,
  title: match[2] ?? '',
  text: match[3] as string,
}));

for (const { title, text } of blocks.filter(({ language }) => language === 'yaml')) {
  void test(`the example of ${title} is read, and is canonical where it has no keys or comments of its own`, async (t) => {
    const bytes = Buffer.from(text);
    const written = Buffer.from(rewritten(bytes, title)).toString();
    const isOwn = /#|owner/.test(text);
    t.equal(written, isOwn ? text.replace(/ #.*/g, '').replace(/owner.*\n/, '') : text);
  });
}

for (const { title, text } of blocks.filter(({ language, title: name }) => language === 'json' && name !== '')) {
  void test(`the example of ${title} is read, and is canonical`, async (t) => {
    const bytes = Buffer.from(text);
    t.equal(Buffer.from(rewrittenJson(bytes, title)).toString(), text);
  });
}

void test('the environment record on the page has the name that its own bytes give it', async (t) => {
  const example = blocks.find(({ title }) => title.startsWith('.pixelis/environments/'));
  const digest = hashBytes(Buffer.from(example?.text ?? ''), await loadHasher());
  t.equal(parseEnvironmentRecordPath(example?.title ?? ''), digest);
});

void test('the examples of binary files decode to the JSON below them, and are encoded as they stand there', async (t) => {
  const examples = new Map(
    blocks.flatMap(({ language, title, text }, index) => {
      const json = blocks[index + 1];
      return language === 'hex' && json !== undefined
        ? [[title, { bytes: hexOf(text), value: JSON.parse(json.text) as unknown }]]
        : [];
    }),
  );
  const example = (title: string) => examples.get(title) ?? { bytes: new Uint8Array(), value: undefined };
  const [treePage, root, pack] = [example('page'), example('root'), example('pack')];

  t.strictSame(decodeTreePage(treePage.bytes), treePage.value);
  t.same(encodeTreePage(decodeTreePage(treePage.bytes)), treePage.bytes);
  t.strictSame(decodeTreeRoot(root.bytes), root.value);
  t.same(encodeTreeRoot(decodeTreeRoot(root.bytes)), root.bytes);
  checkTreePage(decodeTreeRoot(root.bytes), 0, decodeTreePage(treePage.bytes));

  const hasher = await loadHasher();
  t.equal(decodeTreeRoot(root.bytes).pages[0]?.digest, hashBytes(treePage.bytes, hasher));
  t.ok(page.includes(`\`${hashBytes(root.bytes, hasher)}\``), 'the digest of the root is on the page');

  const tail = decodePackTrailer(pack.bytes, pack.bytes.length);
  const rows = pack.bytes.slice(tail.tableOffset, tail.tableOffset + tail.tableSize);
  t.equal(digestFromBytes(tail.tableDigest), hashBytes(rows, hasher));
  const { count, offsets } = decodePackTable(rows, tail);
  const objects = Array.from({ length: count }, (_, index) => {
    const [offset = 0, end = 0] = offsets.slice(index, index + 2);
    return { digest: hashBytes(pack.bytes.slice(offset, end), hasher), offset, length: end - offset };
  });
  t.strictSame(objects, pack.value);
});

/** What Pixelis writes for the facts in a file of a store. */
function rewrittenJson(bytes: Uint8Array, key: string): Uint8Array {
  if (key.startsWith('gc/')) return encodeCollector(decodeCollector(bytes, key));
  if (key.startsWith('dropped/back/')) return encodeReturned(decodeReturned(bytes, key));
  if (key.startsWith('dropped/')) return encodeDropped(decodeDropped(bytes, key));
  return encodeRegistration(decodeRegistration(bytes, key));
}

/** What Pixelis writes for the facts in a file. */
function rewritten(bytes: Uint8Array, file: string): Uint8Array {
  if (file.endsWith('.pixelis.yaml')) return encodePointer(decodePointer(bytes, file));
  if (file.endsWith('aliases.yaml')) return encodeAliases(decodeAliases(bytes, file));
  if (file.startsWith('.pixelis/config.')) {
    const { pixelis: _, ...settings } = decodeConfigFile(bytes, file);
    return encodeConfig(settings);
  }
  if (file.startsWith('.pixelis/runs/')) {
    const run = decodeRunRecord(bytes, file);
    if (runRecordPath(run.run) !== file) throw new Error(`${file} should be ${runRecordPath(run.run)}`);
    return encodeRunRecord(run);
  }
  if (parseEnvironmentRecordPath(file) !== undefined)
    return encodeEnvironmentRecord(decodeEnvironmentRecord(bytes, file));
  if (parseTombstonePath(file) !== undefined) {
    const tombstone = decodeTombstone(bytes, file);
    if (tombstonePath(tombstone.digest) !== file)
      throw new Error(`${file} should be ${tombstonePath(tombstone.digest)}`);
    return encodeTombstone(tombstone);
  }
  const record = decodeVersionRecord(bytes, file);
  if (versionRecordPath(record) !== file) throw new Error(`${file} should be ${versionRecordPath(record)}`);
  return encodeVersionRecord(record);
}

function hexOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/#.*$/gm, '').replace(/\s/g, ''), 'hex'));
}
