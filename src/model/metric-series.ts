import { PixelisError } from '#errors/index.js';

/** What was logged at one moment: a line of `metrics.jsonl`, such as `{"step":3,"time":1772357400.125,"loss":0.5}`. */
export interface MetricPoint {
  readonly step?: number;
  /** Seconds since 1970. */
  readonly time?: number;
  /** Of the process that logged it, in a distributed job. */
  readonly rank?: number;
  /** By name; NaN and the infinities among them. */
  readonly values: Readonly<Record<string, number>>;
}

/** What was read at once, and what of it could not be used. */
export interface MetricBatch {
  readonly points: readonly MetricPoint[];
  /** Lines that are no JSON object: the half line of a program that was killed. */
  readonly brokenLines: number;
  /** Values that are no numbers, or under a name that no metric can have. */
  readonly ignoredValues: number;
}

/** Longest name of a metric, in characters. */
const maxNameLength = 200;

/** Longest line; what is longer is no line of ours, and is not kept while its end is looked for. */
const maxLineLength = 2 ** 20;

/** Keys that say when, and by whom, something was logged. */
function isPlace(name: string): name is 'step' | 'time' | 'rank' {
  return name === 'step' || name === 'time' || name === 'rank';
}

/** Whether values can be logged under a name. */
export function isMetricName(name: string): boolean {
  if (name.length > maxNameLength || isPlace(name) || name === '__proto__' || name === '<<') return false;
  return name !== '' && name.trim() === name && !/[\p{Cc}\p{Cs}]/u.test(name);
}

/**
 * A point as a line with its end. JSON has no NaN and no infinities: they are written as text.
 * @throws `usage.invalid-argument` for a name that no metric can have, for what is no number, and where nothing is logged
 */
export function encodeMetricPoint({ values, ...place }: MetricPoint): string {
  const line: Record<string, number | string> = {};
  for (const key of ['step', 'time', 'rank'] as const) {
    const value = place[key];
    if (value === undefined) continue;
    if (!Number.isFinite(value)) throw invalid(`'${key}' of a metric must be a finite number, not ${String(value)}`);
    line[key] = value;
  }
  const entries = Object.entries(values);
  if (entries.length === 0) throw invalid('there is no metric to log', 'give some: loss=0.5');
  for (const [name, value] of entries) {
    if (!isMetricName(name)) throw unusableName(name);
    if (typeof value !== 'number') throw invalid(`metric '${name}' must be a number, not ${JSON.stringify(value)}`);
    line[name] = Number.isFinite(value) ? value : String(value);
  }
  return `${JSON.stringify(line)}\n`;
}

/** Reads a series as it comes, batch by batch. What cannot be used is counted and passed over. */
export async function* readSeries(source: AsyncIterable<Uint8Array>): AsyncIterable<MetricBatch> {
  const decoder = new TextDecoder();
  const isUsable = remembering(isMetricName);
  let rest = '';
  let isTooLong = false;
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    const first = isTooLong && lines.length > 0 ? lines.shift() : undefined;
    if (first !== undefined) isTooLong = false;
    const batch = decodeLines(lines, isUsable);
    yield first === undefined ? batch : { ...batch, brokenLines: batch.brokenLines + 1 };
    if (rest.length > maxLineLength) isTooLong = true;
    if (isTooLong) rest = '';
  }
  if (isTooLong) yield { points: [], brokenLines: 1, ignoredValues: 0 };
  else yield decodeLines([rest + decoder.decode()], isUsable);
}

type NameTest = (name: string) => boolean;

function decodeLines(lines: readonly string[], isUsable: NameTest): MetricBatch {
  const points: MetricPoint[] = [];
  let brokenLines = 0;
  let ignoredValues = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const decoded = decodeLine(line, isUsable);
    if (decoded === undefined) {
      brokenLines += 1;
      continue;
    }
    points.push(decoded.point);
    ignoredValues += decoded.ignored;
  }
  return { points, brokenLines, ignoredValues };
}

function decodeLine(
  line: string,
  isUsable: NameTest,
): { readonly point: MetricPoint; readonly ignored: number } | undefined {
  const read = line.length > maxLineLength ? undefined : parseLine(line);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
  const values: Record<string, number> = {};
  const point: { step?: number; time?: number; rank?: number; readonly values: typeof values } = { values };
  let ignored = 0;
  for (const name in read) {
    const written = (read as Readonly<Record<string, unknown>>)[name];
    const value = numberOf(written);
    if (value === undefined) ignored += written === null ? 0 : 1;
    else if (isUsable(name)) values[name] = value;
    else if (isPlace(name) && Number.isFinite(value)) point[name] = value;
    else ignored += 1;
  }
  return { point, ignored };
}

/** A test that is made once for each name: the same few come in every line. */
function remembering(test: NameTest): NameTest {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? test(name);
    if (known.size < 10_000) known.set(name, answer);
    return answer;
  };
}

/** JSON, or JSON with the bare NaN and Infinity that Python's `json` writes. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    if (!/NaN|Infinity/.test(line)) return undefined;
  }
  try {
    return JSON.parse(
      line.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (word) => (word.startsWith('"') ? word : `"${word}"`)),
    );
  } catch {
    return undefined;
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

function unusableName(name: string): PixelisError {
  const why = isPlace(name)
    ? 'it says when, or by which process, a metric was logged'
    : `a name has 1 to ${maxNameLength} characters, no control characters, and no blanks around it`;
  return invalid(`'${name}' cannot be the name of a metric: ${why}`);
}

function invalid(message: string, hint?: string): PixelisError {
  return new PixelisError('usage.invalid-argument', message, { hint });
}
