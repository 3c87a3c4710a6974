import { Malformed } from './malformed.js';

const pattern = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|UTC)?$/i;

/** Seconds since 1970 of `YYYYMMDD[HHMM[SS]][Z]`, in local time without the `Z`. @throws `Malformed` */
export function parseSshTime(text: string): number {
  const match = pattern.exec(text);
  if (match === null) throw new Malformed(`'${text}' is no time: YYYYMMDD[HHMM[SS]][Z]`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) {
    throw new Malformed(`'${text}' is no time that there is`);
  }
  const time =
    match[7] === undefined
      ? new Date(year, month - 1, day, hour, minute, second).getTime()
      : Date.UTC(year, month - 1, day, hour, minute, second);
  return time / 1000;
}
