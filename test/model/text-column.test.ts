import fc from 'fast-check';
import { test } from 'tap';
import { allTexts, textAt, textBuilder, textColumn } from '#model/text-column.js';

void test('texts come out of a column as they went in, one by one and all at once', (t) => {
  const texts = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 2000 })));
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(texts, (given) => {
        const column = textColumn(given);
        const wanted = JSON.stringify(given);
        return (
          JSON.stringify(given.map((_, index) => textAt(column, index))) === wanted &&
          JSON.stringify(allTexts(column)) === wanted
        );
      }),
    ),
  );
  t.end();
});

void test('texts are put into any order; what was not given is empty', (t) => {
  const builder = textBuilder();
  builder.set(2, 'two');
  builder.set(0, 'nought');
  t.strictSame(allTexts(builder.column(Uint32Array.of(2, 1, 0))), ['two', '', 'nought']);
  t.end();
});
