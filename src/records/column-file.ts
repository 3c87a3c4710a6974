import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TextColumn } from '#model/text-column.js';

/** Named columns of numbers and texts. Which there are is said by a format: `lineage 1`. */
export type Columns = Readonly<Record<string, Uint8Array | Uint32Array | Float64Array | TextColumn>>;

/**
 * The columns in a file, as views over its bytes: reading 60,000 rows costs no parsing. Undefined where there is no such
 * file, where it has another format, or is damaged: what is kept so can always be made anew.
 */
export function readColumns(file: string, format: string): Columns | undefined {
  try {
    return decodeColumns(readFileSync(file), format);
  } catch (error) {
    if (isOfSystem(error)) return undefined;
    throw error;
  }
}

/**
 * Puts columns in place in one step. Two writers never mix; the later one stays. Where the disk is full, or the repository
 * may only be read, nothing is kept: the next command does without.
 */
export function writeColumns(file: string, format: string, columns: Columns): void {
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // No flush: a file that a power cut empties fails its checksum, and is as good as none.
    writeFileSync(temporary, encodeColumns(columns, format));
    renameSync(temporary, file);
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    removeColumns(temporary);
  }
}

/** Removes a file of columns where that can be done. */
export function removeColumns(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (!isOfSystem(error)) throw error;
  }
}

/*
 *   head     magic (u32), checksum of all that follows (u32), length of the table (u32), 0 (u32)
 *   table    JSON: the format, and [name, kind, offset, bytes] of each array; padded to 8
 *   arrays   each padded to 8
 *
 * Numbers are in the byte order of the machine: the file never leaves it, and the magic number tells.
 */
const magic = 0x504c0001;
const headBytes = 16;

type Kind = 'u8' | 'u32' | 'f64';
interface Table {
  readonly format: string;
  readonly entries: readonly TableEntry[];
}

type TableEntry = readonly [name: string, kind: Kind, offset: number, bytes: number];

export function encodeColumns(columns: Columns, format: string): Uint8Array {
  const arrays = Object.entries(columns).flatMap(([name, column]) => arraysOf(name, column));
  let end = 0;
  const entries = arrays.map(([name, array]): TableEntry => {
    const offset = end;
    end = padded(offset + array.byteLength);
    return [name, kindOf(array), offset, array.byteLength];
  });
  const tableBytes = Buffer.from(JSON.stringify({ format, entries } satisfies Table));
  const start = padded(headBytes + tableBytes.length);
  const file = new Uint8Array(start + end);
  file.set(tableBytes, headBytes);
  for (const [index, [, array]] of arrays.entries()) {
    const [, , offset] = entries[index] as TableEntry;
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  }
  const head = new Uint32Array(file.buffer, 0, 4);
  head[0] = magic;
  head[2] = tableBytes.length;
  head[1] = checksumOf(file);
  return file;
}

/** Undefined where `bytes` are no columns of this format, whole and undamaged. */
export function decodeColumns(bytes: Uint8Array, format: string): Columns | undefined {
  // Columns of doubles need the alignment that a pooled buffer may lack.
  const file = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  if (file.length < headBytes || file.length % 8 !== 0) return undefined;
  const [fileMagic, checksum, tableLength = 0] = new Uint32Array(file.buffer, file.byteOffset, 4);
  if (fileMagic !== magic || checksum !== checksumOf(file)) return undefined;
  const table = JSON.parse(Buffer.from(file.subarray(headBytes, headBytes + tableLength)).toString()) as Table;
  if (table.format !== format) return undefined;
  const start = file.byteOffset + padded(headBytes + tableLength);
  const arrays = new Map(
    table.entries.map(([name, kind, offset, length]) => [name, viewOf(kind, file.buffer, [start + offset, length])]),
  );
  const columns: Record<string, Columns[string]> = {};
  for (const [name, array] of arrays) {
    const text = /^(.+)\.bytes$/.exec(name)?.[1];
    const ends = text === undefined ? undefined : arrays.get(`${text}.ends`);
    if (text !== undefined && ends instanceof Uint32Array) columns[text] = { ends, bytes: array as Uint8Array };
    else if (!name.endsWith('.ends')) columns[name] = array;
  }
  return columns;
}

/** Of a whole file, which is a number of words; a change of any one word changes it. */
function checksumOf(file: Uint8Array): number {
  const words = new Uint32Array(file.buffer, file.byteOffset + 8, file.length / 4 - 2);
  let sum = 0x811c9dc5;
  for (let index = 0; index < words.length; index++) sum = Math.imul(sum ^ (words[index] as number), 0x01000193);
  return sum >>> 0;
}

type NumberColumn = Uint8Array | Uint32Array | Float64Array;

/** Whether a call of the system failed, for whatever reason. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}

function arraysOf(name: string, column: Columns[string]): readonly (readonly [string, NumberColumn])[] {
  if (ArrayBuffer.isView(column)) return [[name, column]];
  return [
    [`${name}.ends`, column.ends],
    [`${name}.bytes`, column.bytes],
  ];
}

function kindOf(array: NumberColumn): Kind {
  return array instanceof Float64Array ? 'f64' : array instanceof Uint32Array ? 'u32' : 'u8';
}

function viewOf(kind: Kind, buffer: ArrayBufferLike, [offset, bytes]: readonly [number, number]): NumberColumn {
  if (kind === 'f64') return new Float64Array(buffer, offset, bytes / 8);
  return kind === 'u32' ? new Uint32Array(buffer, offset, bytes / 4) : new Uint8Array(buffer, offset, bytes);
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
