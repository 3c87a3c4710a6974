import { parseArgs } from 'node:util';
import { PixelisError, suggestClosest } from '../index.js';
import type { Command, Operand, Option, Options, Values } from './command.js';
import { globalOptions } from './options.js';

export interface Parsed {
  readonly operands: readonly string[];
  readonly options: Values<Options>;
  readonly globals: Values<typeof globalOptions>;
}

/** The words of a command line that are neither options nor values of options that every command has, with their places. */
export function findWords(argv: readonly string[]): readonly { readonly word: string; readonly at: number }[] {
  const { tokens } = parseArgs({
    args: [...argv],
    options: nodeOptions(globalOptions),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token) => (token.kind === 'positional' ? [{ word: token.value, at: token.index }] : []));
}

/** Options that every command has, wherever they stand; anything else is left for later. */
export function parseGlobals(argv: readonly string[]): Values<typeof globalOptions> {
  const { values } = parseArgs({
    args: [...argv],
    options: nodeOptions(globalOptions),
    strict: false,
    allowPositionals: true,
  });
  return valuesOf(globalOptions, values) as Values<typeof globalOptions>;
}

/** @throws `usage.invalid-argument`, `usage.unknown-option` */
export function parseArguments(command: Command, argv: readonly string[]): Parsed {
  const all: Options = { ...globalOptions, ...command.options };
  const known = nodeOptions(all);
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known[token.name];
    if (option === undefined) throw unknownOption(command, token.rawName);
    if (option.kind !== 'detail') checkValue({ ...token, takesValue: option.type === 'string' }, command);
    else if (token.value === '') checkValue({ ...token, value: undefined, takesValue: true }, command);
  }
  const parsed = {
    operands: positionals,
    options: valuesOf(command.options, values),
    globals: valuesOf(globalOptions, values) as Values<typeof globalOptions>,
  };
  if (parsed.globals.help || command.hidden === true) return parsed;
  if (command.operands.some(({ count }) => count === 'command')) checkCommandWords(command, { argv, tokens });
  else checkOperands(command, positionals);
  return parsed;
}

/** `dryRun` as it is typed: `dry-run`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `PATH...`, `[TARGET...]`: an operand as help shows it. */
export function operandUsage({ name, count }: Operand): string {
  if (count === 'command') return `-- ${name}...`;
  const many = count === 'some' || count === 'any' ? `${name}...` : name;
  return count === 'optional' || count === 'any' ? `[${many}]` : many;
}

/** Whether the word behind an option is its value. */
export function wantsValue(kind: Option['kind']): boolean {
  return kind !== 'flag' && kind !== 'detail';
}

interface NodeOption {
  readonly kind: Option['kind'];
  readonly type: 'boolean' | 'string';
  readonly multiple: boolean;
  readonly short?: string;
}

function nodeOptions(options: Options): Record<string, NodeOption> {
  return Object.fromEntries(
    Object.entries(options).map(([key, { kind, short }]) => [
      optionName(key),
      {
        kind,
        type: wantsValue(kind) ? 'string' : 'boolean',
        multiple: kind === 'texts',
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function valuesOf(options: Options, values: Readonly<Record<string, unknown>>): Values<Options> {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, valueOf(optionName(key), option, values)]),
  ) as Values<Options>;
}

function valueOf(name: string, { kind }: Option, values: Readonly<Record<string, unknown>>) {
  const value = values[name];
  if (kind === 'flag') return value === true;
  if (kind === 'detail') return value ?? false;
  if (kind === 'texts') return value ?? [];
  if (kind !== 'count' || value === undefined) return value;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new PixelisError('usage.invalid-argument', `'--${name}' takes a whole number from 1, not '${value as string}'`);
}

interface GivenOption {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
  readonly takesValue: boolean;
}

function checkValue({ rawName, value, inlineValue, takesValue }: GivenOption, command: Command): void {
  if (!takesValue && value !== undefined)
    throw new PixelisError('usage.invalid-argument', `'${rawName}' takes no value`, { hint: seeHelp(command) });
  if (!takesValue) return;
  if (value === undefined || (inlineValue === false && /^-./.test(value)))
    throw new PixelisError('usage.invalid-argument', `'${rawName}' needs a value`, {
      hint: value === undefined ? seeHelp(command) : `where the value is '${value}', write ${rawName}='${value}'`,
    });
}

function unknownOption(command: Command, given: string): PixelisError {
  const names = Object.keys({ ...command.options, ...globalOptions }).map((key) => `--${optionName(key)}`);
  const close = suggestClosest(given, names);
  return new PixelisError('usage.unknown-option', `'${command.name}' has no option '${given}'`, {
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : seeHelp(command),
    data: { option: given, candidates: close },
  });
}

function checkOperands(command: Command, given: readonly string[]): void {
  const { operands } = command;
  const least = operands.filter(({ count }) => count === 'one' || count === 'some').length;
  const endless = operands.some(({ count }) => count === 'some' || count === 'any');
  const missing = operands[given.length];
  if (given.length < least && missing !== undefined)
    throw new PixelisError('usage.invalid-argument', `'${command.name}' needs ${missing.name}: ${missing.summary}`, {
      hint: seeHelp(command),
    });
  if (given.length > operands.length && !endless)
    throw new PixelisError('usage.invalid-argument', `'${given[operands.length]}' is one argument too many`, {
      hint: seeHelp(command),
    });
  for (const word of given) {
    if (word === '')
      throw new PixelisError('usage.invalid-argument', 'an argument is empty', { hint: seeHelp(command) });
  }
  checkChoices(command, given);
}

/** The words of another program stand behind `--`: before it, an option could be meant for either. */
function checkCommandWords(
  { name, operands }: Command,
  { argv, tokens }: { readonly argv: readonly string[]; readonly tokens: readonly Token[] },
): void {
  const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? argv.length;
  const early = tokens.find(({ kind, index }) => kind === 'positional' && index < end);
  if (early !== undefined)
    throw new PixelisError('usage.invalid-argument', `'${argv[early.index]}' stands before '--'`, {
      hint: `the command comes last, behind two dashes: pixelis ${[name, ...argv.slice(0, early.index), '--', ...argv.slice(early.index)].join(' ')}`,
    });
  if (end < argv.length - 1) return;
  const [operand] = operands;
  throw new PixelisError('usage.invalid-argument', `'${name}' needs ${operand?.name}: ${operand?.summary}`, {
    hint: `pixelis ${name} -- python train.py`,
  });
}

interface Token {
  readonly kind: string;
  readonly index: number;
}

function checkChoices({ name, operands }: Command, given: readonly string[]): void {
  for (const [index, { name: operand, complete }] of operands.entries()) {
    const word = given[index];
    if (word === undefined || !Array.isArray(complete) || complete.includes(word)) continue;
    throw new PixelisError('usage.invalid-argument', `'${name}' takes no ${operand} '${word}'`, {
      hint: `one of: ${complete.join(', ')}`,
    });
  }
}

function seeHelp({ name }: Command): string {
  return `pixelis ${name} --help`;
}
