import { validateCollectorFile } from '#schema/index.js';
import { decodeJsonFile, encodeJsonFile } from './json-document.js';
import { formatVersion } from './schema-file.js';

/** Who collects garbage on a remote, or moved what lies in its trash. */
export interface Collector {
  /** Random id of the clone that it runs in. */
  readonly clone: string;
  /** What people know the clone by. */
  readonly by: string;
  /** `2026-03-01T09:30:00Z`, by the clone's clock. */
  readonly started: string;
  /** Random, for this collector alone. */
  readonly token: string;
  readonly isEnded: boolean;
}

const limitBytes = 64 * 1024;

/** @throws `file.invalid`, `file.newer-format`, `file.too-large` */
export function decodeCollector(bytes: Uint8Array, file: string): Collector {
  const value = decodeJsonFile(bytes, { file, limitBytes }, validateCollectorFile);
  const { clone, by, started, token, ended = false } = value;
  return { clone, by, started, token, isEnded: ended };
}

export function encodeCollector({ clone, by, started, token, isEnded }: Collector): Uint8Array {
  return encodeJsonFile({ pixelis: formatVersion, clone, by, started, token, ended: isEnded || undefined });
}
