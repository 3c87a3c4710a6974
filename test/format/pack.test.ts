import fc from 'fast-check';
import {
  decodePackTable,
  decodePackTrailer,
  encodePackTrailer,
  packRowSize,
  packTrailerSize,
  writePackRow,
} from '#format/pack.js';
import { test } from 'tap';

const tableDigest = Uint8Array.from({ length: 32 }, (_, index) => index);

void test('what a trailer and a table say is what was written', async (t) => {
  const body = fc.record({ digest: fc.uint8Array({ minLength: 32, maxLength: 32 }), length: fc.nat(100_000) });
  fc.assert(
    fc.property(fc.array(body, { minLength: 1, maxLength: 50 }), (bodies) => {
      const rows = rowsOf(bodies);
      const end = encodePackTrailer({ tableDigest, count: bodies.length });
      const bodySize = bodies.reduce((sum, { length }) => sum + length, 0);
      const tail = decodePackTrailer(end, bodySize + rows.length + end.length);
      const table = decodePackTable(rows, tail);
      const again = Array.from({ length: table.count }, (_, index) => ({
        digest: table.rows.slice(index * packRowSize, index * packRowSize + 32),
        length: (table.offsets[index + 1] as number) - (table.offsets[index] as number),
      }));
      return (
        Buffer.from(tail.tableDigest).equals(tableDigest) &&
        tail.tableOffset === bodySize &&
        JSON.stringify(again) === JSON.stringify(bodies) &&
        Buffer.from(encodePackTrailer(tail)).equals(end) &&
        Buffer.from(rowsOf(again)).equals(rows)
      );
    }),
  );
  t.pass();
});

void test('no bytes of a tail crash the decoder, and none make a body reach outside its pack', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(5), fc.nat(4000), (noise, count, packSize) => {
      const end = Buffer.concat([noise, encodePackTrailer({ tableDigest, count })]);
      try {
        const tail = decodePackTrailer(end, packSize);
        const table = decodePackTable(end.subarray(-packTrailerSize - tail.tableSize, -packTrailerSize), tail);
        return table.offsets.every((offset) => offset <= tail.tableOffset) && tail.tableOffset <= packSize;
      } catch (error) {
        return (error as { code?: string }).code === 'pack.corrupt';
      }
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

void test('a damaged trailer is refused, whatever is damaged', async (t) => {
  const good = encodePackTrailer({ tableDigest, count: 2 });
  const size = 1000;
  t.equal(decodePackTrailer(good, size).tableOffset, size - packTrailerSize - 2 * packRowSize);
  for (const at of [40, 51, 35, 36]) {
    const bad = Uint8Array.from(good);
    bad[at] = at === 36 ? 0 : 0xff;
    t.throws(() => decodePackTrailer(bad, size), { code: 'pack.corrupt' }, `byte ${at}`);
  }
  t.throws(() => decodePackTrailer(good.subarray(1), size), { code: 'pack.corrupt' });
  t.throws(() => decodePackTrailer(good, packTrailerSize + packRowSize), { code: 'pack.corrupt' });
  t.throws(() => decodePackTrailer(good, 2 ** 32), { code: 'pack.corrupt' });
  t.throws(() => decodePackTrailer(encodePackTrailer({ tableDigest, count: 0 }), size), { code: 'pack.corrupt' });
});

void test('a pack of a newer version is refused as such', async (t) => {
  const bytes = encodePackTrailer({ tableDigest, count: 2 });
  bytes[36] = 2;
  t.throws(() => decodePackTrailer(bytes, 1000), { code: 'file.newer-format' });
});

void test('a table whose bodies are not exactly what stands before it is refused', async (t) => {
  const rows = rowsOf([{ digest: tableDigest, length: 10 }]);
  const tail = { tableDigest, count: 1, tableSize: packRowSize, tableOffset: 10 };
  t.same([...decodePackTable(rows, tail).offsets], [0, 10]);
  t.throws(() => decodePackTable(rows, { ...tail, tableOffset: 9 }), { code: 'pack.corrupt' });
  t.throws(() => decodePackTable(rows, { ...tail, tableOffset: 11 }), { code: 'pack.corrupt' });
  t.throws(() => decodePackTable(rows.subarray(1), tail), { code: 'pack.corrupt' });
});

function rowsOf(bodies: readonly { digest: Uint8Array; length: number }[]): Uint8Array {
  const rows = new Uint8Array(bodies.length * packRowSize);
  for (const [index, body] of bodies.entries()) writePackRow(rows, index * packRowSize, body);
  return rows;
}
