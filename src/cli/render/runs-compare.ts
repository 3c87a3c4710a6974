import type { ComparedRow, RunsCompareResult } from '../../index.js';
import { csvLine } from './csv.js';
import { duration, figure } from './figures.js';
import { isDigest, stateOf } from './runs-list.js';
import { versionName } from './shared.js';
import { columns, displayWidth, printable, short, truncate } from './text.js';
import type { Rendered, Screen } from './view.js';

/** Sections whose keys say by themselves what they are. */
const isPlain: ReadonlySet<string> = new Set(['run', 'environment']);

/** What differs, unless everything is asked for. */
export function renderRunsCompare(
  { runs, rows }: RunsCompareResult,
  screen: Screen,
  { full = false }: { readonly full?: boolean } = {},
): Rendered {
  const { colors } = screen;
  const shown = rows.filter(
    ({ differs, key, section }) => full || (differs && !(section === 'run' && key === 'state')),
  );
  const labels = shown.map(({ section, key }) => printable(isPlain.has(section) ? key : `${section}.${key}`));
  const width = cellWidth(screen, runs.length, labels);
  const head = ['', ...runs.map(({ run, name }) => colors.bold(truncate(printable(name ?? run), width)))];
  const states = ['state', ...runs.map((run) => stateOf(run, screen))];
  const body = shown.map((row, index) => [
    labels[index] ?? '',
    ...row.values.map((value, column) => {
      const text = truncate(cell(value, row), width);
      return row.best?.includes(column) === true ? colors.green(`${text} *`) : text;
    }),
  ]);
  const ids = runs.some(({ name }) => name !== undefined) ? [['run', ...runs.map(({ run }) => printable(run))]] : [];
  const lines = columns([head, ...ids, ...(full ? [] : [states]), ...body]);
  const same = rows.length - shown.length;
  const hasBest = shown.some(({ best }) => best !== undefined);
  return {
    lines: [
      ...lines,
      ...(shown.length === 0 ? ['they do not differ'] : []),
      ...(hasBest ? ['', colors.dim('* best')] : []),
    ],
    next: full || same === 0 ? undefined : 'next: --full shows also what is the same',
  };
}

export function comparisonAsCsv({ runs, rows }: RunsCompareResult, full: boolean): string {
  return [
    csvLine(['section', 'key', ...runs.map(({ run }) => run)]),
    ...rows
      .filter(({ differs }) => full || differs)
      .map(({ section, key, values }) => csvLine([section, key, ...values])),
  ].join('\n');
}

/** What is left for each run, where the lines are to fit; not so little that nothing can be read. */
function cellWidth({ width }: Screen, runs: number, labels: readonly string[]): number {
  if (width === undefined) return 60;
  const left = width - Math.max(0, ...labels.map(displayWidth)) - 2;
  return Math.max(12, Math.floor(left / runs) - 4);
}

function cell(value: unknown, { section, key }: ComparedRow): string {
  if (value === null || value === undefined) return '-';
  if (section === 'run' && key === 'seconds' && typeof value === 'number') return duration(value);
  if (typeof value === 'number') return section === 'metrics' ? figure(value) : String(value);
  if (isVersion(value)) return `${versionName(value)} ${short(value.digest)}`;
  if (typeof value === 'string') return isDigest(value) ? short(value) : printable(value);
  if (Array.isArray(value)) {
    return value
      .map((item) =>
        isVersion(item) ? versionName(item) : printable(typeof item === 'string' ? item : JSON.stringify(item)),
      )
      .join(' ');
  }
  return printable(JSON.stringify(value));
}

function isVersion(
  value: unknown,
): value is { readonly artifact: string; readonly version: number; readonly digest: string } {
  return typeof value === 'object' && value !== null && 'artifact' in value && 'digest' in value;
}
