import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { allTexts, type TextColumn, textColumn } from '#model/text-column.js';
import { readColumns, writeColumns } from '#records/column-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const columns = {
  bytes: Uint8Array.of(1, 2, 3),
  numbers: Uint32Array.of(7, 2 ** 32 - 1),
  times: Float64Array.of(1.5, Number.MAX_SAFE_INTEGER),
  nothing: new Float64Array(0),
  names: textColumn(['', 'é', 'dataset-a']),
};

void test('columns come out of a file as they went in', async (t) => {
  const file = join(await temporaryFolder(t), 'folder/index');
  t.equal(readColumns(file, 'format 1'), undefined);
  writeColumns(file, 'format 1', columns);
  const read = readColumns(file, 'format 1');
  t.strictSame({ ...read, names: undefined }, { ...columns, names: undefined });
  t.strictSame(allTexts(read?.['names'] as TextColumn), ['', 'é', 'dataset-a']);
  t.equal(readColumns(file, 'format 2'), undefined, 'of another format');
});

void test('a file that was cut off or changed at any place is none', async (t) => {
  const file = join(await temporaryFolder(t), 'index');
  writeColumns(file, 'format 1', columns);
  const whole = await readFile(file);
  for (let at = 0; at < whole.length; at++) {
    const damaged = Uint8Array.from(whole);
    damaged[at] = (damaged[at] as number) ^ 0x10;
    await writeFile(file, damaged);
    if (readColumns(file, 'format 1') !== undefined) t.fail(`byte ${at}`);
  }
  for (const length of [0, 8, 16, 100, whole.length - 1]) {
    await writeFile(file, whole.subarray(0, length));
    t.equal(readColumns(file, 'format 1'), undefined, `${length} bytes`);
  }
});

void test('where nothing can be written or read, nothing is kept, and nobody is bothered', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'file'), '');
  writeColumns(join(folder, 'file/index'), 'format 1', columns);
  t.equal(readColumns(join(folder, 'file/index'), 'format 1'), undefined);
  t.equal(readColumns(folder, 'format 1'), undefined);
  await chmod(folder, 0o500);
  t.doesNotThrow(() => writeColumns(join(folder, 'index'), 'format 1', columns));
});
