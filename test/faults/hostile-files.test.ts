import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPixelisError } from '#errors/index.js';
import fc from 'fast-check';
import { test } from 'tap';
import { makeOperationContext, openOperationContext } from '../support/operation-context.js';

/** What attackers write into YAML. */
const tokens = [
  '[',
  '{',
  '&a ',
  '*a',
  '!!js ',
  '../',
  '/',
  '\0',
  '\u001b[2J',
  '<<: ',
  '- ',
  '\n',
  '1e999',
  '~',
  '\ufeff',
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  cut: fc.nat(40),
  put: fc.array(fc.constantFrom(...tokens), { maxLength: 4 }),
  times: fc.constantFrom(1, 1, 1, 5000),
});

void test('a pointer, a record or settings that were meddled with end a command with an error, or mean what they say', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  const [added] = (await pixelis.add(['data'])).paths;
  const files = ['data.pixelis.yaml', added?.record ?? '', '.pixelis/config.yaml'].map((name) =>
    join(repository.root, name),
  );
  const honest = await Promise.all(files.map((file) => readFile(file)));
  const around = (await readdir(join(repository.root, '..'))).sort();
  await fc.assert(
    fc.asyncProperty(fc.nat(2), mutation, async (which, { at, cut, put, times }) => {
      const [file, bytes] = [files[which] as string, honest[which] as Buffer];
      const start = Math.floor(at * bytes.length);
      await writeFile(
        file,
        Buffer.concat([bytes.subarray(0, start), Buffer.from(put.join('').repeat(times)), bytes.subarray(start + cut)]),
      );
      const started = performance.now();
      try {
        const opened = await openOperationContext(t, repository);
        for (const verb of ['status', 'checkout'] as const) await opened.pixelis[verb]([]);
      } catch (error) {
        if (!isPixelisError(error) || error.code === 'bug') throw error;
      }
      await writeFile(file, bytes);
      if (performance.now() - started > 20_000) throw new Error('it took too long');
    }),
    { numRuns: 60 },
  );
  t.same((await readdir(join(repository.root, '..'))).sort(), around, 'nothing outside');
  t.equal(await readFile(join(repository.root, 'data/train.csv'), 'utf8'), 'a,b\n');
});
