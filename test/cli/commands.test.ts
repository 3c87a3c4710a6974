import { test } from 'tap';
import { type AddResult, type FileContent, type HookRunResult, PixelisError } from '../../src/index.js';
import { answering, runInMemory } from './memory-terminal.js';

const outcome = { pixelis: 1, problems: [], warnings: [] } as const;
const version = { artifact: 'dataset-cota', version: 2, digest: `blake3:${'0'.repeat(64)}` };

function content(...chunks: (string | Uint8Array)[]): FileContent {
  const bytes = chunks.map((chunk) => Buffer.from(chunk));
  return {
    version,
    subpath: 'a.csv',
    size: Buffer.concat(bytes).length,
    bytes: (async function* () {
      yield* bytes;
    })(),
  };
}

const catOf = (file: FileContent) => answering({ cat: () => Promise.resolve(file) });

void test('cat writes the bytes as they are', async (t) => {
  t.strictSame(await runInMemory(['cat', 'x'], { library: catOf(content('a,b\n', '\u001b[1m')) }), {
    code: 0,
    stdout: 'a,b\n\u001b[1m',
    stderr: '',
  });
});

void test('cat --json has the text, or base64 where the bytes are none', async (t) => {
  const json = async (file: FileContent) =>
    JSON.parse((await runInMemory(['cat', 'x', '--json'], { library: catOf(file) })).stdout) as object;
  const facts = { ...outcome, command: 'cat', ...version, subpath: 'a.csv' };
  t.strictSame(await json(content('é')), { ...facts, size: 2, encoding: 'utf8', content: 'é' });
  t.strictSame(await json(content(Uint8Array.of(0xc3, 0x28))), {
    ...facts,
    size: 2,
    encoding: 'base64',
    content: 'wyg=',
  });
  const tooLarge = { ...content('x'), size: 65 * 2 ** 20 };
  t.match(await json(tooLarge), {
    error: { code: 'usage.invalid-argument', hint: 'leave out --json, or: pixelis get' },
  });
});

void test('a damaged file ends cat with the integrity exit code, after what was good', async (t) => {
  const damaged: FileContent = {
    ...content(),
    bytes: (async function* () {
      yield Buffer.from('good');
      throw new PixelisError('object.corrupt', 'the object is damaged');
    })(),
  };
  t.strictSame(await runInMemory(['cat', 'x'], { library: catOf(damaged) }), {
    code: 4,
    stdout: 'good',
    stderr: 'pixelis: the object is damaged\n',
  });
});

void test('add hands over name, type, parents, aliases and metadata', async (t) => {
  const calls: unknown[] = [];
  const result: AddResult = { ...outcome, command: 'add', dryRun: false, paths: [] };
  const library = answering({
    add(paths, options) {
      calls.push(paths, { ...options, signal: undefined, onProgress: undefined });
      return Promise.resolve(result);
    },
  });
  const argv = [
    'add',
    'a',
    'b',
    '--name',
    'n',
    '--type',
    'model',
    '--parent',
    'p:v1',
    '--meta',
    'k=1',
    '--alias',
    'best',
  ];
  await runInMemory(argv, { library });
  await runInMemory(['add', 'c', '--as-is', '--dry-run'], { library });
  const none = { signal: undefined, onProgress: undefined };
  const unnamed = { name: undefined, type: undefined, parents: undefined, aliases: [], metadata: undefined };
  t.strictSame(calls, [
    ['a', 'b'],
    {
      ...none,
      name: 'n',
      type: 'model',
      parents: ['p:v1'],
      aliases: ['best'],
      metadata: { k: 1 },
      asIs: false,
      dryRun: false,
    },
    ['c'],
    { ...none, ...unnamed, asIs: true, dryRun: true },
  ]);
});

void test('a pre-push hook is given what git writes to it', async (t) => {
  const calls: unknown[] = [];
  const library = answering({
    hooks: {
      run(call: unknown) {
        calls.push(call);
        const result: HookRunResult = {
          ...outcome,
          command: 'hooks run',
          hook: 'pre-push',
          allowed: false,
          action: 'refused',
          remotes: [],
          paths: [],
          problems: [{ code: 'object.missing', message: '2 objects are not on the remote' }],
        };
        return Promise.resolve(result);
      },
    } as never,
  });
  const input = 'refs/heads/main 1 refs/heads/main 0\n';
  t.strictSame(await runInMemory(['hooks', 'run', 'pre-push', '--', 'origin', '-url'], { library, input }), {
    code: 3,
    stdout: 'next: pixelis push, then git push again\n',
    stderr: 'problem: 2 objects are not on the remote\n',
  });
  t.strictSame(calls, [{ hook: 'pre-push', arguments: ['origin', '-url'], input }]);
});
