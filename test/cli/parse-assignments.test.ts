import { test } from 'tap';
import { parseAssignments } from '../../src/cli/parse-assignments.js';

void test('a value that reads as JSON is that value, anything else is text', async (t) => {
  const words = [
    'n=3',
    'x=0.5',
    'ok=true',
    'name=cota sft',
    'list=["a",1]',
    'eq=a=b',
    'empty=',
    'zip=007',
    'nothing=null',
  ];
  t.strictSame(parseAssignments('--meta', words), {
    n: 3,
    x: 0.5,
    ok: true,
    name: 'cota sft',
    list: ['a', 1],
    eq: 'a=b',
    empty: '',
    zip: '007',
    nothing: null,
  });
});

void test('a number too long for JSON stays as it was written', async (t) => {
  t.strictSame(parseAssignments('--meta', ['id=12345678901234567890', 'far=1e999']), {
    id: '12345678901234567890',
    far: '1e999',
  });
});

void test('a word without a key is refused with how to write it', async (t) => {
  t.throws(() => parseAssignments('--meta', ['samples']), {
    code: 'usage.invalid-argument',
    message: "'--meta samples' does not say KEY=VALUE",
    hint: '--meta samples=value',
  });
  t.throws(() => parseAssignments('--meta', ['=3']), { code: 'usage.invalid-argument', hint: '--meta key=value' });
});
