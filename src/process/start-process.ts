import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Environment } from './environment.js';

/** A program to run. Never a shell: each argument reaches the program as it stands. */
export interface ProcessCommand {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited. */
  readonly environment: Environment;
}

export interface StartOptions {
  /** Aborting it stops the child. */
  readonly signal?: AbortSignal | undefined;
  /** What the child reads; nothing if left out. */
  readonly input?: ProcessInput | undefined;
  /** Leaves `stdin` open instead: it is written to, and ended, by whoever started the child. */
  readonly holdStdinOpen?: boolean | undefined;
}

export type ProcessInput = string | Uint8Array | Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** A running child process. Whoever starts it awaits `ended`, or `stop()`. */
export interface RunningProcess {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Settles when the child is gone and its output is read. @throws `process.failed` where it could not be started */
  readonly ended: Promise<ProcessEnd>;
  /** Asks the child to end, kills it 2 s later, and settles when it is gone. Does nothing where it is gone already. */
  stop(): Promise<void>;
}

export interface ProcessEnd {
  /** Undefined where a signal ended the child. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The first 64 KiB of what the child said on stderr. */
  readonly stderr: string;
}

const stderrLimitBytes = 64 * 1024;
const killAfterMs = 2000;
const lingerMs = 500;

/** Starts a child process. @throws `interrupted` where the signal is aborted already */
export function startProcess(command: ProcessCommand, options: StartOptions = {}): RunningProcess {
  throwIfInterrupted(options.signal);
  const child = spawnChild(command);
  const ended = whenEnded(child, command);
  const stop = (): Promise<void> => stopChild(child, ended);
  const onAbort = (): void => void stop();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  ended
    .catch(() => undefined)
    .finally(() => options.signal?.removeEventListener('abort', onAbort))
    .catch(() => undefined);
  if (options.holdStdinOpen === true) ignoreBrokenPipe(child.stdin);
  else feed(child.stdin, options.input ?? '');
  return { pid: child.pid, stdin: child.stdin, stdout: child.stdout, ended, stop };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function spawnChild(command: ProcessCommand): Child {
  try {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: command.environment,
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    if ((child as Partial<Child>).stdout !== undefined) return child;
    child.once('error', () => undefined);
  } catch (cause) {
    throw notStarted(command, cause);
  }
  throw notStarted(command, new Error('too many open files'));
}

function notStarted(command: ProcessCommand, cause: unknown): PixelisError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PixelisError('process.failed', `'${command.file}' could not be run: ${reason}`, {
    cause,
    data: { program: command.file },
  });
}

function whenEnded(child: Child, command: ProcessCommand): Promise<ProcessEnd> {
  const stderr = collectStart(child.stderr);
  return new Promise((resolve, reject) => {
    let linger: NodeJS.Timeout | undefined;
    child.once('error', (cause) => {
      if (child.pid !== undefined) return; // a signal that could not be sent; 'close' still comes
      child.stdout.destroy();
      reject(notStarted(command, cause));
    });
    child.once('exit', () => {
      linger = setInterval(closeWhenSilent(child), lingerMs);
    });
    child.once('close', (exitCode, signal) => {
      clearInterval(linger);
      resolve({ exitCode: exitCode ?? undefined, signal: signal ?? undefined, stderr: stderr() });
    });
  });
}

/** A grandchild that runs on (a hook's `sleep 60 &`) holds the pipes open; nobody waits for it. */
function closeWhenSilent(child: Child): () => void {
  let before = -1;
  return () => {
    const seen = (child.stdout as Socket).bytesRead + (child.stderr as Socket).bytesRead;
    if (seen === before && child.stdout.readableLength === 0) closePipes(child);
    before = seen;
  };
}

function closePipes(child: Child): void {
  child.stdin.destroy();
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Reads a stream to its end and keeps its start, so that a talkative child neither blocks nor fills the memory. */
function collectStart(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let kept = 0;
  stream.on('data', (chunk: Buffer) => {
    if (kept >= stderrLimitBytes) return;
    chunks.push(chunk.subarray(0, stderrLimitBytes - kept));
    kept += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

async function stopChild(child: Child, ended: Promise<ProcessEnd>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  // 'close' waits for the pipes: nobody reads them any more, and a grandchild may hold them open.
  closePipes(child);
  await ended.catch(() => undefined);
  clearTimeout(timer);
}

function feed(stdin: Writable, input: ProcessInput): void {
  ignoreBrokenPipe(stdin);
  if (typeof input === 'string' || input instanceof Uint8Array) stdin.end(input);
  else pipeline(Readable.from(input, { objectMode: true }), stdin).catch(() => undefined);
}

/** A child that ends without reading all of its input says so by its exit code, not by EPIPE here. */
function ignoreBrokenPipe(stdin: Writable): void {
  stdin.on('error', () => undefined);
}
