import { addAbortSignal } from 'node:stream';
import { PixelisError } from '../index.js';
import type { Output, Terminal } from './terminal.js';

/** The terminal of this process. A reader that goes away (`| head`) ends the writing, not the process. */
export function processTerminal(): Terminal {
  return {
    stdout: outputOf(process.stdout, 'stdout'),
    stderr: outputOf(process.stderr, 'stderr'),
    environment: process.env,
    currentFolder: process.cwd(),
    readInput,
  };
}

function outputOf(stream: NodeJS.WriteStream, name: string): Output {
  let isGone = false;
  // What goes wrong is told to whoever writes; without a listener it would end the process.
  stream.on('error', () => undefined);
  return {
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
    async write(data) {
      if (isGone) return false;
      const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
        stream.write(data, resolve);
      });
      if (error == null) return true;
      isGone = true;
      if (error.code === 'EPIPE') return false;
      throw new PixelisError(error.code === 'ENOSPC' ? 'disk.full' : 'disk.failed', `cannot write to ${name}`, {
        data: { errno: error.code },
        cause: error,
      });
    },
  };
}

async function readInput(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(signal, process.stdin) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
