import type { MetricsResult, ShownMetric } from '../../index.js';
import { chart, sparkline } from './chart.js';
import { csvLine } from './csv.js';
import { duration, figure } from './figures.js';
import { bytes, columns, count, number, printable, quoted } from './text.js';
import type { Rendered, Screen } from './view.js';

/** A table of all metrics, or a chart of each that was asked for. */
export function renderMetrics({ run, metrics, source, wanted }: MetricsResult, screen: Screen): Rendered {
  if (metrics.length === 0) {
    const what = source === 'metrics' ? 'logged no metrics' : 'was not sampled';
    return { lines: [`run ${printable(run)} ${what}`] };
  }
  if (wanted.length > 0)
    return {
      lines: metrics.flatMap((metric, index) => [...(index > 0 ? [''] : []), ...charted(metric, source, screen)]),
    };
  const [first] = metrics;
  const hardware = source === 'hardware' ? ' --hardware' : '';
  return {
    lines: table(metrics, screen),
    next: `next: pixelis metrics show ${printable(run)} ${quoted(first?.metric ?? '')}${hardware}`,
  };
}

/** Its points, each metric by itself: they need not have been logged at the same steps. */
export function pointsAsCsv({ metrics }: MetricsResult): string {
  return [
    csvLine(['metric', 'step', 'last_step', 'time', 'count', 'last', 'min', 'max', 'mean']),
    ...metrics.flatMap(({ metric, points = [] }) =>
      points.map(({ step, lastStep, time, count: values, last, min, max, mean }) =>
        csvLine([metric, step, lastStep, time, values, last, min, max, mean]),
      ),
    ),
  ].join('\n');
}

function table(metrics: readonly ShownMetric[], { colors, isUnicode }: Screen): readonly string[] {
  const head = ['metric', 'last', '', 'min', 'max', 'mean', 'step', 'values'];
  const rows = metrics.map(({ metric, last, min, max, mean, step, count: values, notFinite, points = [] }) => {
    const show = shower(metric);
    const trend = sparkline(
      points.map((point) => point.mean ?? null),
      isUnicode,
    );
    const bad = notFinite === undefined ? '' : ` + ${number(notFinite)} not finite`;
    return [
      printable(metric),
      show(last),
      trend,
      show(min),
      show(max),
      show(mean),
      step === undefined ? '' : figure(step),
      number(values) + bad,
    ];
  });
  const [titles = '', ...lines] = columns([head, ...rows], [1, 3, 4, 5, 6]);
  return [colors.dim(titles), ...lines];
}

function charted(
  metric: ShownMetric,
  source: MetricsResult['source'],
  { colors, width = 80, isUnicode }: Screen,
): readonly string[] {
  const { metric: name, last, min, max, mean, step, count: values, notFinite, points } = metric;
  const show = shower(name);
  const place = step === undefined ? '' : ` at step ${figure(step)}`;
  const range = values > 1 ? `  min ${show(min)}  max ${show(max)}  mean ${show(mean)}` : '';
  const bad = notFinite === undefined ? '' : `, ${number(notFinite)} not finite`;
  const facts = values === 0 ? '' : `  ${show(last)}${place}${range}`;
  return [
    `${colors.bold(printable(name))}${facts}  (${count(values, 'value')}${bad})`,
    ...(points === undefined
      ? []
      : chart(points, {
          width: Math.min(width, 120),
          height: 11,
          isUnicode,
          show,
          ...(source === 'hardware' ? { showStep: duration } : {}),
        })),
  ];
}

/** Bytes as such; other numbers in a few digits. */
function shower(metric: string): (value: number | undefined) => string {
  return (value) => (value === undefined ? '' : metric.endsWith('_bytes') ? bytes(value) : figure(value));
}
