import { test } from 'tap';
import { type Command, defineCommand } from '../../src/cli/command.js';
import { any, command as commandWords, count, detail, flag, one, some, text, texts } from '../../src/cli/options.js';
import { parseArguments } from '../../src/cli/parse-arguments.js';

const command: Command = defineCommand({
  name: 'try',
  summary: 'try things',
  operands: [one('FIRST', 'the first', ['a', 'b']), any('REST', 'others')],
  options: {
    dryRun: flag('do nothing', { short: 'n' }),
    name: text('NAME', 'a name'),
    tag: texts('TAG', 'tags'),
    jobs: count('N', 'how many', { short: 'j' }),
  },
  examples: [],
  run: () => Promise.resolve(undefined),
  render: () => ({ lines: [] }),
});

void test('options, operands and what every command understands are told apart', async (t) => {
  t.strictSame(parseArguments(command, ['a', '--tag', 'x', '-n', '--tag=y', '--', '--name', '-C', 'z']), {
    operands: ['a', '--name', '-C', 'z'],
    options: { dryRun: true, name: undefined, tag: ['x', 'y'], jobs: undefined },
    globals: { json: false, quiet: false, offline: false, folder: undefined, help: false, version: false },
  });
  const { options, globals } = parseArguments(command, ['-qj4', 'b', '--json', '-C/tmp', '--name=-x']);
  t.match(
    { options, globals },
    { options: { jobs: 4, name: '-x' }, globals: { quiet: true, json: true, folder: '/tmp' } },
  );
});

void test('an option that may say which takes its value behind an equals sign alone', async (t) => {
  const ask: Command = {
    ...command,
    operands: [any('REST', 'others')],
    options: { remote: detail('NAME', 'ask a remote') },
  };
  const parsed = (...argv: string[]) => {
    const { options, operands } = parseArguments(ask, argv);
    return [options['remote'], ...operands];
  };
  t.strictSame(parsed(), [false]);
  t.strictSame(parsed('--remote'), [true]);
  t.strictSame(parsed('--remote', 'data'), [true, 'data']);
  t.strictSame(parsed('--remote=origin', 'data'), ['origin', 'data']);
  t.throws(() => parseArguments(ask, ['--remote=']), { code: 'usage.invalid-argument', message: /needs a value/ });
});

void test('the words of another program stand behind two dashes, and none of them is read as an option', async (t) => {
  const launch: Command = { ...command, name: 'launch', operands: [commandWords('CMD', 'the command')] };
  t.match(parseArguments(launch, ['-n', '--tag', 'x', '--', 'python', '-c', '', '--tag', 'y', '--', '--help']), {
    operands: ['python', '-c', '', '--tag', 'y', '--', '--help'],
    options: { dryRun: true, tag: ['x'] },
    globals: { help: false },
  });
  t.throws(() => parseArguments(launch, ['-n', 'python', 'train.py', '--tag', 'y']), {
    code: 'usage.invalid-argument',
    message: "'python' stands before '--'",
    hint: /pixelis launch -n -- python train.py --tag y$/,
  });
  for (const argv of [[], ['-n'], ['-n', '--']])
    t.throws(() => parseArguments(launch, argv), { code: 'usage.invalid-argument', message: /needs CMD/ });
});

void test('a command line that says nothing sensible is refused with what to type', async (t) => {
  const refusal = (...argv: string[]) => {
    try {
      parseArguments(command, argv);
      return 'accepted';
    } catch (error) {
      const { code, message, hint } = error as { code: string; message: string; hint?: string };
      return [code, message, hint];
    }
  };
  t.strictSame(refusal('a', '--nmae', 'x'), [
    'usage.unknown-option',
    "'try' has no option '--nmae'",
    'did you mean --name?',
  ]);
  t.strictSame(refusal('a', '-x'), ['usage.unknown-option', "'try' has no option '-x'", 'pixelis try --help']);
  t.strictSame(refusal(), ['usage.invalid-argument', "'try' needs FIRST: the first", 'pixelis try --help']);
  t.strictSame(refusal('c'), ['usage.invalid-argument', "'try' takes no FIRST 'c'", 'one of: a, b']);
  t.strictSame(refusal('a', ''), ['usage.invalid-argument', 'an argument is empty', 'pixelis try --help']);
  t.strictSame(refusal('a', '--name'), ['usage.invalid-argument', "'--name' needs a value", 'pixelis try --help']);
  t.strictSame(refusal('a', '--name', '--tag'), [
    'usage.invalid-argument',
    "'--name' needs a value",
    "where the value is '--tag', write --name='--tag'",
  ]);
  t.strictSame(refusal('a', '--dry-run=yes'), [
    'usage.invalid-argument',
    "'--dry-run' takes no value",
    'pixelis try --help',
  ]);
  for (const jobs of ['0', '1.5', 'many', '-1', '1e99'])
    t.match(refusal('a', `--jobs=${jobs}`), [
      'usage.invalid-argument',
      `'--jobs' takes a whole number from 1, not '${jobs}'`,
    ]);
});

void test('operands are counted', async (t) => {
  const { operands: _, ...others } = command;
  const single: Command = { ...others, operands: [some('PATH', 'a path')] };
  t.throws(() => parseArguments(single, []), { message: "'try' needs PATH: a path" });
  t.strictSame(parseArguments(single, ['1', '2', '3']).operands, ['1', '2', '3']);
  const none: Command = { ...others, operands: [] };
  t.throws(() => parseArguments(none, ['x']), { message: "'x' is one argument too many" });
  t.strictSame(parseArguments(single, ['--help']).globals.help, true, 'help is given whatever else is missing');
});
