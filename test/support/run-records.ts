import { encodeRunRecord, runRecordPath } from '#format/run-record.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { RunRecord, StoredFile } from '#model/run.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { GitRepository } from './git-repository.js';

/** The record of a run that ended well, as far as nothing else is said of it. */
export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    run: 'k7m2x9w4q1',
    kind: 'command',
    command: ['python3', 'train.py'],
    folder: '',
    started: '2026-03-01T09:30:00.125Z',
    ended: '2026-03-01T09:31:00.125Z',
    seconds: 60,
    state: 'COMPLETED',
    exitCode: 0,
    host: 'gpu-1',
    user: 'ada',
    captureLevel: 2,
    code: { dirty: false },
    params: {},
    tags: [],
    inputs: [],
    outputs: [],
    metrics: {},
    redacted: [],
    ...changes,
  };
}

/** Writes the record into the worktree. */
export async function writeRunRecord(repository: GitRepository, record: RunRecord): Promise<void> {
  await repository.write(runRecordPath(record.run), encodeRunRecord(record));
}

/** Keeps a text as an object, as a run keeps its output. */
export async function keepText(cache: LocalBucketStore, text: string): Promise<StoredFile> {
  const bytes = Buffer.from(text);
  await cache.write([bytes]);
  return { digest: hashBytes(bytes, await loadHasher()), size: bytes.length };
}
