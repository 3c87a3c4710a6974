import { test } from 'tap';
import fc from 'fast-check';
import { isPixelisError } from '#errors/index.js';
import { decodeYaml, readAnyYaml } from '#format/yaml-document.js';
import { encodeYaml, type YamlValue } from '#format/yaml-encoder.js';
import { readCanonicalYaml } from '#format/yaml-fast-reader.js';

const source = { file: 'data.pixelis.yaml', limitBytes: 65_536 };
const awkward = fc.constantFrom(
  '',
  ' ',
  'null',
  'yes',
  'No',
  'on',
  '~',
  '-',
  '- a',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '#a',
  'a:',
  'a: ',
  '1',
  '-1',
  '1e3',
  '0x1f',
  '0o7',
  '1_000',

  '.5',
  '.inf',
  '12:30:00',
  '2026-03-01',
  '2026-03-01T09:30:00Z',
  '2x3y',
  '1e99',
  '[',
  '{}',
  '[a]',
  '&a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a',
  '|',
  '>',

  '"',
  "'",
  '\\',
  'a\nb',
  'a\tb',
  '\u0085',
  '\u2028',
  '\ufeff',
  'été',
  '日本',
  '😀',
  'a'.repeat(300),
  'a b c',
  'C:\\x',
  '<<',
  '---',
  '...',
  'x, y',
  '=',
  'N',
);
const text = fc.oneof(
  awkward,
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.stringMatching(/^[-a-z0-9:#'" ,[\]{}.]{0,12}$/),
);
const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const map = fc.dictionary(key(), value, { minKeys: 1, maxKeys: 6, noNullPrototype: true });

void test('what is encoded is read back by both readers, and encoded again it is the same text', async (t) => {
  const roundTrip = fc.property(map, (data) => {
    const encoded = encodeYaml(data);
    const expected = JSON.stringify(data);
    const fast = readCanonicalYaml(encoded);
    const whole = readAnyYaml(encoded, source);
    if (JSON.stringify(fast) !== expected) throw new Error(`fast: ${JSON.stringify(fast)}\n${encoded}`);
    if (JSON.stringify(whole) !== expected) throw new Error(`whole: ${JSON.stringify(whole)}\n${encoded}`);
    return encodeYaml(fast as { [key: string]: YamlValue }) === encoded;
  });
  t.doesNotThrow(() => fc.assert(roundTrip, { numRuns: 1500 }));
});

void test('where the fast reader answers, the whole reader gives the same answer', async (t) => {
  const line = fc.tuple(
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('', '- ', '-', '- - '),
    fc.oneof(awkward, fc.constant('k')),
    fc.constantFrom(':', ': ', ''),
    awkward,
  );
  const lines = fc
    .array(
      line.map((parts) => `${parts.join('')}\n`),
      { minLength: 1, maxLength: 5 },
    )
    .map((list) => list.join(''));
  const mutated = fc
    .tuple(map.map(encodeYaml), fc.nat(), fc.oneof(awkward, fc.constant('\n')))
    .map(([encoded, at, insertion]) => {
      const index = at % encoded.length;
      return encoded.slice(0, index) + insertion + encoded.slice(index + 1);
    });
  const agreement = fc.property(fc.oneof(lines, mutated), (document) => {
    const fast = readCanonicalYaml(document);
    if (fast === undefined) return;
    const whole = readAnyYaml(document, source);
    if (JSON.stringify(fast) !== JSON.stringify(whole))
      throw new Error(`${JSON.stringify(fast)} is not ${JSON.stringify(whole)}`);
  });
  t.doesNotThrow(() => fc.assert(agreement, { numRuns: 4000 }));
});

void test('strings are quoted exactly where a reader could take them for something else', async (t) => {
  const bare = [
    'a',
    'dataset-cota_sft',
    'a b',
    'blake3:00ff',
    's3://bucket/prefix',
    '2x3y5z7q',
    '/mnt/store',
    'v1.0',
    'a=b',
    'x (y)',
  ];
  const inQuotes = [
    '',
    ' a',
    'a ',
    'true',
    'No',
    'null',
    '~',
    '1',
    '1.5',
    '1e3',
    '0x1f',
    '12:30',
    '2026-03-01',
    '2026-03-01T09:30:00Z',
    'a: b',
    'a #b',
    'a:',
  ];
  inQuotes.push(
    '-a',
    '.a',
    '*a',
    '&a',
    '!a',
    '[a',
    '{a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '"a"',
    "'a'",
    'a\nb',
    'é',
    '#a',
    '1_000',
    '12e45',
    'y',
    '<<',
  );
  t.same(
    bare.filter((item) => encodeYaml({ k: item }) !== `k: ${item}\n`),
    [],
  );
  t.same(
    inQuotes.filter((item) => encodeYaml({ k: item }) !== `k: ${JSON.stringify(item)}\n`),
    [],
  );
  t.equal(encodeYaml({ created: '2026-03-01T09:30:00Z' }), 'created: 2026-03-01T09:30:00Z\n');
  t.equal(encodeYaml({ k: '\u202eevil\u0085' }), 'k: "\\u202eevil\\u0085"\n');
});

void test('nested values take block style', async (t) => {
  const encoded = encodeYaml({ a: { b: [1, { c: null, d: { e: [] } }, [true, [{}]]] }, f: {} });
  t.equal(
    encoded,
    'a:\n  b:\n    - 1\n    - c: null\n      d:\n        e: []\n    -\n      - true\n      -\n        - {}\nf: {}\n',
  );
});

void test('what a person writes by hand is read as well', async (t) => {
  const written =
    "# note\n---\na: 'it''s'   # why\nb: { c: [1, 2], \"d\": ~ }\ne: >-\n  folded\n  text\n\nf:\n- 1\n- x\n7: y\n";
  t.same(decode(written), { a: "it's", b: { c: [1, 2], d: null }, e: 'folded text', f: [1, 'x'], 7: 'y' });
  t.same(decode('a: 1\r\nb:\r\n  c: d\r\n'), { a: 1, b: { c: 'd' } });
});

void test('what could be read in two ways is refused with the line', async (t) => {
  const refused: Readonly<Record<string, RegExp>> = {
    'a: 1\na: 2\n': /line 1: key 'a' stands there twice/,
    'a: &x 1\nb: *x\n': /anchors and aliases/,
    'a: !!str 1\n': /line 1: tags/,
    'a: !own 1\n': /tag/,
    'a: 1\n<<: {b: 2}\n': /'<<' cannot be used as a key/,
    '__proto__: {a: 1}\n': /'__proto__' cannot be used as a key/,
    'a: 1\n---\nb: 2\n': /document/,
    '%YAML 1.1\n---\na: yes\n': /directives/,
    'a: .inf\n': /finite/,
    '[a]: 1\n': /key must be text/,
    '- a\n': /does not hold keys and values/,
    'a: "b\n': /line/,
    '\ufeffa: 1\n': /byte order mark/,
    '': /does not hold keys and values/,
  };
  for (const [document, problem] of Object.entries(refused)) {
    t.throws(() => decode(document), { code: 'file.invalid', message: problem }, JSON.stringify(document));
  }
  t.throws(() => decodeYaml(new Uint8Array([0x61, 0x3a, 0x20, 0xff]), source), {
    code: 'file.invalid',
    message: /UTF-8/,
  });
});

void test('a file with merge conflicts says so', async (t) => {
  const document = 'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n';
  t.throws(() => decode(document), { code: 'file.conflicted', hint: /pixelis resolve/ });
});

void test('a file that would exhaust a reader is refused before it is read', async (t) => {
  const bombs = [
    '['.repeat(20_000),
    `a: ${'{b: '.repeat(9000)}`,
    `a:\n  ${'- '.repeat(20_000)}b`,
    '? '.repeat(20_000),
    "'[".repeat(9000),
  ];
  bombs.push(
    Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    `${' '.repeat(30_000)}- - [`,
  );
  bombs.push(
    'a: &a [x]\n',
    Array.from({ length: 9000 }, (_, index) => `k${index}:`).join('\n'),
    '- !!map {'.repeat(5000),
  );
  for (const bomb of bombs) {
    const before = process.cpuUsage().user;
    try {
      decode(bomb);
    } catch (error) {
      if (!isPixelisError(error, 'file.invalid')) throw error;
    }
    t.ok(process.cpuUsage().user - before < 5_000_000, bomb.slice(0, 20));
  }
  t.throws(() => decode(`a: ${'b'.repeat(70_000)}\n`), { code: 'file.too-large' });
});

void test('a long file is read where it is as Pixelis writes it, and refused where it is not', async (t) => {
  const data = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key_${index}`, index]));
  const bytes = Buffer.from(encodeYaml(data));
  t.same(decodeYaml(bytes, { file: 'f', limitBytes: 1_000_000 }), data);
  const commented = Buffer.concat([Buffer.from('# mine\n'), bytes]);
  t.throws(() => decodeYaml(commented, { file: 'f', limitBytes: 1_000_000 }), {
    code: 'file.invalid',
    message: /longer than/,
  });
});

void test('no mutation of a file crashes the reader', async (t) => {
  const tokens = fc.constantFrom(
    '[',
    '{',
    '- ',
    '? ',
    ': ',
    '&a ',
    '*a',
    '!!x ',
    '|\n',
    '>\n',
    '"',
    "'",
    '#',
    '\n',
    '\t',
    '  ',
    '\r',
    '---\n',
    '%',
    ',',
    ']',
    '}',
    '\0',
    '\u2028',
  );
  const base = 'pixelis: 1\nartifact: a\nmetadata:\n  list:\n    - 1\n    - a: b\n';
  const mutations = fc.array(fc.tuple(fc.nat(base.length), tokens, fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 4,
  });
  const survival = fc.property(mutations, (list) => {
    let document = base;
    for (const [at, token, count] of list) document = document.slice(0, at) + token.repeat(count) + document.slice(at);
    try {
      decode(document);
    } catch (error) {
      if (!isPixelisError(error)) throw error;
    }
  });
  t.doesNotThrow(() => fc.assert(survival, { numRuns: 2000 }));
});

function decode(document: string): Record<string, unknown> {
  return decodeYaml(new TextEncoder().encode(document), source);
}

function key(): fc.Arbitrary<string> {
  return fc.oneof(awkward, fc.stringMatching(/^[a-z_]{1,8}$/)).filter((name) => name !== '__proto__' && name !== '<<');
}
