import { interrupted, isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { BlobId, GitBlob, ReadBlobsOptions } from '#git/git.js';
import { type ObjectType, requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import { catFileBatch, openSession, type Request, type Session } from './cat-file-session.js';
import type { GitRunner } from './git-runner.js';

/** Reads objects through one `git cat-file --batch`, started when it is first needed. */
export interface ObjectReader {
  /**
   * Blobs that are in memory together, through a process of their own that need not answer at once: a tenth of the system
   * calls. `bytes` is undefined where git has none by that id.
   */
  readGroup(ids: readonly BlobId[], options?: TaskOptions): AsyncGenerator<MaybeObject<BlobId>, void>;
  readBlobs(ids: Iterable<BlobId>, options?: ReadBlobsOptions): AsyncGenerator<GitBlob, void>;
  /** Objects of one kind in the order asked for; `bytes` is undefined where git has none by that id. */
  readObjects<Id extends string>(
    ids: Iterable<Id>,
    type: ObjectType,
    options?: ReadOptions,
  ): AsyncGenerator<MaybeObject<Id>, void>;
  /** Ends the child process and waits for that. The reader can be used again and starts another. */
  close(): Promise<void>;
}

export type ReadOptions = TaskOptions & { readonly limitBytes?: number };

export interface MaybeObject<Id extends string> {
  readonly id: Id;
  readonly bytes: Uint8Array | undefined;
  /** `file.too-large`: there is such an object, over the limit. */
  readonly error?: PixelisError;
}

/** Questions asked ahead: enough that git never waits for us, few enough that little is read in vain. */
const ahead = 64;

export function objectReader(runner: GitRunner): ObjectReader {
  let session: Session | undefined;
  const ask = (request: Request): Promise<Uint8Array | undefined> => {
    if (session === undefined || session.isOver()) session = openSession(runner.start(catFileBatch));
    return session.ask(request);
  };
  const reader: ObjectReader = {
    async *readGroup(ids, { signal } = {}) {
      if (ids.length === 0) return;
      throwIfInterrupted(signal);
      const requests = ids.map((id) => ({ id: requireObjectId(id), type: 'blob', limitBytes: Infinity }) as const);
      const child = runner.start([...catFileBatch, '--buffer']);
      const onAbort = (): void => void child.stop();
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const asking = openSession(child);
        const answers = requests.map((request) => asking.ask(request));
        asking.endQuestions();
        const bodies = await Promise.all(answers);
        for (const [index, id] of ids.entries()) {
          throwIfInterrupted(signal);
          yield { id, bytes: bodies[index] };
        }
      } catch (error) {
        throw signal?.aborted === true ? interrupted(signal) : error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
        await child.stop();
      }
    },
    async *readBlobs(ids, { onUnreadable, ...options } = {}) {
      const tell = onUnreadable ?? rethrow;
      for await (const { id, bytes, error } of reader.readObjects(new Set(ids), 'blob', options)) {
        if (bytes !== undefined) yield { id, bytes };
        else tell(id, error ?? objectMissing(id));
      }
    },
    async *readObjects<Id extends string>(
      ids: Iterable<Id>,
      type: ObjectType,
      { signal, limitBytes = Number.POSITIVE_INFINITY }: ReadOptions = {},
    ) {
      const pending: Pending<Id>[] = [];
      for (const id of ids) {
        throwIfInterrupted(signal);
        const bytes = ask({ id: requireObjectId(id), type, limitBytes });
        bytes.catch(() => undefined); // it is thrown when its turn comes
        pending.push({ id, bytes });
        if (pending.length < ahead) continue;
        // Half of them at a time, so that many questions go out in one write.
        for (const question of pending.splice(0, ahead / 2)) yield await answerTo(question);
      }
      for (const question of pending) {
        throwIfInterrupted(signal);
        yield await answerTo(question);
      }
    },
    async close() {
      await session?.close();
    },
  };
  return reader;
}

interface Pending<Id extends string> {
  readonly id: Id;
  readonly bytes: Promise<Uint8Array | undefined>;
}

async function answerTo<Id extends string>({ id, bytes }: Pending<Id>): Promise<MaybeObject<Id>> {
  try {
    return { id, bytes: await bytes };
  } catch (error) {
    if (isPixelisError(error) && error.code === 'file.too-large') return { id, bytes: undefined, error };
    throw error;
  }
}

function rethrow(_id: string, error: PixelisError): void {
  throw error;
}

function objectMissing(id: string): PixelisError {
  return new PixelisError('git.failed', `git has no object '${id}'`, {
    hint: 'git fsck says what is damaged',
    data: { id },
  });
}
