import { constants } from 'node:os';
import { processTerminal } from './process-terminal.js';
import { runCommandLine } from './run-command-line.js';
import type { Library } from './command.js';

/**
 * The command line of this process. A first Ctrl-C, SIGTERM or SIGHUP cancels the work, which cleans up behind it; a second
 * one ends the process at once.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const controller = new AbortController();
  let received: keyof typeof constants.signals | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (received !== undefined) process.exit(128 + constants.signals[name]);
      received = name;
      controller.abort();
    });
  }
  const exitCode = await runCommandLine(argv, { terminal: processTerminal(), library, signal: controller.signal });
  process.exitCode = received === undefined ? exitCode : 128 + constants.signals[received];
}

/** Loaded when it is called: help and mistyped commands need none of it. */
const library: Library = {
  openRepository: async (options) => (await import('../index.js')).openRepository(options),
  initRepository: async (options) => (await import('../index.js')).initRepository(options),
};
