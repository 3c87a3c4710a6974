import { type PixelisError, throwIfInterrupted } from '#errors/index.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId, CommitId, Git } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import {
  type CollectedLineage,
  isLineageRecord,
  isSameKey,
  keyBytes,
  type KeyedLineage,
  keyOfRecord,
  lineageCollector,
  recordPlaces,
} from './collect-lineage.js';

/** The records that any of the commits has, read anew where `known`, of other commits, has not the same. */
export async function readCommitLineage(
  git: Git,
  commits: readonly CommitId[],
  { known, ...options }: TaskOptions & { readonly known?: KeyedLineage | undefined },
): Promise<CollectedLineage> {
  const files = await recordFiles(git, commits, options);
  const places = new Map(known === undefined ? [] : recordPlaces(known));
  const collector = lineageCollector();
  const unread: RecordAt[] = [];
  for (const file of files) {
    const place = places.get(file.path);
    if (known === undefined || place === undefined || !isSameKey(keyOfRecord(known, place), file.key))
      unread.push(file);
    else collector.keep(known, place);
  }
  const reject = ({ path }: RecordAt, error: PixelisError): void => collector.reject(path, error);
  for await (const { file, bytes } of contentsOf(git, unread, { ...options, reject })) {
    collector.read({ path: file.path, bytes }, file.key);
  }
  return collector.finish();
}

interface RecordAt {
  readonly path: string;
  readonly blob: BlobId;
  readonly key: Uint8Array;
}

/** Each content of each path once, in the order of the commits. */
async function recordFiles(git: Git, commits: readonly CommitId[], options: TaskOptions): Promise<readonly RecordAt[]> {
  const files = new Map<string, RecordAt>();
  for (const [doneItems, commit] of commits.entries()) {
    throwIfInterrupted(options.signal);
    options.onProgress?.({ phase: 'history', doneItems, totalItems: commits.length });
    for (const { path, blob } of await git.listFiles(commit, { folder: '.pixelis', suffix: '.yaml' }, options)) {
      const id = `${path} ${blob}`;
      if (!files.has(id) && isLineageRecord(path)) files.set(id, { path, blob, key: keyOfBlob(blob) });
    }
  }
  return [...files.values()];
}

/** Two records can have the same content only where one of them lies under a wrong name; each is judged by its own. */
async function* contentsOf(
  git: Git,
  files: readonly RecordAt[],
  { reject, ...options }: TaskOptions & { readonly reject: (file: RecordAt, error: PixelisError) => void },
) {
  const byBlob = new Map<BlobId, RecordAt[]>();
  for (const file of files) byBlob.set(file.blob, [...(byBlob.get(file.blob) ?? []), file]);
  let doneItems = 0;
  const onUnreadable = (id: BlobId, error: PixelisError): void => {
    for (const file of byBlob.get(id) ?? []) reject(file, error);
  };
  const reading = { ...options, limitBytes: recordLimitBytes, onUnreadable };
  for await (const { id, bytes } of git.readBlobs(byBlob.keys(), reading)) {
    for (const file of byBlob.get(id) ?? []) yield { file, bytes };
    doneItems += 1;
    if (doneItems % 1000 === 0) options.onProgress?.({ phase: 'scan', doneItems, totalItems: byBlob.size });
  }
}

/** 20 or 32 bytes of an id, and zeros. */
function keyOfBlob(blob: BlobId): Uint8Array {
  const key = new Uint8Array(keyBytes);
  key.set(Buffer.from(blob, 'hex'));
  return key;
}
