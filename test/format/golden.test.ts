import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'tap';
import { decodeAliases, encodeAliases } from '#format/aliases.js';
import { decodeCollector, encodeCollector } from '#format/collector.js';
import { decodeConfigFile, encodeConfig } from '#format/config.js';
import { decodeDropped, decodeReturned, encodeDropped, encodeReturned } from '#format/dropped.js';
import { decodeEnvironmentRecord, encodeEnvironmentRecord } from '#format/environment-record.js';
import { decodePointer, encodePointer } from '#format/pointer.js';
import { decodeRegistration, encodeRegistration } from '#format/registration.js';
import { decodeRunRecord, encodeRunRecord } from '#format/run-record.js';
import { decodeTombstone, encodeTombstone } from '#format/tombstone.js';
import { decodeTreePage, encodeTreePage } from '#format/tree-page.js';
import { decodeTreeRoot, encodeTreeRoot } from '#format/tree-root.js';
import { decodeVersionRecord, encodeVersionRecord } from '#format/version-record.js';

// These files were written once and decode for ever. Never write them anew: a new format gets new files beside them.
const folder = new URL('../../../test/format/golden/', import.meta.url);

/** What a file decodes to, and the bytes that this Pixelis writes for it. By how the name of the file begins. */
const codecs: Readonly<Record<string, (bytes: Uint8Array) => readonly [unknown, Uint8Array]>> = {
  pointer: (bytes) => [decodePointer(bytes, 'golden'), encodePointer(decodePointer(bytes, 'golden'))],
  version: (bytes) => [decodeVersionRecord(bytes, 'golden'), encodeVersionRecord(decodeVersionRecord(bytes, 'golden'))],
  aliases: (bytes) => {
    const aliases = decodeAliases(bytes, 'golden');
    return [Object.fromEntries(aliases), encodeAliases(aliases)];
  },
  config: (bytes) => {
    const { pixelis, ...settings } = decodeConfigFile(bytes, 'golden');
    return [{ pixelis, ...settings }, encodeConfig(settings)];
  },
  environment: (bytes) => {
    const record = decodeEnvironmentRecord(bytes, 'golden');
    return [record, encodeEnvironmentRecord(record)];
  },
  run: (bytes) => [decodeRunRecord(bytes, 'golden'), encodeRunRecord(decodeRunRecord(bytes, 'golden'))],
  tombstone: (bytes) => [decodeTombstone(bytes, 'golden'), encodeTombstone(decodeTombstone(bytes, 'golden'))],
  registration: (bytes) => [
    decodeRegistration(bytes, 'golden'),
    encodeRegistration(decodeRegistration(bytes, 'golden')),
  ],
  collector: (bytes) => [decodeCollector(bytes, 'golden'), encodeCollector(decodeCollector(bytes, 'golden'))],
  dropped: (bytes) => [decodeDropped(bytes, 'golden'), encodeDropped(decodeDropped(bytes, 'golden'))],
  returned: (bytes) => [decodeReturned(bytes, 'golden'), encodeReturned(decodeReturned(bytes, 'golden'))],
  'tree-page': (bytes) => [decodeTreePage(bytes), encodeTreePage(decodeTreePage(bytes))],
  'tree-root': (bytes) => [decodeTreeRoot(bytes), encodeTreeRoot(decodeTreeRoot(bytes))],
};

const names = readdirSync(folder).filter((name) => !name.endsWith('.json'));
for (const name of names) {
  void test(`${name} decodes to what it did when it was written, and is written so still`, async (t) => {
    const content = readFileSync(new URL(name, folder));
    const bytes = name.endsWith('.hex') ? Buffer.from(content.toString().replaceAll('\n', ''), 'hex') : content;
    const expected: unknown = JSON.parse(readFileSync(new URL(name.replace(/\.[^.]+$/, '.json'), folder), 'utf8'));
    const kind = Object.keys(codecs).find((start) => name.startsWith(start)) ?? '';
    const [value, written] = codecs[kind]?.(bytes) ?? [];
    t.strictSame(value, expected);
    t.equal(Buffer.from(written ?? []).toString('latin1'), bytes.toString('latin1'));
  });
}

void test('there is a golden file of every kind', async (t) => {
  t.same(
    Object.keys(codecs).filter((kind) => !names.some((name) => name.startsWith(kind))),
    [],
  );
});
