import { runCommandLine } from '../../src/cli/run-command-line.js';
import type { Library } from '../../src/cli/command.js';
import type { Output, Terminal } from '../../src/cli/terminal.js';
import {
  type CheckProofResult,
  type InitResult,
  type MetricsLogResult,
  PixelisError,
  type Repository,
} from '../../src/index.js';

/** An output that keeps what is written. */
export function memoryOutput({ isTerminal = false, columns = 80 } = {}): Output & { readonly text: string } {
  let text = '';
  return {
    isTerminal,
    columns,
    write(data) {
      text += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
      return Promise.resolve(true);
    },
    get text() {
      return text;
    },
  };
}

/** A library whose repository answers what is given, and has nothing else. */
export function answering(methods: Partial<Repository>): Library {
  return {
    openRepository: () => Promise.resolve({ close: () => Promise.resolve(), ...methods } as Repository),
    initRepository: () => Promise.reject<InitResult>(new Error('not asked for')),
    logMetrics: () => Promise.reject<MetricsLogResult>(new Error('not asked for')),
    checkProof: () => Promise.reject<CheckProofResult>(new Error('not asked for')),
  };
}

/** A library in a folder without a repository. */
export const withoutRepository: Library = {
  openRepository: ({ folder }) =>
    Promise.reject(
      new PixelisError('repository.not-found', `'${folder}' is not a repository`, { hint: 'pixelis init' }),
    ),
  initRepository: () => Promise.reject<InitResult>(new Error('not asked for')),
  checkProof: () => Promise.reject<CheckProofResult>(new Error('not asked for')),
  logMetrics: () => Promise.reject<MetricsLogResult>(new Error('not asked for')),
};

/** Runs a command line against a library and returns what a shell would see. */
export async function runInMemory(
  argv: readonly string[],
  {
    library = withoutRepository,
    environment = {},
    input = '',
    signal = new AbortController().signal,
  }: {
    readonly library?: Library;
    readonly environment?: Terminal['environment'];
    readonly input?: string;
    readonly signal?: AbortSignal;
  } = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const stdout = memoryOutput();
  const stderr = memoryOutput();
  const terminal = { stdout, stderr, environment, currentFolder: '/here', readInput: () => Promise.resolve(input) };
  const code = await runCommandLine(argv, { terminal, library, signal, takeSignals: () => () => undefined });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
