import type { RunResult } from '../../index.js';
import { duration } from './figures.js';
import { versionName } from './shared.js';
import { count, printable } from './text.js';
import type { Rendered, View } from './view.js';

/** What came of a run, in a few lines: what the command had to say, it has said itself. */
export function renderRun(result: RunResult, { colors }: View): Rendered {
  const { run, name, state, reason, seconds, inputs, outputs, redacted, commit } = result;
  if (state === 'PLANNED') return { lines: planLines(result) };
  const paint = { COMPLETED: colors.green, FAILED: colors.red, INTERRUPTED: colors.yellow }[state];
  const title = name === undefined ? colors.bold(run) : `${colors.bold(run)} (${printable(name)})`;
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  return {
    lines: [
      `run ${title} ${paint(state)} after ${duration(seconds)}${why}`,
      ...(inputs.length === 0 ? [] : [`  from  ${inputs.map(versionName).join(', ')}`]),
      ...outputs.map((output) => `  made  ${versionName(output)}${placeOf(output)}`),
      ...(redacted === 0 ? [] : [`  ${count(redacted, 'secret')} kept out of the record`]),
      ...(commit === undefined ? [] : [`  committed as ${commit.slice(0, 8)}`]),
    ],
    next: nextStep(result),
  };
}

function planLines({ inputs, planned = [], captureLevel }: RunResult): readonly string[] {
  return [
    `would run it, and record it at capture level ${captureLevel}`,
    ...(inputs.length === 0 ? [] : [`  from  ${inputs.map(versionName).join(', ')}`]),
    ...planned.map(
      ({ path, artifact }) => `  make  ${printable(path)}${artifact === undefined ? '' : ` as ${printable(artifact)}`}`,
    ),
  ];
}

function placeOf({ path }: RunResult['outputs'][number]): string {
  return path === undefined ? '' : `  ${printable(path)}`;
}

function nextStep({ run, state, record, commit, staged }: RunResult): string | undefined {
  if (record === undefined) return undefined;
  if (state !== 'COMPLETED') return `next: pixelis runs show ${run}`;
  return commit === undefined && staged.length > 0 ? `next: git commit -m 'Run ${run}' && pixelis push` : undefined;
}
