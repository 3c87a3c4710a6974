import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { BlobId, GitPlaces } from '#git/git.js';
import { unsupported } from './unsupported.js';

/** One line of git's index. */
export interface IndexEntry {
  readonly path: string;
  readonly blob: BlobId;
  readonly mode: string;
  /** 0, or 1 to 3 (base, ours, theirs) in a conflict. */
  readonly stage: number;
  /** Announced with `git add --intent-to-add`, without content. */
  readonly isIntent: boolean;
  readonly size: number;
}

const headerLength = 12;
const fixedLength = 62;
const trailerLength = 20;
const extendedFlag = 0x4000;
const intentFlag = 0x2000;

/**
 * Reads git's index, in the order of the paths' bytes; none where there is no index yet.
 * @throws `git.unsupported` for an index that is not of version 2 or 3, split, sparse or damaged
 */
export async function readIndex(places: GitPlaces): Promise<readonly IndexEntry[]> {
  const file = path.join(places.gitFolder, 'index');
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, file);
  }
  return parseIndex(bytes);
}

function parseIndex(bytes: Buffer): readonly IndexEntry[] {
  if (bytes.length < headerLength + trailerLength || bytes.toString('latin1', 0, 4) !== 'DIRC') {
    throw unsupported('has a damaged index');
  }
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw unsupported(`has an index of version ${version}`);
  const entries: IndexEntry[] = [];
  let at = headerLength;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const { entry, end } = parseEntry(bytes, at);
    entries.push(entry);
    at = end;
  }
  refuseExtensions(bytes, at);
  return entries;
}

function parseEntry(bytes: Buffer, at: number): { readonly entry: IndexEntry; readonly end: number } {
  if (at + fixedLength > bytes.length) throw unsupported('has a damaged index');
  const flags = bytes.readUInt16BE(at + 60);
  const isExtended = (flags & extendedFlag) !== 0;
  const nameAt = at + fixedLength + (isExtended ? 2 : 0);
  const nameEnd = bytes.indexOf(0, nameAt);
  if (nameEnd === -1) throw unsupported('has a damaged index');
  const entry = {
    path: bytes.toString('utf8', nameAt, nameEnd),
    blob: bytes.toString('hex', at + 40, at + 60) as BlobId,
    mode: bytes.readUInt32BE(at + 24).toString(8),
    stage: (flags >> 12) & 3,
    isIntent: isExtended && (bytes.readUInt16BE(at + fixedLength) & intentFlag) !== 0,
    size: bytes.readUInt32BE(at + 36),
  };
  // One to eight NUL bytes bring an entry's length to a multiple of eight.
  return { entry, end: nameEnd + 8 - ((nameEnd - at) % 8) };
}

/** An extension in lower case changes what the entries mean: `link` a split index, `sdir` a sparse one. */
function refuseExtensions(bytes: Buffer, start: number): void {
  for (let at = start; at + 8 <= bytes.length - trailerLength; at += 8 + bytes.readUInt32BE(at + 4)) {
    const name = bytes.toString('latin1', at, at + 4);
    if (/^[a-z]/.test(name)) throw unsupported(`has an index with the extension '${name}'`);
  }
}
