import { PixelisError, suggestClosest } from '../index.js';
import type { Command, CommandEntry } from './command.js';
import { commandTable } from './commands/index.js';
import { findWords, optionName, parseGlobals } from './parse-arguments.js';

/** What a command line asks for: a command with the arguments that are left for it, or a text. */
export type Found =
  | { readonly kind: 'command'; readonly command: Command; readonly argv: readonly string[] }
  | { readonly kind: 'text'; readonly text: () => Promise<string> };

/** @throws `usage.unknown-command` */
export async function findCommand(argv: readonly string[]): Promise<Found> {
  const { help, version } = parseGlobals(argv);
  const words = findWords(argv);
  const [first, second] = words;
  if (version) return versionText();
  if (first === undefined) return helpText();
  if (first.word === 'help') return findCommand([...without(argv, [first.at]), '--help']);

  const entry = commandTable.find(({ name }) => name === first.word);
  if (entry === undefined)
    throw unknownCommand(
      first.word,
      commandTable.filter(({ hidden }) => hidden !== true),
    );
  const commands = await entry.load();
  const [only] = commands;
  if (commands.length === 1 && only !== undefined)
    return { kind: 'command', command: only, argv: without(argv, [first.at]) };

  if (second === undefined && help) return helpText(entry, commands);
  const plain = commands.find(({ name }) => name === entry.name);
  const isValue = second !== undefined && takesValue(plain, argv[second.at - 1]);
  const command = isValue ? undefined : commands.find(({ name }) => name === `${first.word} ${second?.word}`);
  if (command !== undefined && second !== undefined)
    return { kind: 'command', command, argv: without(argv, [first.at, second.at]) };
  if (plain !== undefined) return { kind: 'command', command: plain, argv: without(argv, [first.at]) };
  throw unknownSubcommand(entry, commands, second?.word);
}

/** Whether a word is an option of the command whose value is the next word: `--rev run` names no command. */
function takesValue(command: Command | undefined, word: string | undefined): boolean {
  const options = Object.entries(command?.options ?? {});
  return options.some(([key, { kind }]) => kind !== 'flag' && word === `--${optionName(key)}`);
}

function versionText(): Found {
  return { kind: 'text', text: async () => `${(await import('./version.js')).version}\n` };
}

function helpText(entry?: CommandEntry, commands: readonly Command[] = []): Found {
  return {
    kind: 'text',
    async text() {
      const { globalHelp, groupHelp } = await import('./help.js');
      return entry === undefined ? globalHelp() : groupHelp(entry, commands);
    },
  };
}

function unknownCommand(word: string, entries: readonly CommandEntry[]): PixelisError {
  const candidates = suggestClosest(
    word,
    entries.map(({ name }) => name),
  );
  return new PixelisError('usage.unknown-command', `there is no command '${word}'`, {
    hint: hintFor(candidates, 'pixelis --help'),
    data: { command: word, candidates },
  });
}

function unknownSubcommand(entry: CommandEntry, commands: readonly Command[], word: string | undefined): PixelisError {
  const names = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const candidates = word === undefined ? [] : suggestClosest(`${entry.name} ${word}`, names);
  const message =
    word === undefined ? `'${entry.name}' needs a command after it` : `there is no command '${entry.name} ${word}'`;
  return new PixelisError('usage.unknown-command', message, {
    hint: hintFor(candidates, `one of: ${names.join(', ')}`),
    data: { command: [entry.name, word].join(' ').trim(), candidates: candidates.length > 0 ? candidates : names },
  });
}

function hintFor(candidates: readonly string[], otherwise: string): string {
  return candidates.length > 0 ? `did you mean '${candidates.join("' or '")}'?` : otherwise;
}

function without(argv: readonly string[], places: readonly number[]): readonly string[] {
  return argv.filter((_, index) => !places.includes(index));
}
