import { PixelisError } from '#errors/index.js';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** Seconds in an age as it is typed: `30d`, `12h`, `2w`, `90m`, `45s`, `1y`; `0` is none. @throws `usage.invalid-argument` */
export function parseAge(text: string): number {
  if (text === '0') return 0;
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhdwy])$/.exec(text) ?? [];
  const seconds = unitSeconds[unit];
  if (seconds !== undefined) return Number(digits) * seconds;
  throw new PixelisError('usage.invalid-argument', `'${text}' is not an age`, {
    hint: 'try 30d; units are s, m, h, d, w and y',
    data: { text },
  });
}
