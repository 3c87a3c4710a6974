import {
  type MetricsLogResult,
  type MetricsOptions,
  type MetricsResult,
  PixelisError,
  type Repository,
} from '../../index.js';
import { type Command, defineCommand, type Session } from '../command.js';
import { any, count, flag, one, some, text } from '../options.js';
import { csvLine } from '../render/csv.js';
import { pointsAsCsv, renderMetrics } from '../render/metrics.js';
import { refuseBoth } from './runs.js';

const log = defineCommand({
  name: 'metrics log',
  summary: 'add numbers to the series of the run that this is called in',
  details:
    'Any program can do the same by appending a line of JSON to the file that PIXELIS_METRICS_FILE names: {"step":3,"loss":0.5} (docs/metrics.md).',
  operands: [some('NAME=VALUE', 'metrics and their values')],
  options: { step: text('N', 'the step that they belong to') },
  examples: [
    { command: 'pixelis metrics log loss=0.5 val/acc=0.9 --step 3', explanation: 'inside a run, after a step' },
  ],
  async run({ operands, options: { step } }, session): Promise<MetricsLogResult> {
    const values = Object.fromEntries(operands.map(assignment));
    return session.logMetrics(values, step === undefined ? {} : { step: numberOf('--step', step) });
  },
  render: () => ({ lines: [] }),
});

const show = defineCommand({
  name: 'metrics show',
  summary: 'show the metrics of a run, and how they went',
  details:
    'Without a name, a table of all; with names, a chart of each. A run that goes on shows what it has logged by now. With --csv every line that was logged, or, with --points, the points of the chart.',
  operands: [
    one('RUN', 'id, or the beginning of one', 'run'),
    any('METRIC', "names; '*' stands for any part of one", undefined),
  ],
  options: {
    points: count('N', 'at most so many points of each; each keeps the least and greatest value of its stretch'),
    hardware: flag('the use of the machine, where it was sampled'),
    rank: text('N', 'only what the process of this rank logged'),
    rev: text('REV', 'a run that was recorded at a git revision'),
    csv: flag('print CSV'),
  },
  examples: [
    { command: 'pixelis metrics show k7m2', explanation: 'a table of all metrics of a run' },
    { command: "pixelis metrics show k7m2 loss 'val/*'", explanation: 'charts' },
    { command: 'pixelis metrics show k7m2 --csv > metrics.csv', explanation: 'every value' },
  ],
  answers: true,
  async run({ operands: [id = '', ...metrics], options }, session): Promise<MetricsResult> {
    const { points, hardware, rev: revision } = options;
    refuseBoth(session, options.csv, '--csv');
    const rank = options.rank === undefined ? undefined : numberOf('--rank', options.rank);
    const repository = await session.repository();
    const wanted: MetricsOptions = { ...session.task, metrics, points, hardware, rank, revision };
    if (!options.csv || points !== undefined) return repository.metrics.show(id, wanted);
    return printAll(repository, { id, wanted, session });
  },
  render: (result, screen, { csv, points }) =>
    csv ? { lines: points === undefined ? [] : [pointsAsCsv(result)] } : renderMetrics(result, screen),
});

/** Every line that was logged, as it was: a column for each metric. */
async function printAll(
  { metrics }: Repository,
  { id, wanted, session }: { readonly id: string; readonly wanted: MetricsOptions; readonly session: Session },
): Promise<MetricsResult> {
  // Read twice, since the columns are known only at the end.
  const result = await metrics.show(id, { ...wanted, points: 2 });
  const names = result.metrics.map(({ metric }) => metric);
  await session.write(Buffer.from(`${csvLine(['step', 'time', 'rank', ...names])}\n`));
  if (result.problems.length > 0) return result;
  for await (const points of await metrics.read(id, wanted)) {
    const lines = points
      .filter(({ values }) => names.some((name) => name in values))
      .map(({ step, time, rank, values }) => csvLine([step, time, rank, ...names.map((name) => values[name])]));
    if (lines.length > 0 && !(await session.write(Buffer.from(`${lines.join('\n')}\n`)))) break;
  }
  return result;
}

function assignment(word: string): readonly [string, number] {
  const at = word.lastIndexOf('=');
  if (at > 0) return [word.slice(0, at), numberOf(word.slice(0, at), word.slice(at + 1))];
  throw new PixelisError('usage.invalid-argument', `'${word}' does not say NAME=VALUE`, { hint: `${word}=0.5` });
}

/** As people, JSON and Python write numbers: `0.5`, `1e-3`, `nan`, `-inf`. @throws `usage.invalid-argument` */
function numberOf(name: string, written: string): number {
  const word = /^([-+]?)(nan|inf|infinity)$/i.exec(written);
  if (word?.[2]?.toLowerCase() === 'nan') return Number.NaN;
  if (word !== null) return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = Number(written);
  if (written.trim() !== '' && Number.isFinite(value)) return value;
  throw new PixelisError('usage.invalid-argument', `'${name}' takes a number, not '${written}'`);
}

export const metricsCommands: readonly Command[] = [log, show];
