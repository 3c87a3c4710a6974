import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'tap';
import { encodePointer } from '#format/pointer.js';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { parseTreePath } from '#model/tree-path.js';
import { writeTree } from '#store/tree-writer.js';
import { makeOperationContext } from '../support/operation-context.js';

const script = fileURLToPath(new URL('verify-many.js', import.meta.url));

void test('70,000 small files are verified in less than 200 MB', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const cache = await context.cache();
  const bodies = Array.from({ length: 70_000 }, (_, index) => Buffer.from(`content of file ${index}`));
  const digests = await cache.write(bodies);
  const entries = digests.map((digest, index): TreeEntry => {
    const path = parseTreePath(`images/${String(index).padStart(6, '0')}.png`);
    return { path, kind: 'file', size: bodies[index]?.length ?? 0, digest };
  });
  const { digest, size, files } = await writeTree(cache, entries);
  const version = { artifact: 'dataset-many', version: 1, digest, size, files };
  const record = { ...version, type: 'dataset', created: '2026-03-01T09:30:00Z', parents: [], metadata: {} };
  await repository.write(versionRecordPath(version), encodeVersionRecord(record));
  await repository.write('data.pixelis.yaml', encodePointer(version));
  const options = { cwd: repository.root, env: repository.environment };
  const { stdout } = await promisify(execFile)(process.execPath, [script], options);
  const { intact, objects, maxRssKiB } = JSON.parse(stdout) as Outcome;
  t.equal(intact, true);
  t.ok(objects > 70_000, `${objects}`);
  t.ok(maxRssKiB < 200_000, `${maxRssKiB} KiB`);
});

interface Outcome {
  readonly intact: boolean;
  readonly objects: number;
  readonly maxRssKiB: number;
}
