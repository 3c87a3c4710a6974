import type { Command, CommandEntry, CommandGroup, Option, Options } from './command.js';
import { commandTable, groupHeadings } from './commands/index.js';
import { globalOptions } from './options.js';
import { operandUsage, optionName } from './parse-arguments.js';
import { columns } from './render/text.js';

/** Help of the whole tool: its commands by what they are for. */
export function globalHelp(): string {
  return page([
    'Pixelis: versions, lineage and storage for data and models, beside your code in git',
    '',
    'Usage: pixelis COMMAND [ARGUMENT...]',
    '',
    ...(Object.keys(groupHeadings) as CommandGroup[]).flatMap(groupLines),
    'Every command',
    ...optionLines(globalOptions),
    '',
    'A target is an artifact (dataset-cota_sft:v2, dataset-cota_sft@HEAD~3, blake3:6f1a), a tracked path, or either with',
    "'//' and a path inside it.",
    "'pixelis COMMAND --help' explains a command, with examples.",
  ]);
}

function groupLines(group: CommandGroup): readonly string[] {
  const rows = commandTable
    .filter((entry) => entry.group === group && entry.hidden !== true)
    .map(({ name, summary }) => [name.padEnd(10), summary]);
  return rows.length === 0 ? [] : [groupHeadings[group], ...indented(columns(rows)), ''];
}

/** Help of commands that share their first word. Where that is a command itself, its help, with the others in it. */
export function groupHelp(entry: CommandEntry, commands: readonly Command[]): string {
  const plain = commands.find(({ name }) => name === entry.name);
  const rows = commands
    .filter((command) => command.hidden !== true && command !== plain)
    .map((command) => [usageOf(command, false), command.summary]);
  if (plain !== undefined) return commandHelp(plain, rows);
  return page([
    `pixelis ${entry.name}: ${entry.summary}`,
    '',
    ...indented(columns(rows)),
    '',
    `'pixelis ${entry.name} COMMAND --help' explains one, with examples.`,
  ]);
}

/** Help of one command. `others` are those that begin with the same word, with what they do. */
export function commandHelp(command: Command, others: readonly (readonly string[])[] = []): string {
  const { name, summary, details, operands, options, examples } = command;
  return page([
    `pixelis ${name}: ${summary}`,
    '',
    `Usage: ${usageOf(command, true)}`,
    ...(details === undefined ? [] : ['', ...wrapped(details, 100)]),
    ...(operands.length === 0 ? [] : ['', 'Arguments']),
    ...indented(columns(operands.map((operand) => [operandUsage(operand), operand.summary]))),
    ...(Object.keys(options).length === 0 ? [] : ['', 'Options', ...optionLines(options)]),
    ...(others.length === 0 ? [] : ['', 'Commands', ...indented(columns(others))]),
    '',
    'Every command',
    ...optionLines(globalOptions),
    '',
    'Examples',
    ...examples.flatMap(({ command: line, explanation }) => [`  # ${explanation}`, `  ${line}`]),
  ]);
}

/** `pixelis add PATH... [OPTION...]`. */
export function usageOf({ name, operands, options }: Command, withOptions: boolean): string {
  const optional = withOptions && Object.keys(options).length > 0 ? ['[OPTION...]'] : [];
  const last = operands.filter(({ count }) => count === 'command');
  const others = operands.filter(({ count }) => count !== 'command');
  return ['pixelis', name, ...others.map(operandUsage), ...optional, ...last.map(operandUsage)].join(' ');
}

/** `-n, --dry-run`, `--remote NAME`, `--remote[=NAME]`. */
export function optionUsage(key: string, { short, value, kind }: Option): string {
  const word = kind === 'detail' ? `[=${value}]` : value === undefined ? '' : ` ${value}`;
  const long = `--${optionName(key)}${word}${kind === 'texts' ? '...' : ''}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function optionLines(options: Options): string[] {
  return indented(
    columns(
      Object.entries(options).map(([key, option]) => [
        option.short === undefined ? `    ${optionUsage(key, option)}` : optionUsage(key, option),
        option.summary,
      ]),
    ),
  );
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const last = lines.at(-1) as string;
      if (last !== '' && last.length + word.length >= width) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines;
  });
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
