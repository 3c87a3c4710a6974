import { number } from './text.js';

/** A measured number in four digits or so: `0.1235`, `1,234`, `1.2e-7`. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (Number.isInteger(value) && size < 1e9)) return signed(value, number(size));
  if (size < 1e-4 || size >= 1e9)
    return value
      .toExponential(3)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (size >= 1000) return signed(value, number(Math.round(size)));
  return String(Number(value.toPrecision(4)));
}

function signed(value: number, text: string): string {
  return value < 0 ? `-${text}` : text;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `5 h 7 min`, `2 d 3 h`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return parts([Math.floor(whole / 60), 'min'], [whole % 60, 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return parts([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
  const hours = Math.round(seconds / 3600);
  return parts([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

function parts(...units: readonly (readonly [number, string])[]): string {
  return units
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** `3 h ago`, `just now`. */
export function ago(timestamp: string, now: Date): string {
  const since = age(timestamp, now);
  return since === 'now' ? 'just now' : `${since} ago`;
}

/** How long ago a time was, in one unit: `now`, `5 min`, `3 h`, `12 d`, `2 y`. */
export function age(timestamp: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(timestamp)) / 1000;
  const units = [
    ['y', 365 * 86_400],
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const;
  const [unit, length] = units.find(([, least]) => seconds >= least) ?? [];
  return unit === undefined || length === undefined ? 'now' : `${Math.floor(seconds / length)} ${unit}`;
}

/** `2026-03-01 09:30` where the user is. */
export function localMinute(timestamp: string): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return '-';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
