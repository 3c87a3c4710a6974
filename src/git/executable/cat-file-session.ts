import { PixelisError } from '#errors/index.js';
import type { ObjectType } from '#git/object-id.js';
import type { RunningProcess } from '#process/start-process.js';
import { gitFailed } from './git-failed.js';

/** What the process is started with. */
export const catFileBatch = ['cat-file', '--batch'];

/** An object that is to be of a type, and of so many bytes at most. */
export interface Request {
  readonly id: string;
  readonly type: ObjectType;
  readonly limitBytes: number;
}

/** One `git cat-file --batch`: questions and answers, in the same order. */
export interface Session {
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

export function openSession(child: RunningProcess): Session {
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
  child.ended.then((end) => failAll(gitFailed(catFileBatch, end)), failAll);
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
