import { privateKeyAt } from '#model/private-key.js';
import { test } from 'tap';

const header = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const footer = ['-----END', 'PRIVATE KEY-----'].join(' ');
const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';

/** What is left of a text without its key. */
function rest(text: string): string | undefined {
  const start = text.indexOf('-----BEGIN');
  const place = privateKeyAt(text, start);
  return place === undefined ? undefined : text.slice(0, place.start) + text.slice(place.end);
}

void test('a key goes from its header to its footer: as a file, in a diff, in a comment, in JSON, in a string of code', (t) => {
  for (const [before, between, after] of [
    ['', '\n', '\nafter'],
    ['', '\r\n', '\r\nafter'],
    ['+', '\n+', '\n+after'],
    ['  # ', '\n  # ', '\n'],
    ['{"key": "', '\\n', '\\n"}'],
    ['"{\\"key\\": \\"', '\\\\n', '\\\\n\\"}"'],
    ['k = "', '\\n" +\n    "', '";'],
  ] as const) {
    t.equal(rest(before + [header, line, line, 'c2hvcnQ=', footer].join(between) + after), before + after);
  }
  t.end();
});

void test('a key that was cut off ends with its last line; what follows stays', (t) => {
  t.equal(rest(`${header}\n${line}\n${line}\n\nand so on`), '\n\nand so on');
  t.equal(rest(`${header}\n${line}`), '');
  t.end();
});

void test('a header without a key is none: in code, in a document', (t) => {
  t.equal(rest(`if (text.startsWith('${header}')) return true;`), undefined);
  t.equal(rest(`It begins with ${header} and ends with ${footer}.`), undefined);
  t.equal(rest(`${header}\n...\n${footer}`), undefined);
  t.end();
});
