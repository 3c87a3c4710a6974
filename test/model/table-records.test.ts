import { test } from 'tap';
import { recordLimit, tableRecords } from '#model/table-records.js';

async function recordsOf(...pieces: readonly string[]) {
  async function* text() {
    yield* pieces;
  }
  const records: (readonly [number, readonly string[]])[] = [];
  for await (const { line, fields } of tableRecords(text(), ',')) records.push([line, fields]);
  return records;
}

void test('records are read as spreadsheets write them, wherever the text is cut', async (t) => {
  const text = 'a,b\r\n"x, ""y""\nz",2\n\n3,\n"",4';
  const expected = [
    [1, ['a', 'b']],
    [2, ['x, "y"\nz', '2']],
    [5, ['3', '']],
    [6, ['', '4']],
  ];
  t.strictSame(await recordsOf(text), expected);
  t.strictSame(await recordsOf(...text.split('')), expected);
  t.strictSame(await recordsOf(''), []);
  t.strictSame(await recordsOf('\n\n'), []);
});

void test('a record without an end is refused', async (t) => {
  await t.rejects(recordsOf('"', 'x'.repeat(recordLimit + 1)), RangeError);
});
