import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { diskError, PixelisError } from '#errors/index.js';
import { closePipe, openPipes } from './open-pipe.js';
import type { ProcessCommand } from './start-process.js';
import { watchGroup } from './watch-group.js';
import { withoutHangUp } from './without-hang-up.js';

export interface AttachedOptions {
  /** Files to which the child's output is appended, as it comes, for their owner's eyes only. */
  readonly stdoutFile: string;
  readonly stderrFile: string;
  /** Told of each chunk when it is in its file. A promise is waited for: a slow reader slows the child. */
  readonly onOutput?: ((chunk: Uint8Array, stream: OutputStream) => void | Promise<void>) | undefined;
  /** `inherit`: the child reads what this process would read. */
  readonly stdin: 'inherit' | 'ignore';
}

export type OutputStream = 'stdout' | 'stderr';

/** A child that shares our process group, our terminal and, where asked for, our stdin. */
export interface AttachedProcess {
  readonly pid: number;
  /** Sends a signal. Does nothing where the child is gone. */
  kill(signal: NodeJS.Signals): void;
  /**
   * Passes on a signal that this process received, unless it reached the child by itself: Ctrl-C goes to all processes at a
   * terminal, and a child that got it twice would break off its tidying up. Takes effect within 200 ms.
   * @returns whether it was meant for the child: one that comes a second after its end is not
   */
  passOn(signal: NodeJS.Signals): boolean;
  /** Settles when the child is gone and what it said is in the files. Never rejects. */
  readonly ended: Promise<AttachedEnd>;
}

export interface AttachedEnd {
  /** Undefined where a signal ended the child. */
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
  /** Why a part of the output is not in its file, or was not passed on; the child was not disturbed by it. */
  readonly problems: readonly PixelisError[];
}

const lingerMs = 500;
const lateMs = 1000;

/**
 * Starts a program as a shell would, with its output both kept and passed on. `command.file` is a path or a name that is
 * looked up on the PATH of the command's environment. Output that a grandchild writes after the child has ended is kept
 * until it falls silent; nobody waits for a daemon.
 *
 * @throws `process.failed` where it cannot be started, with the `exitCode` that a shell has for it; `disk.*`
 */
export async function startAttached(command: ProcessCommand, options: AttachedOptions): Promise<AttachedProcess> {
  const logs = await openLogs(options);
  const group = watchGroup(command.environment);
  let child: ChildProcess;
  let outputs: Outputs;
  try {
    ({ child, outputs } = await startChild(command, options));
  } catch (error) {
    group.stop();
    await Promise.all([logs.stdout.close(), logs.stderr.close()]);
    throw error;
  }
  const pumps = [
    pump(outputs.stdout, {
      file: logs.stdout,
      path: options.stdoutFile,
      onChunk: (c) => options.onOutput?.(c, 'stdout'),
    }),
    pump(outputs.stderr, {
      file: logs.stderr,
      path: options.stderrFile,
      onChunk: (c) => options.onOutput?.(c, 'stderr'),
    }),
  ] as const;
  let goneAt = Number.POSITIVE_INFINITY;
  const passing = new Set<NodeJS.Signals>();
  const kill = (signal: NodeJS.Signals) => void (goneAt === Number.POSITIVE_INFINITY && child.kill(signal));
  return {
    pid: child.pid as number,
    kill,
    passOn(signal) {
      // As in the kernel: one that comes while the same one is on its way is the same one.
      if (!passing.has(signal)) {
        passing.add(signal);
        void group.reachedAll(signal).then((hasReached) => {
          passing.delete(signal);
          if (!hasReached) kill(signal);
        });
      }
      return performance.now() < goneAt + lateMs;
    },
    ended: (async () => {
      const [exitCode, signal] = await whenGone(child);
      goneAt = performance.now();
      group.stop();
      const linger = setInterval(() => pumps.forEach((each) => each.closeWhenSilent()), lingerMs);
      const problems = await Promise.all(pumps.map(({ done }) => done));
      clearInterval(linger);
      return {
        ...(exitCode === null ? {} : { exitCode }),
        ...(signal === null ? {} : { signal }),
        problems: problems.flat(),
      };
    })(),
  };
}

type Output = Readable & { readonly bytesRead: number };
type Outputs = Readonly<Record<OutputStream, Output>>;

async function openLogs({ stdoutFile, stderrFile }: AttachedOptions): Promise<Record<OutputStream, FileHandle>> {
  const stdout = await openLog(stdoutFile);
  try {
    return { stdout, stderr: await openLog(stderrFile) };
  } catch (error) {
    await stdout.close();
    throw error;
  }
}

async function openLog(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a', 0o600);
  } catch (error) {
    throw diskError(error, path);
  }
}

async function startChild(
  command: ProcessCommand,
  { stdoutFile, stderrFile, stdin }: AttachedOptions,
): Promise<{ readonly child: ChildProcess; readonly outputs: Outputs }> {
  const pipes = await openPipes([`${stdoutFile}.pipe`, `${stderrFile}.pipe`], command.environment);
  const [stdout, stderr] = pipes ?? [];
  try {
    const { file, args } = withoutHangUp(command);
    const child = spawn(file, [...args], {
      cwd: command.cwd,
      env: command.environment,
      shell: false,
      windowsHide: true,
      stdio: [stdin, stdout?.writeEnd ?? 'pipe', stderr?.writeEnd ?? 'pipe'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.on('error', () => undefined); // a signal that could not be sent
    for (const { writeEnd } of pipes ?? []) closeSync(writeEnd);
    return {
      child,
      outputs: {
        stdout: stdout?.readEnd ?? (child.stdout as Socket),
        stderr: stderr?.readEnd ?? (child.stderr as Socket),
      },
    };
  } catch (error) {
    pipes?.forEach(closePipe);
    throw notStarted(command, error as NodeJS.ErrnoException);
  }
}

function whenGone(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve([child.exitCode, child.signalCode]);
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve([exitCode, signal]));
  });
}

interface Pump {
  /** What went wrong, when all is read. Never rejects. */
  readonly done: Promise<readonly PixelisError[]>;
  /** Ends the reading where nothing came since the last call and nothing waits. */
  closeWhenSilent(): void;
}

interface Sink {
  readonly file: FileHandle;
  readonly path: string;
  readonly onChunk: (chunk: Buffer) => void | Promise<void>;
}

/** Moves a child's output to its file and on, a chunk at a time. What fails is remembered; the rest goes on. */
function pump(source: Output, { file, path, onChunk }: Sink): Pump {
  let isBusy = false;
  let seen = -1;
  const problems = new Map<'file' | 'reader' | 'source', unknown>();
  const attempt = async (what: 'file' | 'reader', act: () => void | Promise<void>) => {
    if (problems.has(what)) return;
    try {
      await act();
    } catch (error) {
      problems.set(what, error);
    }
  };
  const move = async () => {
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        isBusy = true;
        await attempt('file', () => file.appendFile(chunk));
        await attempt('reader', () => onChunk(chunk));
        isBusy = false;
      }
    } catch (error) {
      if (!source.destroyed || source.errored !== null) problems.set('source', error);
    }
    await file.close().catch((error: unknown) => problems.set('file', error));
    return [...problems.values()].map((error) => asProblem(error, path));
  };
  return {
    done: move(),
    closeWhenSilent() {
      if (source.bytesRead === seen && source.readableLength === 0 && !isBusy) source.destroy();
      seen = source.bytesRead;
    },
  };
}

function asProblem(error: unknown, path: string): PixelisError {
  const known = diskError(error, path);
  if (known instanceof PixelisError) return known;
  return new PixelisError('process.failed', `a part of the output was lost: ${String(error)}`, {
    cause: error,
    data: { path },
  });
}

/** Exit codes as in a shell: 127 for what is not there, 126 for what is there and cannot be executed. */
function notStarted({ file, args, cwd }: ProcessCommand, cause: NodeJS.ErrnoException): PixelisError {
  const isMissing = cause.code === 'ENOENT' && isFolder(cwd);
  const data = { program: file, errno: cause.code, exitCode: isMissing ? 127 : 126 };
  if (isMissing) {
    return new PixelisError('process.failed', `program '${file}' was not found`, {
      hint: file.includes('/')
        ? 'a path is taken from the folder in which you stand'
        : 'check its name and the PATH; a program in this folder is called with ./ in front of it',
      data,
      cause,
    });
  }
  if (cause.code === 'EACCES') {
    return new PixelisError('process.failed', `'${file}' is not executable`, {
      hint: `chmod +x ${file}; or call its interpreter: ${['python', file, ...args].slice(0, 3).join(' ')}`,
      data,
      cause,
    });
  }
  return new PixelisError('process.failed', `'${file}' could not be run: ${cause.message}`, { data, cause });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
