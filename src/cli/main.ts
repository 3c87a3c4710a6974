import { exitCodes } from '../index.js';
import { parseGlobals } from './parse-arguments.js';
import { processTerminal } from './process-terminal.js';
import { report } from './report.js';
import { runCommandLine } from './run-command-line.js';
import { listenToSignals } from './signals.js';
import type { Library } from './command.js';

/**
 * The command line of this process. A first Ctrl-C, SIGTERM or SIGHUP cancels the work, which cleans up behind it; a second
 * one ends the process at once.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const signals = listenToSignals();
  const terminal = processTerminal();
  process.on('uncaughtException', (thrown) => {
    const { json, quiet } = parseGlobals(argv);
    void report(thrown, { style: { json, quiet }, terminal }).then((exitCode) => process.exit(exitCode));
  });
  const exitCode = await runCommandLine(argv, {
    terminal,
    library,
    signal: signals.signal,
    takeSignals: signals.take,
  });
  // What was done before anybody looked at the signal is done, and says so.
  process.exitCode = exitCode === exitCodes.interrupted ? (signals.exitCode() ?? exitCode) : exitCode;
}

/** Loaded when it is called: help and mistyped commands need none of it. */
const library: Library = {
  openRepository: async (options) => (await import('../index.js')).openRepository(options),
  initRepository: async (options) => (await import('../index.js')).initRepository(options),
  checkProof: async (file, options) => (await import('../index.js')).checkProof(file, options),
  logMetrics: async (values, options) => (await import('../index.js')).logMetrics(values, options),
};
