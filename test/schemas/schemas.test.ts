import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'tap';
import { isPixelisError } from '#errors/index.js';
import { decodeAliases } from '#format/aliases.js';
import { decodeCollector } from '#format/collector.js';
import { decodeConfig } from '#format/config.js';
import { decodeDropped, decodeReturned } from '#format/dropped.js';
import { decodeEnvironmentRecord } from '#format/environment-record.js';
import { decodePointer } from '#format/pointer.js';
import { decodeRegistration } from '#format/registration.js';
import { decodeRunRecord } from '#format/run-record.js';
import { decodeTombstone } from '#format/tombstone.js';
import { decodeVersionRecord } from '#format/version-record.js';

const root = new URL('../../../test/schemas/', import.meta.url);
const decoders: Readonly<Record<string, (bytes: Uint8Array, file: string) => unknown>> = {
  pointer: decodePointer,
  version: decodeVersionRecord,
  aliases: decodeAliases,
  config: decodeConfig,
  environment: decodeEnvironmentRecord,
  run: decodeRunRecord,
  tombstone: decodeTombstone,
  registration: decodeRegistration,
  collector: decodeCollector,
  dropped: decodeDropped,
  returned: decodeReturned,
};

for (const schema of readdirSync(new URL('valid/', root))) {
  for (const name of readdirSync(new URL(`valid/${schema}/`, root))) {
    void test(`${schema}: ${sentence(name)} is read`, async (t) => {
      t.equal(outcome(`valid/${schema}/${name}`), 'read');
    });
  }
}

for (const schema of readdirSync(new URL('invalid/', root))) {
  for (const name of readdirSync(new URL(`invalid/${schema}/`, root))) {
    void test(`${schema}: ${sentence(name)} is refused`, async (t) => {
      const codes: Readonly<Record<string, string>> = {
        'format-newer.yaml': 'file.newer-format',
        'format-newer.txt': 'file.newer-format',
        'merge-conflict.yaml': 'file.conflicted',
      };
      t.equal(outcome(`invalid/${schema}/${name}`), codes[name] ?? 'file.invalid');
    });
  }
}

/** `read`, or the code of the error. */
function outcome(file: string): string {
  const decode = decoders[file.split('/')[1] ?? ''];
  if (decode === undefined) return `no decoder for ${file}`;
  try {
    decode(readFileSync(new URL(file, root)), file);
    return 'read';
  } catch (error) {
    if (!isPixelisError(error)) throw error;
    return error.code;
  }
}

function sentence(name: string): string {
  return name.replace(/\.(?:yaml|txt)$/, '').replaceAll('-', ' ');
}
