import { interrupted, PixelisError } from '#errors/index.js';
import { type ProcessCommand, type ProcessEnd, type ProcessInput, startProcess } from './start-process.js';

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly input?: ProcessInput | undefined;
  /** Most bytes that stdout may have; 256 MiB if left out. */
  readonly limitBytes?: number | undefined;
}

export interface ProcessResult extends ProcessEnd {
  readonly stdout: Buffer;
}

const defaultLimitBytes = 256 * 1024 * 1024;

/**
 * Runs a program to its end and returns what it said; any exit code is an answer. The child is gone when this settles.
 * @throws `process.failed` where it cannot be started or says too much; `interrupted`
 */
export async function runProcess(command: ProcessCommand, options: RunOptions = {}): Promise<ProcessResult> {
  const { signal, input, limitBytes = defaultLimitBytes } = options;
  const child = startProcess(command, { signal, input });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limitBytes) void child.stop();
    else chunks.push(chunk);
  });
  const end = await child.ended;
  if (signal?.aborted === true) throw interrupted(signal);
  if (size > limitBytes) {
    throw new PixelisError('process.failed', `'${command.file}' wrote more than ${limitBytes} bytes`, {
      data: { program: command.file, limitBytes },
    });
  }
  return { ...end, stdout: Buffer.concat(chunks) };
}
