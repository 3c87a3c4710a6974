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
  let kept: Stretch[] = [];
  let open: Stretch | undefined;
  let width = 1;
  let inOpen = 0;
  let total = 0;
  return {
    add(value, { step = total, time } = {}) {
      open ??= new Stretch(step);
      open.add(value, step, time);
      total += 1;
      inOpen += 1;
      if (inOpen < width) return;
      kept.push(open);
      open = undefined;
      inOpen = 0;
      if (kept.length < limit) return;
      kept = kept.filter((stretch, index) => {
        const next = kept[index + 1];
        if (index % 2 === 1 || next === undefined) return false;
        stretch.absorb(next);
        return true;
      });
      width *= 2;
    },
    points: () => [...kept, ...(open === undefined ? [] : [open])].map((stretch) => stretch.point()),
  };
}

/** Values that follow one another. Grows in place: a series has millions of them. */
class Stretch {
  readonly #step: number;
  #lastStep: number;
  #time: number | undefined;
  #count = 0;
  #last = Number.NaN;
  #min = Number.NaN;
  #max = Number.NaN;
  #mean = Number.NaN;
  #notFinite = 0;

  constructor(step: number) {
    this.#step = step;
    this.#lastStep = step;
  }

  add(value: number, step: number, time: number | undefined): void {
    this.#lastStep = step;
    this.#time = time ?? this.#time;
    if (Number.isFinite(value)) this.#include(value, { min: value, max: value, mean: value, count: 1 });
    else this.#notFinite += 1;
  }

  /** Takes in the one that follows it. */
  absorb(next: Stretch): void {
    this.#lastStep = next.#lastStep;
    this.#time = next.#time ?? this.#time;
    this.#notFinite += next.#notFinite;
    if (next.#count > 0)
      this.#include(next.#last, { min: next.#min, max: next.#max, mean: next.#mean, count: next.#count });
  }

  point(): SampledPoint {
    return {
      step: this.#step,
      lastStep: this.#lastStep,
      ...(this.#time === undefined ? {} : { time: this.#time }),
      count: this.#count,
      last: this.#last,
      min: this.#min,
      max: this.#max,
      mean: this.#mean,
      notFinite: this.#notFinite,
    };
  }

  #include(last: number, { min, max, mean, count }: Pick<SampledPoint, 'min' | 'max' | 'mean' | 'count'>): void {
    const total = this.#count + count;
    this.#last = last;
    this.#min = this.#count === 0 ? min : Math.min(this.#min, min);
    this.#max = this.#count === 0 ? max : Math.max(this.#max, max);
    this.#mean = this.#count === 0 ? mean : this.#mean * (this.#count / total) + mean * (count / total);
    this.#count = total;
  }
}
