import { PixelisError, type StatusResult } from '../../src/index.js';
import { test } from 'tap';
import { commandTable } from '../../src/cli/commands/index.js';
import { answering, runInMemory } from './memory-terminal.js';

const clean: StatusResult = {
  pixelis: 1,
  command: 'status',
  conflicts: [],
  root: '/here',
  branch: 'main',
  clean: true,
  paths: [],
  untracked: [],
  uncommitted: [],
  problems: [],
  warnings: [],
};

const statusOf = (result: Partial<StatusResult>) =>
  answering({ status: () => Promise.resolve({ ...clean, ...result }) });
const failing = (thrown: Error) => answering({ status: () => Promise.reject(thrown) });

void test('every command explains itself, with examples that begin with its name', async (t) => {
  const { stdout: help } = await runInMemory([]);
  for (const entry of commandTable.filter(({ hidden }) => hidden !== true)) {
    t.match(help, `  ${entry.name} `, `${entry.name} is listed`);
    for (const { name, examples, hidden } of await entry.load()) {
      const { code, stdout, stderr } = await runInMemory([...name.split(' '), '--help']);
      t.match({ code, stderr, stdout }, { code: 0, stderr: '', stdout: `Usage: pixelis ${name}` });
      t.ok(examples.length > 0 || hidden, `${name} has examples`);
      t.ok(
        examples.every(({ command }) => command.includes(`pixelis ${name}`)),
        `${name}'s examples call it`,
      );
    }
  }
});

void test('help comes by `help`, `--help` and `-h`, for a group as well', async (t) => {
  const [first, second, third] = await Promise.all(
    [
      ['help', 'remote', 'add'],
      ['remote', 'add', '--help'],
      ['-h', 'remote', 'add'],
    ].map((argv) => runInMemory(argv)),
  );
  t.same(second, first);
  t.same(third, first);
  t.match((await runInMemory(['remote', '--help'])).stdout, 'pixelis remote check [NAME]  try a remote');
});

void test('the version is that of the package', async (t) => {
  t.match(await runInMemory(['status', '--version']), { code: 0, stdout: /^\d+\.\d+\.\d+.*\n$/, stderr: '' });
});

void test('a mistyped command is refused with the closest ones', async (t) => {
  t.strictSame(await runInMemory(['stauts']), {
    code: 2,
    stdout: '',
    stderr: "pixelis: there is no command 'stauts'\nhint: did you mean 'status'?\n",
  });
  t.match((await runInMemory(['remote', 'ad'])).stderr, "did you mean 'remote add'?");
  t.match((await runInMemory(['alias'])).stderr, "'alias' needs a command after it\nhint: one of: alias set, ");
});

void test('an error is a message, a hint and an exit code, or one object', async (t) => {
  t.strictSame(await runInMemory(['status']), {
    code: 10,
    stdout: '',
    stderr: "pixelis: '/here' is not a repository\nhint: pixelis init\n",
  });
  const { code, stdout, stderr } = await runInMemory(['-C', 'sub', 'status', '--json']);
  t.strictSame(
    { code, stderr, error: JSON.parse(stdout) as unknown },
    {
      code: 10,
      stderr: '',
      error: {
        pixelis: 1,
        command: 'status',
        error: {
          code: 'repository.not-found',
          kind: 'not-a-repository',
          message: "'/here/sub' is not a repository",
          hint: 'pixelis init',
          exitCode: 10,
          data: {},
        },
      },
    },
  );
  t.match(JSON.parse((await runInMemory(['--json', 'stauts'])).stdout), { error: { code: 'usage.unknown-command' } });
});

void test('what nobody foresaw is a bug: exit code 70 and a request to report it', async (t) => {
  const library = failing(new TypeError('x is undefined'));
  t.strictSame(await runInMemory(['status'], { library }), {
    code: 70,
    stdout: '',
    stderr:
      'pixelis: something went wrong that should not: x is undefined\nhint: run it again with PIXELIS_DEBUG=1 and report what it prints\n',
  });
  const { stderr } = await runInMemory(['status'], { library, environment: { PIXELIS_DEBUG: '1' } });
  t.match(stderr, /caused by: TypeError: x is undefined\n {4}at /);
});

void test('names in messages cannot reach the terminal as commands to it', async (t) => {
  const library = failing(new PixelisError('path.not-found', "no '\u001b[2J'", { hint: 'see \u202e' }));
  t.equal((await runInMemory(['status'], { library })).stderr, "pixelis: no '\\u001b[2J'\nhint: see \\u202e\n");
});

void test('problems decide the exit code and are named, each hint once', async (t) => {
  const missing = (path: string) => ({
    code: 'object.missing',
    message: `'${path}' is gone`,
    hint: 'pixelis fetch',
    path,
  });
  const library = statusOf({
    problems: [missing('a'), missing('b')],
    warnings: [{ code: 'git.shallow', message: 'cut' }],
  });
  t.strictSame(await runInMemory(['status'], { library }), {
    code: 3,
    stdout: 'branch main: nothing is tracked\n',
    stderr: "problem: 'a' is gone\nproblem: 'b' is gone\nhint: pixelis fetch\nwarning: cut\n",
  });
  const many = statusOf({ problems: Array.from({ length: 25 }, (_, index) => missing(`f${index}`)) });
  t.match((await runInMemory(['status'], { library: many })).stderr, "'f19' is gone\n… and 5 more; --json lists all\n");
});

void test('the advice of a problem stands instead of the next step', async (t) => {
  const problems = [{ code: 'object.missing', message: 'gone', hint: 'pixelis fetch' }];
  const { stdout } = await runInMemory(['status'], { library: statusOf({ uncommitted: ['a'], problems }) });
  t.notMatch(stdout, 'next:');
});

void test('`--quiet` leaves what a command is called for, and its problems', async (t) => {
  const uncommitted = { uncommitted: ['a.pixelis.yaml'] };
  const warnings = [{ code: 'git.shallow', message: 'cut' }];
  const spoken = await runInMemory(['status'], { library: statusOf({ ...uncommitted, warnings }) });
  t.match(spoken, { stdout: /\nnext: git commit/, stderr: 'warning: cut\n' });
  t.strictSame(await runInMemory(['status', '-q'], { library: statusOf({ ...uncommitted, warnings }) }), {
    code: 0,
    stdout: 'branch main: nothing is tracked\n\nNot committed\n  a.pixelis.yaml\n',
    stderr: '',
  });
  const checkout = answering({
    checkout: () =>
      Promise.resolve({ pixelis: 1, command: 'checkout', dryRun: false, paths: [], problems: [], warnings: [] }),
  });
  t.strictSame(await runInMemory(['checkout', '-q'], { library: checkout }), { code: 0, stdout: '', stderr: '' });
});

void test('`--json` prints the result and nothing else', async (t) => {
  const library = statusOf({ warnings: [{ code: 'git.shallow', message: 'cut' }] });
  const { code, stdout, stderr } = await runInMemory(['status', '--json'], { library });
  t.strictSame({ code, stderr }, { code: 0, stderr: '' });
  t.strictSame(JSON.parse(stdout), { ...clean, warnings: [{ code: 'git.shallow', message: 'cut' }] });
});

void test('`--exit-code` is 1 where anything changed, unless a problem says more', async (t) => {
  const dirty = { clean: false };
  t.equal((await runInMemory(['status'], { library: statusOf(dirty) })).code, 0);
  t.equal((await runInMemory(['status', '--exit-code'], { library: statusOf(dirty) })).code, 1);
  t.equal((await runInMemory(['status', '--exit-code'], { library: statusOf({}) })).code, 0);
  const damaged = { ...dirty, problems: [{ code: 'object.corrupt', message: 'm' }] };
  t.equal((await runInMemory(['status', '--exit-code'], { library: statusOf(damaged) })).code, 4);
});

void test('the repository is closed when the command ends, well or not', async (t) => {
  let closed = 0;
  const close = () => Promise.resolve(void (closed += 1));
  await runInMemory(['status'], { library: answering({ close, status: () => Promise.resolve(clean) }) });
  await runInMemory(['status'], { library: answering({ close, status: () => Promise.reject(new Error('x')) }) });
  t.equal(closed, 2);
});

void test('options reach the library as they were typed', async (t) => {
  const calls: unknown[] = [];
  const result = { pixelis: 1, dryRun: true, remotes: [], paths: [], problems: [], warnings: [] } as const;
  const library = answering({
    pull(targets, options) {
      calls.push(targets, { ...options, signal: undefined, onProgress: undefined });
      return Promise.resolve({ ...result, command: 'pull', remotes: [], paths: [], problems: [], warnings: [] });
    },
  });
  await runInMemory(['pull', 'data', '--revs', 'v1', '--revs', 'v2', '-j2', '--include', '*.csv', '-nf'], { library });
  t.strictSame(calls, [
    ['data'],
    {
      remote: undefined,
      all: false,
      include: ['*.csv'],
      jobs: 2,
      dryRun: true,
      force: true,
      merge: false,
      revisions: ['v1', 'v2'],
      signal: undefined,
      onProgress: undefined,
    },
  ]);
});
