import type { ListedArtifact } from '../index.js';
import type { Command, CommandEntry, Completion, Option, Options, Session } from './command.js';
import { globalOptions } from './options.js';
import { findWords, optionName, wantsValue } from './parse-arguments.js';

/**
 * What can stand in the place of the last word: lines of a candidate, a tab and an explanation; `:files` and `:folders` ask
 * the shell for paths. Without a repository there are no artifacts to offer, and no error.
 */
export async function completeWords(
  words: readonly string[],
  { table, session }: Surroundings,
): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = await candidatesAfter(before, current, { table, session });
  return candidates.filter((candidate) => candidate.startsWith(current) || candidate.startsWith(':'));
}

interface Surroundings {
  readonly table: readonly CommandEntry[];
  readonly session: Session;
}

async function candidatesAfter(
  before: readonly string[],
  current: string,
  { table, session }: Surroundings,
): Promise<readonly string[]> {
  const [first, second] = findWords(before);
  if (first === undefined) return current.startsWith('-') ? optionLines(globalOptions) : commandLines(table);
  const commands = (await table.find(({ name }) => name === first.word)?.load()) ?? [];
  const [only] = commands;
  if (commands.length === 1 && only !== undefined)
    return argumentLines(only, before.slice(first.at + 1), { current, session });
  const command = commands.find(({ name }) => name === `${first.word} ${second?.word}`);
  if (command !== undefined && second !== undefined)
    return argumentLines(command, before.slice(second.at + 1), { current, session });
  const plain = commands.find(({ name }) => name === first.word);
  const plainLines =
    plain === undefined ? [] : await argumentLines(plain, before.slice(first.at + 1), { current, session });
  const isPlain = second !== undefined || before.at(-1)?.startsWith('-') === true;
  if (isPlain && plain !== undefined) return plainLines;
  const further = commands.filter((each) => each.hidden !== true && each !== plain);
  return [...further.map(({ name, summary }) => line(name.slice(first.word.length + 1), summary)), ...plainLines];
}

async function argumentLines(
  command: Command,
  words: readonly string[],
  { current, session }: { readonly current: string; readonly session: Session },
): Promise<readonly string[]> {
  const options: Options = { ...command.options, ...globalOptions };
  const asked = optionNamed(options, words.at(-1));
  if (asked !== undefined && wantsValue(asked.kind)) return valueLines(asked.complete, session);
  const [assigned, value] = current.split('=', 2);
  if (value !== undefined && current.startsWith('--'))
    return (await valueLines(optionNamed(options, assigned)?.complete, session)).map((text) => `${assigned}=${text}`);
  if (current.startsWith('-')) return optionLines(options);
  const given = words.filter(
    (word, index) => !word.startsWith('-') && !wantsValue(optionNamed(options, words[index - 1])?.kind ?? 'flag'),
  ).length;
  const operand = command.operands[Math.min(given, command.operands.length - 1)];
  const isOver = given >= command.operands.length && operand?.count !== 'some' && operand?.count !== 'any';
  return operand === undefined || isOver ? [] : valueLines(operand.complete, session);
}

function optionNamed(options: Options, word: string | undefined): Option | undefined {
  return Object.entries(options).find(
    ([key, { short }]) => word === `--${optionName(key)}` || (short !== undefined && word === `-${short}`),
  )?.[1];
}

async function valueLines(completion: Completion | undefined, session: Session): Promise<readonly string[]> {
  switch (completion) {
    case undefined:
      return [];
    case 'path':
      return [':files'];
    case 'folder':
      return [':folders'];
    case 'remote':
      return remoteLines(session).catch(() => []);
    case 'run':
      return runLines(session).catch(() => []);
    case 'artifact':
      return artifactLines(session).catch(() => []);
    case 'target':
      return [...(await artifactLines(session).catch(() => [])), ':files'];
    default:
      return completion;
  }
}

async function artifactLines(session: Session): Promise<readonly string[]> {
  const repository = await session.repository();
  const { artifacts } = await repository.list([], { signal: session.task.signal });
  return artifacts.flatMap(namesOf);
}

function namesOf({ artifact, type, versions: [latest] }: ListedArtifact): readonly string[] {
  return [
    line(artifact, type),
    ...(latest?.aliases ?? []).map((alias) => line(`${artifact}:${alias}`, `v${latest?.version}`)),
  ];
}

async function remoteLines(session: Session): Promise<readonly string[]> {
  const { remotes } = await session.repository();
  const { remotes: known } = await remotes.list({ signal: session.task.signal });
  return known.map(({ name, url }) => line(name, url));
}

async function runLines(session: Session): Promise<readonly string[]> {
  const { runs } = await session.repository();
  const { runs: known } = await runs.list({ signal: session.task.signal, limit: 200, ranks: true });
  return known.map(({ run, name, state }) => line(run, name === undefined ? state : `${name} (${state})`));
}

function commandLines(table: readonly CommandEntry[]): readonly string[] {
  return table.filter(({ hidden }) => hidden !== true).map(({ name, summary }) => line(name, summary));
}

function optionLines(options: Options): readonly string[] {
  return Object.entries(options).map(([key, { summary }]) => line(`--${optionName(key)}`, summary));
}

function line(candidate: string, explanation: string): string {
  return `${candidate}\t${explanation.replaceAll(/[\t\n]/g, ' ')}`;
}
