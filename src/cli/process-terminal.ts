import { once } from 'node:events';
import { addAbortSignal } from 'node:stream';
import type { Output, Terminal } from './terminal.js';

/** The terminal of this process. A reader that goes away (`| head`) ends the writing, not the process. */
export function processTerminal(): Terminal {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    environment: process.env,
    currentFolder: process.cwd(),
    readInput,
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let isGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isGone = true;
    if (error.code !== 'EPIPE' && error.code !== 'EIO') process.exitCode = 1;
  });
  return {
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
    async write(data) {
      if (isGone) return false;
      if (!stream.write(data)) await once(stream, 'drain').catch(() => undefined);
      return !isGone;
    },
  };
}

async function readInput(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(signal, process.stdin) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
