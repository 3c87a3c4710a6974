import { interrupted, PixelisError } from '#errors/index.js';
import type { AllBlobsOptions, BlobId, GitBlob } from '#git/git.js';
import { isObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';
import type { ObjectReader } from './object-reader.js';

/** Blobs are read in groups: so many, or so many bytes, are in memory at once. */
const groupLimit = { blobs: 4096, bytes: 16 * 1024 * 1024 };

const listing = ['cat-file', '--batch-all-objects', '--unordered', '--buffer'];
const fields = '--batch-check=%(objecttype) %(objectsize) %(objectname)';

/**
 * Lists the objects with one process, and reads those that are wanted with another. What is gone by the time it is read was
 * pruned; what is still listed then is damaged.
 */
export async function* allBlobs(
  runner: GitRunner,
  reader: Pick<ObjectReader, 'readGroup'>,
  options: AllBlobsOptions,
): AsyncGenerator<GitBlob, void> {
  await refuseWhatIsCutOff(runner, { signal: options.signal });
  const missing = yield* readListed(runner, reader, options);
  if (missing.size === 0) return;
  const skips = (id: BlobId): boolean => !missing.has(id) || options.skips?.(id) === true;
  const again = yield* readListed(runner, reader, { ...options, skips });
  for (const id of again) if (missing.has(id)) throw unreadable(id);
}

/** Gives the ids that were listed, and that git could not read. */
async function* readListed(
  runner: GitRunner,
  reader: Pick<ObjectReader, 'readGroup'>,
  options: AllBlobsOptions,
): AsyncGenerator<GitBlob, ReadonlySet<string>> {
  const { signal } = options;
  const missing = new Set<string>();
  async function* read(ids: readonly BlobId[]): AsyncGenerator<GitBlob, void> {
    for await (const { id, bytes } of reader.readGroup(ids, { signal })) {
      if (bytes === undefined) missing.add(id);
      else yield { id, bytes };
    }
  }
  let group: BlobId[] = [];
  let bytes = 0;
  for await (const { id, size } of listBlobs(runner, options, missing)) {
    group.push(id);
    bytes += size;
    if (group.length < groupLimit.blobs && bytes < groupLimit.bytes) continue;
    yield* read(group);
    [group, bytes] = [[], 0];
  }
  yield* read(group);
  return missing;
}

async function* listBlobs(
  runner: GitRunner,
  { limitBytes, skips, signal }: AllBlobsOptions,
  missing: Set<string>,
): AsyncGenerator<{ readonly id: BlobId; readonly size: number }, void> {
  const child = runner.start([...listing, fields]);
  child.stdin.end();
  const onAbort = (): void => void child.stop();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    let rest = '';
    for await (const chunk of child.stdout) {
      const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [type = '', size, id = ''] = line.split(' ');
        if (size === 'missing') missing.add(type);
        else if (type === 'blob' && Number(size) <= limitBytes && isObjectId(id) && skips?.(id) !== true) {
          yield { id, size: Number(size) };
        }
      }
    }
    const end = await child.ended;
    if (end.exitCode !== 0) throw gitFailed(listing, end);
  } catch (error) {
    throw signal?.aborted === true ? interrupted(signal) : error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await child.stop();
  }
}

async function refuseWhatIsCutOff(runner: GitRunner, options: TaskOptions): Promise<void> {
  if (runner.places.isShallow) {
    throw new PixelisError('git.shallow', `history is cut off in '${runner.places.root}': it is a shallow clone`, {
      hint: 'fetch the rest of it: git fetch --unshallow',
      data: { path: runner.places.root },
    });
  }
  const args = ['config', '--null', '--get-regexp', '^(remote[.].*[.]promisor|extensions[.]partialclone)$'];
  const result = await runner.run(args, options);
  if (result.exitCode !== 0 && result.exitCode !== 1) throw gitFailed(args, result);
  const settings = result.stdout
    .toString('utf8')
    .split('\0')
    .filter((setting) => setting !== '');
  if (settings.every((setting) => /\n(?:false|no|off|0)?$/i.test(setting))) return;
  throw new PixelisError('git.shallow', `git left objects with a remote in '${runner.places.root}': a partial clone`, {
    hint: 'fetch the rest of them: git fetch --refetch --no-filter, then git config --unset-all remote.origin.promisor',
    data: { path: runner.places.root },
  });
}

function unreadable(id: string): PixelisError {
  return new PixelisError('git.failed', `git cannot read its object '${id}'`, {
    hint: 'git fsck says what is damaged',
    data: { id },
  });
}
