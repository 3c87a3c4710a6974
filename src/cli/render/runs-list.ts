import { type ListedRun, runCells, runColumns, type RunsListResult } from '../../index.js';
import { csvLine } from './csv.js';
import { age, duration, figure, localMinute } from './figures.js';
import { columns, displayWidth, number, printable, short, truncate } from './text.js';
import type { Rendered, Screen, View } from './view.js';

/** Widest cell of a parameter. */
const cellWidth = 24;

/** `isWide`: however wide it gets; `isChosen`: only runs that fit something are listed. */
export function renderRunsList(
  { runs, total, columns: paths }: RunsListResult,
  screen: Screen,
  { isWide = false, isChosen = false }: { readonly isWide?: boolean; readonly isChosen?: boolean } = {},
): Rendered {
  if (runs.length === 0 && isChosen) return { lines: ['no run fits'] };
  if (runs.length === 0) return { lines: ['no runs'], next: 'next: pixelis run -- COMMAND' };
  const values = runCells(runs, paths);
  const table = [
    ...fixedColumns(runs, screen),
    ...paths.map((path, index) =>
      fieldColumn(
        path,
        values.map((row) => row[index]),
      ),
    ),
  ];
  const shown = isWide || screen.width === undefined ? table : fitting(table, screen.width);
  const right = shown.flatMap(({ isNumber }, index) => (isNumber === true ? [index] : []));
  const rows = [shown.map(({ title }) => title), ...runs.map((_, row) => shown.map(({ cells }) => cells[row] ?? ''))];
  const [head = '', ...lines] = columns(rows, right);
  const left = total - runs.length;
  const hint = left > 0 ? [`… and ${number(left)} more (--all)`] : [];
  return { lines: [screen.colors.dim(head), ...lines, ...hint] };
}

/** Every field, parameter and metric, unless some were asked for; times in UTC, numbers in full. */
export function runsAsCsv({ runs, columns: paths }: RunsListResult, hasOwnColumns: boolean): string {
  const fields = hasOwnColumns ? ['run', ...paths.filter((path) => path !== 'run')] : runColumns(runs);
  return [
    csvLine(fields.map((path) => path.replace(/^(?:params|metrics)\./, (group) => (hasOwnColumns ? '' : group)))),
    ...runCells(runs, fields).map((cells) => csvLine(cells.map(csvValue))),
  ].join('\n');
}

function csvValue(value: unknown): unknown {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(' ') : value;
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  readonly isNumber?: boolean;
}

function fixedColumns(runs: readonly ListedRun[], { colors, now }: Screen): readonly Column[] {
  const named = runs.some(({ name }) => name !== undefined);
  return [
    { title: 'run', cells: runs.map(({ run }) => colors.bold(printable(run))) },
    { title: named ? 'name' : 'command', cells: runs.map((run) => titleOf(run, colors)) },
    { title: 'state', cells: runs.map((run) => stateOf(run, { colors })) },
    { title: 'started', cells: runs.map(({ started }) => localMinute(started)) },
    { title: 'age', cells: runs.map(({ started }) => age(started, now)), isNumber: true },
    { title: 'time', cells: runs.map(({ seconds }) => duration(seconds)), isNumber: true },
  ];
}

/** What the user calls a run; where nothing, its command. */
function titleOf({ name, command }: ListedRun, colors: View['colors']): string {
  if (name !== undefined) return truncate(printable(name), cellWidth);
  return colors.dim(truncate(printable(command.join(' ')), cellWidth));
}

/** The state in its colour, with how many processes a job has. */
export function stateOf(
  { state, ranks }: Pick<ListedRun, 'state' | 'ranks'>,
  { colors }: Pick<View, 'colors'>,
): string {
  const paint = { COMPLETED: colors.green, FAILED: colors.red, INTERRUPTED: colors.yellow, RUNNING: colors.cyan }[
    state
  ];
  return ranks === undefined ? paint(state) : `${paint(state)} (${number(ranks.count)} ranks)`;
}

function fieldColumn(path: string, values: readonly unknown[]): Column {
  return {
    title: printable(path.replace(/^(?:params|metrics)\./, '')),
    cells: values.map((value) => cellOf(value)),
    isNumber: values.every((value) => typeof value === 'number' || value === undefined),
  };
}

/** A value of a field, as a person reads it in a narrow place. */
export function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return figure(value);
  if (typeof value === 'string' && isDigest(value)) return short(value);
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return truncate(
    printable(typeof value === 'string' ? value : isTexts ? value.join(' ') : JSON.stringify(value)),
    cellWidth,
  );
}

/** Whether a text is the digest of an object or a commit, of which people read the first few letters. */
export function isDigest(text: string): boolean {
  return /^(?:blake3:)?[0-9a-f]{40,}$/.test(text);
}

/** As many of the columns, from the left, as fit the width; the first of them always. */
function fitting(table: readonly Column[], width: number): readonly Column[] {
  let used = -2;
  const fits = table.findIndex(({ title, cells }) => {
    used += 2 + Math.max(displayWidth(title), ...cells.map(displayWidth));
    return used > width;
  });
  return fits === -1 ? table : table.slice(0, Math.max(1, fits));
}
