import type { RunShowResult } from '../../index.js';
import { sparkline } from './chart.js';
import { ago, duration, figure, localMinute } from './figures.js';
import { stateOf } from './runs-list.js';
import { versionName } from './shared.js';
import { bytes, columns, count, number, printable, quoted, short } from './text.js';
import type { Rendered, Screen, View } from './view.js';

export function renderRunShow(result: RunShowResult, screen: Screen): Rendered {
  const { colors } = screen;
  const { run, related } = result;
  const name = run.name === undefined ? '' : ` ${printable(run.name)}`;
  const reason = run.reason === undefined ? '' : `: ${printable(run.reason)}`;
  return {
    lines: [
      `${colors.bold(printable(run.run))}${name}  ${stateOf(run, screen)}${reason}`,
      ...columns(
        facts(result, screen)
          .filter(([, value]) => value !== '')
          .map(([key, value]) => [`  ${key}`, value]),
      ),
      ...block(
        'inputs',
        run.inputs.map((input) => usedLine(input)),
        screen,
      ),
      ...block(
        'outputs',
        run.outputs.map((output) => usedLine(output)),
        screen,
      ),
      ...block(
        'params',
        columns(Object.entries(run.params).map(([key, value]) => [printable(key), valueText(value)])),
        screen,
      ),
      ...block('metrics', metricLines(result, screen), screen),
      ...block('hardware', hardwareLines(result), screen),
      ...block(
        'kept out',
        run.redacted.map((secret) => printable(`${secret.rule} in ${secret.where} (${secret.fingerprint})`)),
        screen,
      ),
      ...block('reproduction', reproductionLines(run), screen),
      ...block(
        'related',
        columns(
          related.map((other) => [
            other.relation,
            printable(other.run),
            other.verdict ?? other.state,
            printable(other.name ?? ''),
          ]),
        ),
        screen,
      ),
      ...tailLines('stdout', result, screen),
      ...tailLines('stderr', result, screen),
    ],
    next: nextOf(result),
  };
}

/** The code's difference from its commit, as a patch; names alone of what is not in it. */
export function renderCodeDiff({ run, codeDiff }: RunShowResult, { colors }: View): Rendered {
  const { files = [], patch } = codeDiff ?? {};
  if (files.length === 0) {
    const commit = run.code.commit === undefined ? 'no commit' : `commit ${short(run.code.commit)}`;
    return { lines: [`the code of run ${printable(run.run)} is that of ${commit}`] };
  }
  const apart = files.filter(({ kind, isLarge }) => patch === undefined || kind === 'withheld' || isLarge === true);
  return {
    lines: [
      ...columns(
        apart.map(({ path, kind, size }) => [kind, size === undefined ? '' : bytes(size), printable(path)]),
        [1],
      ),
      ...(patch ?? '')
        .split('\n')
        .slice(0, -1)
        .map((line) => patchLine(line, colors)),
    ],
  };
}

function patchLine(line: string, colors: View['colors']): string {
  const text = line.split('\t').map(printable).join('\t');
  if (/^(?:diff|index|---|\+\+\+) /.test(line)) return colors.bold(text);
  if (line.startsWith('+')) return colors.green(text);
  if (line.startsWith('-')) return colors.red(text);
  return line.startsWith('@@') ? colors.cyan(text) : text;
}

type Facts = readonly (readonly [string, string])[];

function facts({ run, record, environmentSummary }: RunShowResult, { now }: Screen): Facts {
  const { code, rank, config, scheduler } = run;
  const digest = run.environment === undefined ? '' : short(run.environment);
  return [
    ['command', printable(run.command.map((word) => quoted(word)).join(' '))],
    ['folder', printable(run.folder)],
    ['started', `${localMinute(run.started)} (${ago(run.started, now)})`],
    ['time', duration(run.seconds)],
    ['exit code', run.exitCode === undefined ? '' : String(run.exitCode)],
    ['signal', printable(run.signal ?? '')],
    ['by', printable(`${run.user} on ${run.host}`)],
    ['code', codeText(code)],
    ['remote', printable(code.remote ?? '')],
    ['environment', [digest, printable(environmentSummary ?? '')].filter((text) => text !== '').join(': ')],
    ['capture level', String(run.captureLevel)],
    ['config', config === undefined ? '' : `${printable(config.path)} (${short(config.digest)})`],
    ['seed', run.seed === undefined ? '' : String(run.seed)],
    ['tags', run.tags.map(printable).join(', ')],
    ['rank', rank === undefined ? '' : printable(`${rank.rank} of ${rank.world}, in ${rank.group}`)],
    [
      'scheduler',
      Object.entries(scheduler ?? {})
        .map(([key, value]) => printable(`${key}=${value ?? ''}`))
        .join(' '),
    ],
    ['inside run', printable(run.parent ?? '')],
    ['goes on with', printable(run.resumes ?? '')],
    ['record', record === undefined ? 'not written yet' : printable(record)],
  ];
}

function codeText({ commit, branch, dirty, changes }: RunShowResult['run']['code']): string {
  const place =
    commit === undefined ? 'no commit' : short(commit) + (branch === undefined ? '' : ` on ${printable(branch)}`);
  if (!dirty) return place;
  if (changes === undefined) return `${place}, with changes that were not kept`;
  const deleted = changes.deleted?.length ?? 0;
  const withheld = changes.withheld?.length ?? 0;
  return [
    `${place}, with ${count(changes.files, 'changed file')}`,
    ...(deleted > 0 ? [`${number(deleted)} deleted`] : []),
    ...(withheld > 0 ? [`${number(withheld)} left out, since they hold secrets`] : []),
  ].join(', ');
}

function usedLine(version: RunShowResult['run']['inputs'][number]): string {
  const role = version.role === undefined ? '' : ` (${printable(version.role)})`;
  const path = version.path === undefined ? '' : `  ${printable(version.path)}`;
  return `${versionName(version)}  ${short(version.digest)}${path}${role}`;
}

function metricLines({ run, trends }: RunShowResult, { isUnicode }: Screen): readonly string[] {
  return columns(
    Object.entries(run.metrics).flatMap(([name, summary]) => {
      if (summary === undefined) return [];
      const { last, min, max, count: values, step } = summary;
      const range = values > 1 ? `min ${figure(min)}  max ${figure(max)}` : '';
      const place = step === undefined ? '' : `step ${figure(step)}`;
      return [[printable(name), figure(last), sparkline(trends[name] ?? [], isUnicode), range, place]];
    }),
    [1],
  );
}

function hardwareLines({ run }: RunShowResult): readonly string[] {
  return columns(
    Object.entries(run.hardware ?? {}).flatMap(([name, summary]) => {
      if (summary === undefined) return [];
      const show = name.endsWith('_bytes') ? bytes : figure;
      return [[printable(name), `mean ${show(summary.mean)}`, `max ${show(summary.max)}`]];
    }),
  );
}

function reproductionLines({ reproduces }: RunShowResult['run']): readonly string[] {
  if (reproduces === undefined) return [];
  const reason = reproduces.reason === undefined ? '' : `: ${printable(reproduces.reason)}`;
  return [
    `of ${printable(reproduces.run)}: ${reproduces.verdict}${reason}`,
    ...columns(
      reproduces.outputs.map((output) => [`  ${versionName(output)}`, output.verdict, printable(output.detail ?? '')]),
    ),
    ...reproduces.differences.map((difference) => `  ${printable(difference)}`),
  ];
}

function tailLines(stream: 'stdout' | 'stderr', result: RunShowResult, { colors }: Screen): readonly string[] {
  const tail = result[stream];
  if (tail === undefined || tail.size === 0) return [];
  return [
    '',
    `${stream}: ${bytes(tail.size)}${tail.lines.length === 0 ? '' : ', the end of it'}`,
    ...tail.lines.map((line) => colors.dim(`  ${logLine(line)}`)),
  ];
}

/** Without the colours that it has, which are harmless but would show as escapes. */
function logLine(line: string): string {
  return line
    .replace(/\u001b\[[\d;]*m/g, '')
    .split('\t')
    .map(printable)
    .join('    ');
}

function block(title: string, lines: readonly string[], { colors }: Screen): readonly string[] {
  return lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => `  ${line}`)];
}

function valueText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function nextOf({ run, stdout, stderr }: RunShowResult): string | undefined {
  const id = printable(run.run);
  if (run.state === 'FAILED' && (stderr?.size ?? 0) > 0) return `next: pixelis runs show ${id} --output stderr`;
  if (run.state === 'INTERRUPTED' && run.kind === 'command') return `next: pixelis runs resume ${id}`;
  if (Object.keys(run.metrics).length > 0) {
    const [name = ''] = Object.keys(run.metrics);
    return `next: pixelis metrics show ${id} ${quoted(name)}`;
  }
  return (stdout?.size ?? 0) > 0 ? `next: pixelis runs show ${id} --output stdout` : undefined;
}
