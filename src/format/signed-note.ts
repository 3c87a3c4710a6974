import { PixelisError } from '#errors/index.js';

/** A text with signatures below it (C2SP signed-note). */
export interface SignedNote {
  /** What is signed; ends with a line end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  /** Name of the key: no spaces, no `+`. */
  readonly name: string;
  /** 8 hex digits: the beginning of a hash of the name, the kind of key and the key. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** What a log's checkpoint says (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log it is of. */
  readonly origin: string;
  /** Leaves of the tree. */
  readonly size: number;
  readonly root: Uint8Array;
}

const dash = '\u2014';

export function encodeNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(({ name, keyId, bytes }) => {
    const blob = Buffer.concat([Buffer.from(keyId, 'hex'), bytes]);
    return `${dash} ${name} ${blob.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** @throws `seal.broken` */
export function decodeNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (end <= 0 || lines.pop() !== '' || lines.length === 0 || lines.length > 64) throw notANote();
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [, name, text = ''] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const blob = Buffer.from(text, 'base64');
  if (name === undefined || blob.length < 5 || blob.toString('base64') !== text) throw notANote();
  return { name, keyId: blob.subarray(0, 4).toString('hex'), bytes: blob.subarray(4) };
}

export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** Lines behind the first three are allowed and say nothing to us. @throws `seal.broken` */
export function decodeCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const root = Buffer.from(rootText, 'base64');
  const size = Number(sizeText);
  const isWhole = rest.pop() === '' && !rest.includes('');
  const isRoot = root.length === 32 && root.toString('base64') === rootText;
  if (origin === '' || !/^(?:0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size) || !isRoot || !isWhole) {
    throw new PixelisError('seal.broken', 'a seal is no checkpoint of a log');
  }
  return { origin, size, root };
}

function notANote(): PixelisError {
  return new PixelisError('seal.broken', 'a seal is no signed note');
}
