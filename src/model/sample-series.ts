/** Some values of a metric that follow one another, as one: a single value stands for itself. */
export interface SampledPoint {
  /** Step of the first value; its number in the series, from 0, where it has none. */
  readonly step: number;
  /** Of the last one. */
  readonly lastStep: number;
  /** When the last one was logged, in seconds since 1970. */
  readonly time?: number;
  /** Finite values. Where there are none, `last`, `min`, `max` and `mean` are NaN. */
  readonly count: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Values that were no finite numbers. */
  readonly notFinite: number;
}

/** Takes the values of one metric, however many, and keeps at most so many points (two at least) of them. */
export interface SeriesSampler {
  add(value: number, place?: { readonly step?: number; readonly time?: number }): void;
  points(): readonly SampledPoint[];
}

/**
 * A sampler in bounded memory: when it is full, neighbours become one point, which keeps the least and the greatest value
 * of both, so that a spike of one step is still there in ten million.
 */
export function seriesSampler(maxPoints: number): SeriesSampler {
  const limit = Math.max(2, maxPoints - (maxPoints % 2));
  let kept: SampledPoint[] = [];
  let open: SampledPoint | undefined;
  let width = 1;
  let inOpen = 0;
  let total = 0;
  return {
    add(value, { step = total, time } = {}) {
      const point = single(value, step, time);
      open = open === undefined ? point : merged(open, point);
      total += 1;
      inOpen += 1;
      if (inOpen < width) return;
      kept.push(open);
      open = undefined;
      inOpen = 0;
      if (kept.length < limit) return;
      kept = pairs(kept);
      width *= 2;
    },
    points: () => (open === undefined ? kept : [...kept, open]),
  };
}

function single(value: number, step: number, time: number | undefined): SampledPoint {
  const isFinite = Number.isFinite(value);
  const number = isFinite ? value : Number.NaN;
  return {
    step,
    lastStep: step,
    ...(time === undefined ? {} : { time }),
    count: isFinite ? 1 : 0,
    last: number,
    min: number,
    max: number,
    mean: number,
    notFinite: isFinite ? 0 : 1,
  };
}

function merged(left: SampledPoint, right: SampledPoint): SampledPoint {
  const { step } = left;
  const { lastStep } = right;
  const notFinite = left.notFinite + right.notFinite;
  const time = right.time ?? left.time;
  const place = { step, lastStep, ...(time === undefined ? {} : { time }), notFinite };
  if (right.count === 0 || left.count === 0) return { ...(right.count === 0 ? left : right), ...place };
  const count = left.count + right.count;
  return {
    ...place,
    count,
    last: right.last,
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    mean: left.mean * (left.count / count) + right.mean * (right.count / count),
  };
}

function pairs(points: readonly SampledPoint[]): SampledPoint[] {
  const halved: SampledPoint[] = [];
  for (let at = 0; at < points.length; at += 2) {
    halved.push(merged(points[at] as SampledPoint, points[at + 1] as SampledPoint));
  }
  return halved;
}
