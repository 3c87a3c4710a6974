import { type ComparedValues, type Pair, type ValueComparison, valueComparison } from '#model/value-comparison.js';
import { recordLimit, tableRecords } from '#model/table-records.js';
import { linesOf, sideBySide, textOf } from './text-streams.js';

/** A file of which the bytes can be read, again and again. */
export interface ReadableFile {
  readonly size: number;
  bytes(): AsyncIterable<Uint8Array>;
}

/** Larger JSON is not held in memory. */
const jsonLimitBytes = 32 * 1024 * 1024;

/**
 * How two files of different bytes differ: JSON, JSON lines and tables by their values, other text by its lines, the rest by
 * its bytes. The name decides, without one the content.
 */
export async function compareFiles(
  files: Pair<ReadableFile>,
  { name, tolerance }: { readonly name: string; readonly tolerance: number },
): Promise<ComparedValues> {
  for (const compare of [...byName(name), compareLines]) {
    const comparison = valueComparison(tolerance);
    if (await compare(files, comparison)) return comparison.result();
  }
  const comparison = valueComparison(tolerance);
  await compareBytes(files, comparison);
  return comparison.result();
}

/** Compares what it can read; false where the files are not what their name says. */
type Comparer = (files: Pair<ReadableFile>, comparison: ValueComparison) => Promise<boolean>;

function byName(name: string): readonly Comparer[] {
  const suffix = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (suffix === 'csv') return [comparing(tables(','))];
  if (suffix === 'tsv') return [comparing(tables('\t'))];
  if (suffix === 'jsonl' || suffix === 'ndjson') return [comparing(compareJsonLines)];
  return suffix === 'json' || suffix === undefined ? [comparing(compareJson)] : [];
}

async function compareJson({ first, made }: Pair<ReadableFile>, comparison: ValueComparison): Promise<void> {
  if (Math.max(first.size, made.size) > jsonLimitBytes) throw new RangeError('too large');
  const [one, other] = [await jsonOf(first), await jsonOf(made)];
  if (one === undefined || other === undefined) throw new SyntaxError('not JSON');
  comparison.compare({ first: one.value, made: other.value }, '');
}

async function jsonOf(file: ReadableFile): Promise<{ readonly value: unknown } | undefined> {
  const pieces: string[] = [];
  for await (const piece of textOf(file.bytes())) pieces.push(piece);
  return parsed(pieces.join(''));
}

/** Python writes NaN and infinities, which are no JSON: they compare as texts. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const quoted = text.replace(/("(?:[^"\\]|\\.)*")|(-?\bInfinity\b|\bNaN\b)/g, (_, kept: string | undefined, word) =>
      kept === undefined ? `"${String(word)}"` : kept,
    );
    try {
      return { value: JSON.parse(quoted) as unknown };
    } catch {
      return undefined;
    }
  }
}

/** A comparer that gives up on what is not what it was taken for, or is too long, or nested too deep. */
function comparing(work: (files: Pair<ReadableFile>, comparison: ValueComparison) => Promise<void>): Comparer {
  return async (files, comparison) => {
    try {
      await work(files, comparison);
      return true;
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError) return false;
      throw error;
    }
  };
}

async function compareJsonLines({ first, made }: Pair<ReadableFile>, comparison: ValueComparison): Promise<void> {
  let line = 0;
  const lines = (file: ReadableFile) => linesOf(textOf(file.bytes()), recordLimit);
  for await (const { first: one, made: other } of sideBySide(lines(first), lines(made))) {
    line += 1;
    if (one === other) continue;
    if (one === undefined || other === undefined) {
      comparison.differ(`line ${line} is ${one === undefined ? 'new' : 'missing'}`);
      return;
    }
    const values = { first: parsed(one), made: parsed(other) };
    if (values.first === undefined || values.made === undefined) throw new SyntaxError('not JSON');
    comparison.compare({ first: values.first.value, made: values.made.value }, `line ${line}`);
  }
}

function tables(delimiter: string) {
  return async ({ first, made }: Pair<ReadableFile>, comparison: ValueComparison): Promise<void> => {
    let header: readonly string[] | undefined;
    const records = (file: ReadableFile) => tableRecords(textOf(file.bytes()), delimiter);
    for await (const { first: one, made: other } of sideBySide(records(first), records(made))) {
      if (one === undefined || other === undefined) {
        comparison.differ(`line ${(one ?? other)?.line} is ${one === undefined ? 'new' : 'missing'}`);
        return;
      }
      header ??= one.fields;
      if (one.fields.length !== other.fields.length) {
        comparison.differ(`line ${one.line}: ${other.fields.length} columns instead of ${one.fields.length}`);
        continue;
      }
      for (const [index, field] of one.fields.entries()) {
        const texts = { first: field, made: other.fields[index] as string };
        if (texts.first === texts.made) continue;
        comparison.compareTexts(texts, `line ${one.line}, ${header[index] ?? `column ${index + 1}`}`);
      }
    }
  };
}

/** False where it is no text: then its bytes are compared. */
const compareLines: Comparer = async ({ first, made }, comparison) => {
  let line = 0;
  const lines = (file: ReadableFile) => linesOf(textOf(file.bytes()), recordLimit);
  try {
    for await (const { first: one, made: other } of sideBySide(lines(first), lines(made))) {
      line += 1;
      if (one === other) continue;
      if (isBinary(one) || isBinary(other)) return false;
      if (one === undefined || other === undefined) {
        comparison.differ(`line ${line} is ${one === undefined ? 'new' : 'missing'}`);
      } else {
        comparison.differ(`line ${line}: ${brief(other)} instead of ${brief(one)}`);
      }
      return true;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
  // Only the last line's end differs.
  return false;
};

function isBinary(line: string | undefined): boolean {
  return line !== undefined && (line.includes('\0') || line.includes('\ufffd'));
}

function brief(line: string): string {
  return JSON.stringify(line.length <= 60 ? line : `${line.slice(0, 60)}…`);
}

async function compareBytes({ first, made }: Pair<ReadableFile>, comparison: ValueComparison): Promise<void> {
  if (first.size !== made.size) {
    comparison.differ(`${made.size} bytes instead of ${first.size}`);
    return;
  }
  const [one, other] = [first.bytes()[Symbol.asyncIterator](), made.bytes()[Symbol.asyncIterator]()];
  try {
    comparison.differ(`byte ${await firstDifference(one, other)} differs`);
  } finally {
    await one.return?.();
    await other.return?.();
  }
}

/** Where two streams of equal length differ first. Their chunks need not be of equal length. */
async function firstDifference(one: AsyncIterator<Uint8Array>, other: AsyncIterator<Uint8Array>): Promise<number> {
  let [left, right]: [Uint8Array, Uint8Array] = [new Uint8Array(), new Uint8Array()];
  for (let offset = 0; ; ) {
    if (left.length === 0) left = ((await one.next()) as IteratorYieldResult<Uint8Array>).value ?? nothingMore;
    if (right.length === 0) right = ((await other.next()) as IteratorYieldResult<Uint8Array>).value ?? nothingMore;
    const length = Math.min(left.length, right.length);
    if (length === 0) return offset;
    if (Buffer.compare(left.subarray(0, length), right.subarray(0, length)) !== 0) {
      for (let at = 0; at < length; at++) if (left[at] !== right[at]) return offset + at;
    }
    [left, right] = [left.subarray(length), right.subarray(length)];
    offset += length;
  }
}

const nothingMore = new Uint8Array();
