import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';

export interface VerifyRequest extends TaskOptions {
  readonly full?: boolean | undefined;
  readonly sample?: number | string | undefined;
  readonly limitSeconds?: number | undefined;
  readonly remote?: boolean | string | undefined;
  readonly download?: boolean | undefined;
  readonly repair?: boolean | undefined;
  readonly all?: boolean | undefined;
}

/** How many objects are chosen at random: so many, or a share of all. */
export type SampleSize = { readonly objects: number } | { readonly share: number };

/** How deep the cache is looked into, and how much of it. */
export interface VerifyDepth {
  readonly depth: 'quick' | 'sample' | 'full';
  readonly sample: SampleSize | undefined;
}

/** @throws `usage.invalid-argument` */
export function verifyDepth({ full = false, sample, limitSeconds, download = false }: VerifyRequest): VerifyDepth {
  if (full && sample !== undefined) {
    throw new PixelisError(
      'usage.invalid-argument',
      "'--full' reads everything, '--sample' a part: only one can be meant",
      {
        hint: 'leave out one of the two',
      },
    );
  }
  if (limitSeconds !== undefined && !(limitSeconds > 0)) {
    throw new PixelisError('usage.invalid-argument', `'${limitSeconds}' is no number of seconds`);
  }
  if (sample !== undefined) return { depth: 'sample', sample: parseSample(String(sample)) };
  // Nothing but reading takes so long that it needs a limit.
  const isFull = full || (limitSeconds !== undefined && !download);
  return { depth: isFull ? 'full' : 'quick', sample: undefined };
}

/** How many objects of that many. At least one, where there are any. */
export function sampleCount(size: SampleSize, population: number): number {
  return Math.min(population, 'share' in size ? Math.ceil(size.share * population) : size.objects);
}

function parseSample(text: string): SampleSize {
  const [, number = '', percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number);
  if (percent === '%' && value > 0 && value <= 100) return { share: value / 100 };
  if (percent === '' && number !== '' && Number.isSafeInteger(value) && value > 0) return { objects: value };
  throw new PixelisError(
    'usage.invalid-argument',
    `a sample is a number of objects or a share of them, not '${text}'`,
    {
      hint: 'for example: --sample 1000, --sample 5%',
    },
  );
}
