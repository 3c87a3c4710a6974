/** More characters in one record than any table for a spreadsheet has. */
export const recordLimit = 4 * 1024 * 1024;

/**
 * The records of a CSV text (RFC 4180), or of one with another delimiter, each with the line on which it begins. Quotes may
 * enclose delimiters and line ends; an empty line is no record. @throws RangeError for a record over {@link recordLimit}
 */
export async function* tableRecords(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<{ readonly line: number; readonly fields: readonly string[] }, void> {
  let fields: string[] = [];
  let field = '';
  let length = 0;
  let line = 1;
  let startLine = 1;
  let state: 'plain' | 'quoted' | 'after-quote' = 'plain';
  let hasContent = false;
  const endField = (): void => {
    fields.push(field);
    field = '';
  };
  const take = (): { line: number; fields: string[] } => {
    endField();
    const record = { line: startLine, fields };
    [fields, length, hasContent] = [[], 0, false];
    return record;
  };
  for await (const chunk of text) {
    for (const char of chunk) {
      if (char === '\n') line += 1;
      length += 1;
      if (length > recordLimit) throw new RangeError(`the record at line ${startLine} is too long`);
      if (state === 'quoted') {
        if (char === '"') state = 'after-quote';
        else field += char;
      } else if (char === '"' && (state === 'after-quote' || field === '')) {
        // A doubled quote stands for one.
        if (state === 'after-quote') field += char;
        state = 'quoted';
        hasContent = true;
      } else if (char === delimiter) {
        state = 'plain';
        hasContent = true;
        endField();
      } else if (char === '\n') {
        state = 'plain';
        if (hasContent) yield take();
        [startLine, length, field] = [line, 0, ''];
      } else if (char !== '\r') {
        field += char;
        hasContent = true;
      }
    }
  }
  if (hasContent) yield take();
}
