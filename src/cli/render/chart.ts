import type { MetricPointOutput } from '../../index.js';
import { figure } from './figures.js';
import { displayWidth } from './text.js';

export interface ChartSize {
  /** Cells of a line, with the numbers beside the chart. */
  readonly width: number;
  /** Lines of the chart itself. */
  readonly height: number;
  /** Whether more than ASCII can be shown. */
  readonly isUnicode: boolean;
}

export interface ChartStyle extends ChartSize {
  /** How values are written. */
  readonly show: (value: number) => string;
  /** How steps are written. */
  readonly showStep?: (step: number) => string;
}

/** The course of a metric over its steps, with both axes. Nothing where it never had a finite value. */
export function chart(
  points: readonly MetricPointOutput[],
  { width, height, isUnicode, show, showStep = figure }: ChartStyle,
): readonly string[] {
  const finite = points.filter(isFinitePoint);
  if (finite.length === 0) return [];
  const y = rangeOf(finite.flatMap(({ min, max }) => [min, max]));
  const x = extremes(finite.flatMap(({ step, lastStep }) => [step, lastStep]));
  const labels = labelsOf(y, { height, show });
  const labelWidth = Math.max(...labels.map(displayWidth));
  const canvas = canvasOf({ width: Math.max(8, width - labelWidth - 2), height, isUnicode });
  drawCourse(canvas, finite, { x, y });
  const [corner, side, tick, line] = isUnicode ? ['└', '│', '┤', '─'] : ['+', '|', '+', '-'];
  const pad = ' '.repeat(labelWidth);
  return [
    ...canvas.lines().map((row, index) => {
      const label = labels[index] ?? '';
      return `${label.padStart(labelWidth)} ${label === '' ? side : tick}${row}`.trimEnd();
    }),
    `${pad} ${corner}${line.repeat(canvas.width)}`,
    `${pad}  ${steps(x, { width: canvas.width, showStep })}`,
  ];
}

/** A course in one line of as many cells as there are values; a gap where there is none. */
export function sparkline(values: readonly (number | null)[], isUnicode: boolean): string {
  const levels = isUnicode ? '▁▂▃▄▅▆▇█' : '_.-=+*#@';
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return '';
  const range = rangeOf(numbers);
  return values
    .map((value) => (value === null ? ' ' : levels[Math.round(share(value, range) * (levels.length - 1))]))
    .join('');
}

interface FinitePoint extends MetricPointOutput {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

function isFinitePoint(point: MetricPointOutput): point is FinitePoint {
  return point.count > 0 && point.min !== undefined && point.max !== undefined && point.mean !== undefined;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** With room around the one value where there is only one. */
function rangeOf(values: readonly number[]): Range {
  const { least, most } = extremes(values);
  if (least < most) return { least, most };
  const around = Math.abs(least) * 0.1 || 1;
  return { least: least - around, most: most + around };
}

function extremes(values: readonly number[]): Range {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}

/** Where a value lies in a range, from 0 to 1. Halved, since the width of a range may be more than a number can be. */
function share(value: number, { least, most }: Range): number {
  return least < most ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0;
}

/** At the top, in the middle and at the bottom. */
function labelsOf({ least, most }: Range, { height, show }: Pick<ChartStyle, 'height' | 'show'>): readonly string[] {
  const labels = Array.from({ length: height }, () => '');
  labels[0] = show(most);
  labels[height - 1] = show(least);
  if (height % 2 === 1 && height > 4) labels[(height - 1) / 2] = show(least / 2 + most / 2);
  return labels;
}

function steps(
  { least, most }: Range,
  { width, showStep }: { readonly width: number; readonly showStep: (step: number) => string },
): string {
  const [start, end] = [showStep(least), showStep(most)];
  if (least === most || start.length + end.length + 2 > width) return start;
  return start + end.padStart(width - start.length);
}

/** Dots in cells. `0, 0` is at the bottom left. */
interface Canvas {
  /** In cells. */
  readonly width: number;
  readonly dots: { readonly columns: number; readonly rows: number };
  set(column: number, row: number): void;
  lines(): readonly string[];
}

/** Braille has 2 by 4 dots a cell, in this order of its bits from the bottom up; ASCII has one. */
const brailleBits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;

function canvasOf({ width, height, isUnicode }: ChartSize): Canvas {
  const [across, up] = isUnicode ? [2, 4] : [1, 1];
  const cells = new Uint8Array(width * height);
  return {
    width,
    dots: { columns: width * across, rows: height * up },
    set(column, row) {
      const at = (height - 1 - Math.floor(row / up)) * width + Math.floor(column / across);
      cells[at] = (cells[at] ?? 0) | (isUnicode ? (brailleBits[column % 2]?.[row % 4] ?? 0) : 1);
    },
    lines: () =>
      Array.from({ length: height }, (_, line) =>
        [...cells.subarray(line * width, (line + 1) * width)]
          .map((cell) => (cell === 0 ? ' ' : isUnicode ? String.fromCharCode(0x28_00 + cell) : '*'))
          .join(''),
      ),
  };
}

function drawCourse(
  canvas: Canvas,
  points: readonly FinitePoint[],
  { x, y }: { readonly x: Range; readonly y: Range },
): void {
  const columnOf = (step: number) => Math.round(share(step, x) * (canvas.dots.columns - 1));
  const rowOf = (value: number) => Math.round(share(value, y) * (canvas.dots.rows - 1));
  let before: Dot | undefined;
  for (const { step, min, max, mean } of points) {
    const here = { column: columnOf(step), row: rowOf(mean) };
    drawLine(canvas, before ?? here, here);
    drawLine(canvas, { ...here, row: rowOf(min) }, { ...here, row: rowOf(max) });
    before = here;
  }
}

interface Dot {
  readonly column: number;
  readonly row: number;
}

function drawLine(canvas: Canvas, from: Dot, to: Dot): void {
  const length = Math.max(Math.abs(to.column - from.column), Math.abs(to.row - from.row), 1);
  for (let at = 0; at <= length; at += 1) {
    const along = at / length;
    canvas.set(
      Math.round(from.column + (to.column - from.column) * along),
      Math.round(from.row + (to.row - from.row) * along),
    );
  }
}
