import { interrupted, isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { BlobId, GitBlob, ReadBlobsOptions } from '#git/git.js';
import { type ObjectType, requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RunningProcess } from '#process/start-process.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** Reads objects through one `git cat-file --batch`, started when it is first needed. */
export interface ObjectReader {
  /**
   * Blobs that are in memory together, through a process of their own that need not answer at once: a tenth of the system
   * calls.
   */
  readGroup(ids: readonly BlobId[], options?: TaskOptions): AsyncGenerator<GitBlob, void>;
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

const command = ['cat-file', '--batch'];
/** Questions asked ahead: enough that git never waits for us, few enough that little is read in vain. */
const ahead = 64;

export function objectReader(runner: GitRunner): ObjectReader {
  let session: Session | undefined;
  const ask = (request: Request): Promise<Uint8Array | undefined> => {
    if (session === undefined || session.isOver()) session = openSession(runner.start(command));
    return session.ask(request);
  };
  const reader: ObjectReader = {
    async *readGroup(ids, { signal } = {}) {
      if (ids.length === 0) return;
      throwIfInterrupted(signal);
      const requests = ids.map((id) => ({ id: requireObjectId(id), type: 'blob', limitBytes: Infinity }) as const);
      const child = runner.start([...command, '--buffer']);
      const onAbort = (): void => void child.stop();
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const asking = openSession(child);
        const answers = requests.map((request) => asking.ask(request));
        asking.endQuestions();
        const bodies = await Promise.all(answers);
        for (const [index, id] of ids.entries()) {
          throwIfInterrupted(signal);
          const bytes = bodies[index];
          if (bytes === undefined) throw objectMissing(id);
          yield { id, bytes };
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

interface Request {
  readonly id: string;
  readonly type: ObjectType;
  readonly limitBytes: number;
}

interface Session {
  /** Undefined where git has no such object. */
  ask(request: Request): Promise<Uint8Array | undefined>;
  isOver(): boolean;
  /** Says that nothing more will be asked. */
  endQuestions(): void;
  close(): Promise<void>;
}

interface Question extends Request {
  readonly resolve: (bytes: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** One child process: ids in, objects out, in the same order. */
function openSession(child: RunningProcess): Session {
  const questions: Question[] = [];
  let isOver = false;
  let asked = '';
  const send = (): void => {
    if (!isOver && asked !== '') child.stdin.write(asked);
    asked = '';
  };
  const failAll = (error: unknown): void => {
    isOver = true;
    for (const question of questions.splice(0)) question.reject(error);
  };
  child.stdout.on(
    'data',
    answerParser(() => questions.shift()),
  );
  child.ended.then((end) => failAll(gitFailed(command, end)), failAll);
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        questions.push({ ...request, resolve, reject });
        // What is asked within one turn goes out in one write.
        if (asked === '') setImmediate(send);
        asked += `${request.id}\n`;
      }),
    isOver: () => isOver,
    endQuestions() {
      send();
      child.stdin.end();
    },
    async close() {
      isOver = true;
      if (questions.length > 0) return child.stop();
      child.stdin.end();
      await child.ended.catch(() => undefined);
    },
  };
}

/** Takes the output apart: `<id> <type> <size>`, the bytes and a line end, or `<id> missing`; answers one question each. */
function answerParser(nextQuestion: () => Question | undefined): (chunk: Buffer) => void {
  let header = '';
  let body: Body | undefined;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body === undefined) {
        const end = chunk.indexOf(10, at);
        header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
        if (end === -1) return;
        at = end + 1;
        body = answerHeader(header, nextQuestion());
        header = '';
      } else {
        at += body.take(chunk.subarray(at));
        if (body.isWhole()) body = undefined;
      }
    }
  };
}

interface Body {
  /** Takes what belongs to the object and says how much that is. */
  take(bytes: Buffer): number;
  isWhole(): boolean;
}

function answerHeader(header: string, question: Question | undefined): Body | undefined {
  const [, type = '', sizeText] = header.split(' ');
  if (sizeText === undefined) {
    question?.resolve(undefined);
    return undefined;
  }
  const size = Number(sizeText);
  const problem = question === undefined ? undefined : problemWith(question, type, size);
  if (problem === undefined) return keepBody(size, (bytes) => question?.resolve(bytes));
  question?.reject(problem);
  return skipBody(size);
}

function problemWith({ id, limitBytes, ...asked }: Question, type: string, size: number): PixelisError | undefined {
  if (type !== asked.type)
    return new PixelisError('git.failed', `git's object '${id}' is a ${type}`, { data: { id, type } });
  if (size <= limitBytes) return undefined;
  return new PixelisError('file.too-large', `git's object '${id}' has ${size} bytes, more than ${limitBytes}`, {
    data: { id, size, limitBytes },
  });
}

const lineEnd = 1;

function keepBody(size: number, onWhole: (bytes: Uint8Array) => void): Body {
  const bytes = Buffer.allocUnsafe(size);
  let taken = 0;
  return {
    take(chunk) {
      const count = Math.min(chunk.length, size + lineEnd - taken);
      chunk.copy(bytes, taken, 0, Math.min(count, size - taken));
      taken += count;
      if (taken === size + lineEnd) onWhole(bytes);
      return count;
    },
    isWhole: () => taken === size + lineEnd,
  };
}

function skipBody(size: number): Body {
  let left = size + lineEnd;
  return {
    take(chunk) {
      const count = Math.min(chunk.length, left);
      left -= count;
      return count;
    },
    isWhole: () => left === 0,
  };
}
