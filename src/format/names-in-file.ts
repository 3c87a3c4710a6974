import { isPixelisError } from '#errors/index.js';
import { type Digest, isDigest } from '#model/digest.js';
import type { RunRecord } from '#model/run.js';
import { decodePointer } from './pointer.js';
import { decodeRunRecord } from './run-record.js';
import { formatVersion, newerFormat } from './schema-file.js';
import { decodeVersionRecord } from './version-record.js';

/** What a file says that somebody may ask the store for. */
export interface NamesInFile {
  /** `other`: a file of Pixelis of another kind, or none of its files that spells a digest. */
  readonly kind: 'pointer' | 'version' | 'run' | 'other';
  readonly versions: readonly NamedVersion[];
  /** What a run kept; of `isTree` undefined nobody says whether the object is a tree. */
  readonly objects: readonly NamedObject[];
  /** Digests that stand elsewhere in the text. */
  readonly mentions: readonly Digest[];
}

export interface NamedObject {
  readonly digest: Digest;
  readonly isTree: boolean | undefined;
}

export interface NamedVersion extends NamedObject {
  readonly artifact: string;
  readonly version: number;
  /** Records of versions only. */
  readonly type?: string;
  readonly created?: string;
  /** Bytes, where the file says so. */
  readonly size?: number;
}

/**
 * What a file names, whichever it is: a pointer, a record, one that is in conflict or that another program wrote. What cannot
 * be decoded names every digest that it spells. Undefined where it is none of Pixelis's files and spells none.
 * @param file for messages
 * @throws `file.*` where it begins as a file of Pixelis does, cannot be decoded, and spells no digest; `file.newer-format`
 */
export function namesInFile(bytes: Uint8Array, file: string): NamesInFile | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const keys = keysOf(buffer, file);
  if (keys === undefined) {
    const mentions = spelledIn(buffer);
    return mentions.length === 0 ? undefined : mentioning(mentions);
  }
  try {
    const names = decoded(bytes, file, keys);
    if (names === undefined) return mentioning(spelledIn(buffer));
    const told = new Set([...names.versions, ...names.objects].map(({ digest }) => digest));
    return { ...names, mentions: spelledIn(buffer).filter((digest) => !told.has(digest)) };
  } catch (error) {
    if (!isPixelisError(error) || error.code === 'file.newer-format') throw error;
    const mentions = spelledIn(buffer);
    if (mentions.length === 0) throw error;
    return mentioning(mentions);
  }
}

const prefix = 'blake3:';
const digests = /blake3:[0-9a-f]{64}/g;

/** The first key of every file of ours is `pixelis`; comments may stand before it. */
const head = /^(?:[ \t]*(?:#[^\n]*|---)?\r?\n)*["']?pixelis["']?[ \t]*:[ \t]*(\d*)/;
const headLimitBytes = 4096;

const tellingKeys = ['artifact', 'run', 'type'] as const;
const keyAtTop = { artifact: /^artifact[ \t]*:/m, run: /^run[ \t]*:/m, type: /^type[ \t]*:/m };
type TellingKeys = ReadonlySet<(typeof tellingKeys)[number]>;

/** The keys at the top of a file of ours that tell of which kind it is; undefined where it is none. @throws `file.newer-format` */
function keysOf(bytes: Buffer, file: string): TellingKeys | undefined {
  if (bytes.subarray(0, headLimitBytes).indexOf('pixelis') < 0) return undefined;
  const [isHead, format] = head.exec(bytes.toString('latin1', 0, headLimitBytes)) ?? [];
  if (isHead === undefined) return undefined;
  if (Number(format) > formatVersion) throw newerFormat(file, Number(format));
  const text = bytes.toString('latin1');
  return new Set(tellingKeys.filter((key) => keyAtTop[key].test(text)));
}

function decoded(bytes: Uint8Array, file: string, keys: TellingKeys): Omit<NamesInFile, 'mentions'> | undefined {
  // Each with a key that no other kind has: also one that is cut off is told.
  if (!keys.has('artifact')) return keys.has('run') ? namedByRun(decodeRunRecord(bytes, file)) : undefined;
  if (!keys.has('type')) {
    const { artifact, version, digest, size, files } = decodePointer(bytes, file);
    const named = { artifact, version, digest, size, isTree: files !== undefined };
    return { kind: 'pointer', versions: [named], objects: [] };
  }
  const { artifact, version, digest, size, files, type, created, parents } = decodeVersionRecord(bytes, file);
  const named = { artifact, version, digest, size, isTree: files !== undefined, type, created };
  return { kind: 'version', versions: [named, ...parents.map(unknownKind)], objects: [] };
}

function namedByRun(record: RunRecord): Omit<NamesInFile, 'mentions'> {
  const { inputs, outputs, reproduces, code, config, series, hardwareSeries, stdout, stderr } = record;
  const kept = [config, series, hardwareSeries, stdout, stderr].flatMap((stored) => stored?.digest ?? []);
  const changes = code.changes?.digest;
  return {
    kind: 'run',
    versions: [...inputs, ...outputs, ...(reproduces?.outputs ?? [])].map(unknownKind),
    objects: [
      ...kept.map((digest) => ({ digest, isTree: false })),
      ...(changes === undefined ? [] : [{ digest: changes, isTree: true }]),
    ],
  };
}

function unknownKind({
  artifact,
  version,
  digest,
}: Pick<NamedVersion, 'artifact' | 'version' | 'digest'>): NamedVersion {
  return { artifact, version, digest, isTree: undefined };
}

function mentioning(mentions: readonly Digest[]): NamesInFile {
  return { kind: 'other', versions: [], objects: [], mentions };
}

/** Every digest that stands in a text, each once. */
export function spelledIn(bytes: Buffer): readonly Digest[] {
  // Most files have none: one is made a text only where it must be.
  if (!bytes.includes(prefix)) return [];
  const found = new Set(bytes.toString('latin1').match(digests));
  return [...found].filter(isDigest);
}
