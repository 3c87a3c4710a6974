import { test } from 'tap';
import { compareFiles, type ReadableFile } from '#operations/compare-files.js';

function fileOf(content: string | Uint8Array, chunkSize = 7): ReadableFile {
  const bytes = Buffer.from(content);
  return {
    size: bytes.length,
    async *bytes() {
      for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
    },
  };
}

interface Case {
  readonly name: string;
  readonly first: string | Uint8Array;
  readonly made: string | Uint8Array;
  readonly tolerance?: number;
  readonly shown: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'JSON numbers within the tolerance': {
    name: 'm.json',
    first: '{"loss":[0.5,1]}',
    made: '{ "loss": [0.5001, 1] }\n',
    tolerance: 1e-3,
    shown: [],
  },
  'JSON beyond it, by key': {
    name: 'm.json',
    first: '{"loss":[0.5,1]}',
    made: '{"loss":[0.6,1]}',
    tolerance: 1e-3,
    shown: ['loss[0]: 0.6 instead of 0.5'],
  },
  'JSON of Python, with what is no number': {
    name: 'm.json',
    first: '{"loss": NaN, "best": -Infinity, "note": "NaN \\" NaN"}',
    made: '{"loss": NaN, "best": 1.0, "note": "NaN \\" NaN"}',
    shown: ['best: 1 instead of "-Infinity"'],
  },
  'JSON that is none, by its lines': {
    name: 'm.json',
    first: '{"a": 1,\n',
    made: '{"b": 1,\n',
    shown: ['line 1: "{\\"b\\": 1," instead of "{\\"a\\": 1,"'],
  },
  'JSON nested too deep, by its bytes': {
    name: 'deep.json',
    first: `${'['.repeat(1e5)}1${']'.repeat(1e5)}`,
    made: `${'['.repeat(1e5)}2${']'.repeat(1e5)}`,
    shown: [`line 1: "${'['.repeat(60)}…" instead of "${'['.repeat(60)}…"`],
  },
  'a value without a name, by its content': {
    name: 'model-x',
    first: '[1, 2]',
    made: '[1, 3]',
    shown: ['[1]: 3 instead of 2'],
  },
  'JSON lines by line and key': {
    name: 'log.jsonl',
    first: '{"step":1,"loss":0.5}\n{"step":2,"loss":0.25}\n',
    made: '{"step":1,"loss":0.5}\n{"step":2,"loss":0.5}\n',
    tolerance: 0.1,
    shown: ['line 2.loss: 0.5 instead of 0.25'],
  },
  'JSON lines that are fewer': { name: 'log.ndjson', first: '1\n2\n', made: '1\n', shown: ['line 2 is missing'] },
  'a table by line and column': {
    name: 'out.CSV',
    first: 'id,"the score"\na,1.0\nb,2.0\n',
    made: 'id,"the score"\na,1.0001\nb,3\n',
    tolerance: 0.01,
    shown: ['line 3, the score: 3 instead of 2'],
  },
  'a table of which a row is new': { name: 'out.tsv', first: 'a\tb\n', made: 'a\tb\nc\td\n', shown: ['line 2 is new'] },
  'a table whose rows are longer': {
    name: 'out.csv',
    first: 'a,b\n',
    made: 'a,b,c\n',
    shown: ['line 1: 3 columns instead of 2'],
  },
  'other text by its first line': {
    name: 'notes.txt',
    first: 'one\ntwo 1.0\nthree\n',
    made: 'one\ntwo 1.1\n3\n',
    tolerance: 1,
    shown: ['line 2: "two 1.1" instead of "two 1.0"'],
  },
  'binary files by their size': {
    name: 'model.pt',
    first: Uint8Array.of(0, 1, 2),
    made: Uint8Array.of(0, 1),
    shown: ['2 bytes instead of 3'],
  },
  'binary files by their first byte': {
    name: 'model.pt',
    first: new Uint8Array(30),
    made: new Uint8Array(30).fill(1, 20),
    shown: ['byte 20 differs'],
  },
  'text that differs in its last end': {
    name: 'notes.txt',
    first: 'one\n',
    made: 'one',
    shown: ['3 bytes instead of 4'],
  },
};

for (const [what, { name, first, made, tolerance = 0, shown }] of Object.entries(cases)) {
  void test(`compares ${what}`, async (t) => {
    const files = { first: fileOf(first), made: fileOf(made, 5) };
    t.strictSame((await compareFiles(files, { name, tolerance })).shown, shown);
  });
}
