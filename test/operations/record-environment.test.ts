import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { decodeEnvironmentRecord } from '#format/environment-record.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { recordEnvironment } from '#operations/record-environment.js';
import { makeOperationContext } from '../support/operation-context.js';

const redactor = {
  text: (value: string) => value,
  variable: (_: string, value: string) => value,
  url: (url: string) => url,
};
const request = { level: 2, command: ['sh', '-c', 'true'], folder: '', redactor } as const;

void test('an environment is recorded once, under the digest of its own bytes', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const first = await recordEnvironment(context, request);
  const bytes = await readFile(path.join(repository.root, first.path));
  t.equal(hashBytes(bytes, await loadHasher()), first.digest);
  t.same(decodeEnvironmentRecord(bytes, first.path), first.record);
  t.equal(first.isNew, true);
  t.match(await recordEnvironment(context, request), { digest: first.digest, isNew: false });
});

void test('a record that was meddled with is put right when the same environment is met again', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const { path: file } = await recordEnvironment(context, request);
  const before = await readFile(path.join(repository.root, file), 'utf8');
  await writeFile(path.join(repository.root, file), 'pixelis: 1\nlevel: 1\n');
  t.match(await recordEnvironment(context, request), { path: file, isNew: false });
  t.equal(await readFile(path.join(repository.root, file), 'utf8'), before);
});

void test('a command that is not there is a warning, not an error', async (t) => {
  const { context } = await makeOperationContext(t);
  const { record, warnings } = await recordEnvironment(context, { ...request, command: ['no-such-program'] });
  t.match(warnings, [{ code: 'environment.incomplete' }]);
  t.equal(record.unknown['command'], "'no-such-program' was not found");
});
