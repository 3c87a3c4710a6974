import type { EnvironmentComparisonResult, EnvironmentResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { any, count, dryRun, flag, one, optional } from '../options.js';
import { renderEnvironment } from '../render/environment.js';
import { renderComparison } from '../render/environment-comparison.js';

const level = count('N', '1 basic, 2 standard, 3 complete; default: the setting capture.level', {
  complete: ['1', '2', '3'],
});
const environment = 'digest of an environment or id of a run (or how either begins), or . for this machine';

const capture = defineCommand({
  name: 'env capture',
  summary: 'record what a command would run on',
  details:
    'Finds the interpreter that the command will use, its packages, lock files, system and GPUs, and writes one record a distinct environment. Runs do this by themselves.',
  operands: [any('COMMAND', 'program and arguments, behind --; default: what is installed here')],
  options: { level, dryRun },
  examples: [
    { command: 'pixelis env capture -- python train.py', explanation: 'the Python that would run train.py' },
    { command: 'pixelis env capture --level 3', explanation: 'with container, scheduler and variables' },
  ],
  async run({ operands, options }, session): Promise<EnvironmentResult> {
    const { environments } = await session.repository();
    return environments.capture({ ...session.task, ...options, command: operands });
  },
  render: (result, screen) => renderEnvironment(result, screen),
});

const show = defineCommand({
  name: 'env show',
  summary: 'show an environment, or this machine',
  operands: [optional('ENV', `${environment}, which is the default`, 'run')],
  options: { level, packages: flag('list the packages') },
  examples: [
    { command: 'pixelis env show', explanation: 'this machine, now; writes nothing' },
    { command: 'pixelis env show abc123 --packages', explanation: 'that of a run, with every package' },
  ],
  answers: true,
  async run({ operands: [reference], options }, session): Promise<EnvironmentResult> {
    const { environments } = await session.repository();
    return environments.show(reference, { ...session.task, level: options.level });
  },
  render: renderEnvironment,
});

const diff = defineCommand({
  name: 'env diff',
  summary: 'compare two environments, worst differences first',
  operands: [one('A', environment, 'run'), one('B', 'the same', 'run')],
  options: { all: flag('list cosmetic differences too') },
  examples: [
    { command: 'pixelis env diff abc123 def456', explanation: 'what two runs ran on' },
    { command: 'pixelis env diff 3fa2 .', explanation: 'a recorded environment, and this machine' },
  ],
  answers: true,
  async run({ operands: [from = '', to = ''] }, session): Promise<EnvironmentComparisonResult> {
    const { environments } = await session.repository();
    return environments.diff(from, to, session.task);
  },
  render: renderComparison,
});

const check = defineCommand({
  name: 'env check',
  summary: 'ask whether this machine satisfies an environment',
  details: 'Ends with 1 where a difference is breaking or likely to change results.',
  operands: [one('ENV', 'digest of an environment or id of a run, or how either begins', 'run')],
  options: { all: flag('list cosmetic differences too') },
  examples: [{ command: 'pixelis env check abc123', explanation: 'could this machine repeat that run?' }],
  answers: true,
  async run({ operands: [reference = ''] }, session): Promise<EnvironmentComparisonResult> {
    const { environments } = await session.repository();
    return environments.check(reference, session.task);
  },
  render: renderComparison,
  exitCode: ({ satisfied }) => (satisfied ? undefined : 1),
});

export const envCommands: readonly Command[] = [capture, show, diff, check];
