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

/** Lists the objects with one process, and reads those that are wanted with another. */
export async function* allBlobs(
  runner: GitRunner,
  reader: Pick<ObjectReader, 'readGroup'>,
  options: AllBlobsOptions,
): AsyncGenerator<GitBlob, void> {
  const { signal } = options;
  await refuseWhatIsCutOff(runner, { signal });
  let group: BlobId[] = [];
  let bytes = 0;
  for await (const { id, size } of listBlobs(runner, options)) {
    group.push(id);
    bytes += size;
    if (group.length < groupLimit.blobs && bytes < groupLimit.bytes) continue;
    yield* reader.readGroup(group, { signal });
    [group, bytes] = [[], 0];
  }
  yield* reader.readGroup(group, { signal });
}

async function* listBlobs(
  runner: GitRunner,
  { limitBytes, skips, signal }: AllBlobsOptions,
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
        const [type, size, id = ''] = line.split(' ');
        // `<id> missing`, and anything else that is no answer: an object that git has and cannot read.
        if (!isObjectId(id)) throw unreadable(line);
        if (type === 'blob' && Number(size) <= limitBytes && skips?.(id) !== true) yield { id, size: Number(size) };
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

function unreadable(line: string): PixelisError {
  return new PixelisError('git.failed', `git cannot read one of its objects: ${line.slice(0, 200)}`, {
    hint: 'git fsck says what is damaged',
    data: { line: line.slice(0, 200) },
  });
}
