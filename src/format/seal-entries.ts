import { PixelisError } from '#errors/index.js';
import { digestFromHex, digestHex } from '#model/digest.js';
import type { SealEntry } from '#model/seal-entry.js';

/**
 * The leaves that one seal adds, a line each. The bytes of a line, without its end, are the leaf:
 *
 *     record <commit> <blob> <64 hex digits of BLAKE3> <path>      also: pointer, aliases
 *     head <commit, or - where the ref is gone> <ref>
 *     rewritten <commit> <ref>
 *     lost <blob> <path>
 *     sealed 2026-03-01T09:30:00Z [<reason>]
 *
 * The last field is percent-encoded where it has a `%` or a control character.
 */
export function encodeSealEntry(entry: SealEntry): string {
  switch (entry.kind) {
    case 'head':
      return `head ${entry.commit ?? '-'} ${encodeText(entry.ref)}`;
    case 'rewritten':
      return `rewritten ${entry.commit} ${encodeText(entry.ref)}`;
    case 'lost':
      return `lost ${entry.blob} ${encodeText(entry.path)}`;
    case 'sealed':
      return entry.reason === undefined ? `sealed ${entry.time}` : `sealed ${entry.time} ${encodeText(entry.reason)}`;
    default:
      return `${entry.kind} ${entry.commit} ${entry.blob} ${digestHex(entry.digest)} ${encodeText(entry.path)}`;
  }
}

const objectId = '[0-9a-f]{40}(?:[0-9a-f]{24})?';
const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
const patterns = {
  state: new RegExp(`^(record|pointer|aliases) (${objectId}) (${objectId}) ([0-9a-f]{64}) (.+)$`),
  ref: new RegExp(`^(head|rewritten) (${objectId}|-) (.+)$`),
  lost: new RegExp(`^lost (${objectId}) (.+)$`),
  sealed: new RegExp(`^sealed (${time})(?: (.+))?$`),
};

/** @throws `seal.broken` where the line is no leaf, or could have been written otherwise */
export function decodeSealEntry(line: string): SealEntry {
  const entry = parseEntry(line);
  if (entry !== undefined && encodeSealEntry(entry) === line) return entry;
  throw new PixelisError('seal.broken', `a seal has a line that is none of its own: '${line.slice(0, 200)}'`);
}

function parseEntry(line: string): SealEntry | undefined {
  const [, kind, commit = '', blob = '', hex = '', path = ''] = patterns.state.exec(line) ?? [];
  if (kind === 'record' || kind === 'pointer' || kind === 'aliases') {
    return { kind, commit, blob, digest: digestFromHex(hex), path: decodeText(path) };
  }
  const [, moved, stood = '', ref = ''] = patterns.ref.exec(line) ?? [];
  if (moved === 'head') return { kind: moved, commit: stood === '-' ? undefined : stood, ref: decodeText(ref) };
  if (moved === 'rewritten' && stood !== '-') return { kind: moved, commit: stood, ref: decodeText(ref) };
  const [, lostBlob, lostPath = ''] = patterns.lost.exec(line) ?? [];
  if (lostBlob !== undefined) return { kind: 'lost', blob: lostBlob, path: decodeText(lostPath) };
  const [, when, reason] = patterns.sealed.exec(line) ?? [];
  if (when === undefined) return undefined;
  return { kind: 'sealed', time: when, reason: reason === undefined ? undefined : decodeText(reason) };
}

/** The lines of a file of entries. @throws `seal.broken` where the last one has no end */
export function splitSealLines(text: string): readonly string[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new PixelisError('seal.broken', 'a seal is cut off in the middle of a line');
  return text.slice(0, -1).split('\n');
}

function encodeText(text: string): string {
  return text.replace(/[%\p{Cc}]/gu, (character) => encodeURIComponent(character));
}

function decodeText(text: string): string {
  try {
    return text.replace(/(?:%[0-9A-F]{2})+/g, decodeURIComponent);
  } catch {
    return text;
  }
}
