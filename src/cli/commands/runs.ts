import {
  PixelisError,
  type RunListOptions,
  type RunsCompareResult,
  type RunShowResult,
  type RunResult,
  type RunsListResult,
} from '../../index.js';
import { type Command, defineCommand, type Session } from '../command.js';
import { count, flag, one, some, text, texts } from '../options.js';
import { parseAssignments } from '../parse-assignments.js';
import { renderRun } from '../render/run.js';
import { executing, exitCodeOfRun, numberOf } from './run.js';
import { comparisonAsCsv, renderRunsCompare } from '../render/runs-compare.js';
import { renderRunsList, runsAsCsv } from '../render/runs-list.js';
import { renderCodeDiff, renderRunShow } from '../render/runs-show.js';

/** Runs that are listed where nobody says how many. */
const defaultLimit = 50;

const states = ['RUNNING', 'COMPLETED', 'FAILED', 'INTERRUPTED'] as const;
const rev = text('REV', 'what was recorded at a git revision, instead of the worktree');
const csv = flag('print CSV');

const list = defineCommand({
  name: 'runs list',
  summary: 'list runs, live and ended, newest first',
  details:
    'A field is run, name, state, reason, started, ended, seconds, host, user, commit, branch, tags or another one of docs/metrics.md; metrics.NAME is the last value of a metric (min., max. and mean. are the others), params.NAME a parameter. The bare name of a metric or parameter will do. A filter is JSONata over the same, or a word to look for. The processes of a distributed job are one row.',
  operands: [],
  options: {
    filter: text('EXPR', 'only runs for which a JSONata expression holds, or that have a word in them', { short: 'f' }),
    state: texts('STATE', 'only runs in this state', { complete: states }),
    tag: texts('TAG', 'only runs with this tag'),
    sort: text('FIELD', 'from the least value of a field, metric or parameter on'),
    reverse: flag('the other way round', { short: 'r' }),
    limit: count('N', `at most so many; default ${defaultLimit}`),
    all: flag('however many there are'),
    columns: text('FIELDS', 'show these instead of what tells the runs apart: a,b,c'),
    ranks: flag('every process of a distributed job by itself'),
    rev,
    csv,
  },
  examples: [
    {
      command: 'pixelis runs list',
      explanation: 'the last runs, with the metrics and parameters that tell them apart',
    },
    {
      command: 'pixelis runs list --filter \'state = "COMPLETED" and metrics.loss < 0.1\' --sort metrics.loss',
      explanation: 'the good ones, best first',
    },
    { command: 'pixelis runs list --all --csv > runs.csv', explanation: 'everything, for a spreadsheet' },
  ],
  answers: true,
  async run({ options }, session): Promise<RunsListResult> {
    const { filter, state, tag, sort, reverse, all, ranks, rev: revision } = options;
    refuseBoth(session, options.csv, '--csv');
    const repository = await session.repository();
    return repository.runs.list({
      ...session.task,
      filter,
      states: state.map((name) => name.toUpperCase()) as RunListOptions['states'],
      tags: tag,
      sort,
      reverse,
      limit: options.limit ?? (all || options.csv ? undefined : defaultLimit),
      columns: options.columns?.split(',').map((name) => name.trim()),
      ranks,
      revision,
    });
  },
  render: (result, screen, options) =>
    options.csv
      ? { lines: [runsAsCsv(result, options.columns !== undefined)] }
      : renderRunsList(result, screen, { isWide: options.columns !== undefined, isChosen: isChosen(options) }),
});

function isChosen({
  filter,
  state,
  tag,
}: {
  readonly filter: string | undefined;
  readonly state: readonly string[];
  readonly tag: readonly string[];
}): boolean {
  return filter !== undefined || state.length > 0 || tag.length > 0;
}

const show = defineCommand({
  name: 'runs show',
  summary: 'show everything about one run',
  operands: [one('RUN', 'id, or the beginning of one', 'run')],
  options: {
    output: text('STREAM', 'print what its command wrote, whole: stdout or stderr', { complete: ['stdout', 'stderr'] }),
    diff: flag('print how its code differed from its commit'),
    rev,
  },
  examples: [
    { command: 'pixelis runs show k7m2', explanation: 'a run by the beginning of its id' },
    { command: 'pixelis runs show k7m2 --output stderr | less', explanation: 'what it said on stderr' },
    { command: 'pixelis runs show k7m2 --diff', explanation: 'what was not committed when it ran' },
  ],
  answers: true,
  async run({ operands: [id = ''], options }, session): Promise<RunShowResult | undefined> {
    const { output, diff, rev: revision } = options;
    refuseBoth(session, output !== undefined, '--output');
    const { runs } = await session.repository();
    if (output === undefined) return runs.show(id, { ...session.task, diff, revision });
    if (output !== 'stdout' && output !== 'stderr')
      throw new PixelisError('usage.invalid-argument', `'--output' takes stdout or stderr, not '${output}'`);
    const { bytes } = await runs.output(id, output, { ...session.task, revision });
    for await (const chunk of bytes) if (!(await session.write(chunk))) break;
    return undefined;
  },
  render: (result, screen, { diff }) => (diff ? renderCodeDiff(result, screen) : renderRunShow(result, screen)),
});

const compare = defineCommand({
  name: 'runs compare',
  summary: 'show in what runs differ, side by side',
  details:
    'Parameters, metrics, inputs, outputs, code and environment. The best value of a metric is marked where its name says what is better (loss, error; accuracy, reward).',
  operands: [some('RUN', 'ids, two or more', 'run')],
  options: { full: flag('also what is the same'), rev, csv },
  examples: [{ command: 'pixelis runs compare k7m2 p3q9', explanation: 'in what two runs differ' }],
  answers: true,
  async run({ operands, options }, session): Promise<RunsCompareResult> {
    refuseBoth(session, options.csv, '--csv');
    const { runs } = await session.repository();
    return runs.compare(operands, { ...session.task, revision: options.rev });
  },
  render: (result, screen, options) =>
    options.csv ? { lines: [comparisonAsCsv(result, options.full)] } : renderRunsCompare(result, screen, options),
});

const resume = defineCommand({
  name: 'runs resume',
  summary: 'execute the command of a run again, as a run that goes on with it',
  details:
    'With the inputs, parameters, configuration, seed, tags and declared outputs of the first run, and the code that is in the worktree. The command finds the newest checkpoint that the first run made at PIXELIS_CHECKPOINT (empty where it made none), and its id in PIXELIS_RESUMED_RUN_ID.',
  operands: [one('RUN', 'id, or the beginning of one', 'run')],
  options: {
    name: text('NAME', 'what you call the run; default: as the first'),
    id: text('ID', 'its id; default: a fresh one'),
    input: texts('REF', 'what it uses, instead of the inputs of the first run', { complete: 'target' }),
    output: texts('PATH[=NAME]', 'what it makes, instead of the outputs of the first run', { complete: 'path' }),
    param: texts('K=V', 'a parameter that is another; V is read as JSON where it is JSON'),
    tag: texts('TAG', 'a word to find it by, instead of the tags of the first run'),
    allow: texts('NAME', 'a variable, parameter or file to be recorded though it looks like a secret'),
    monitor: text('SECONDS', 'sample the use of processors, memory and GPUs at this interval'),
    commit: flag('commit the records when the run has ended'),
  },
  examples: [
    { command: 'pixelis runs resume k7m2', explanation: 'go on where it was interrupted' },
    { command: 'pixelis runs resume k7m2 --param epochs=20', explanation: 'train for longer' },
  ],
  standsAside: true,
  async run({ operands: [id = ''], options }, session): Promise<RunResult> {
    const { input, output, param, tag, monitor, ...others } = options;
    const { runs } = await session.repository();
    const request = {
      ...session.task,
      ...others,
      inputs: input.length === 0 ? undefined : input,
      outputs: output.length === 0 ? undefined : output,
      params: parseAssignments('--param', param),
      tags: tag.length === 0 ? undefined : tag,
      monitorSeconds: numberOf('--monitor', monitor),
    };
    return executing(session, (hooks) => runs.resume(id, { ...request, ...hooks }));
  },
  render: renderRun,
  exitCode: exitCodeOfRun,
});

/** @throws `usage.invalid-argument` where stdout is asked to hold two things */
export function refuseBoth({ wantsJson }: Session, isAsked: boolean, option: string): void {
  if (!wantsJson || !isAsked) return;
  throw new PixelisError('usage.invalid-argument', `'--json' and '${option}' cannot be had at once`, {
    hint: 'leave out one of them',
  });
}

export const runsCommands: readonly Command[] = [list, show, compare, resume];
