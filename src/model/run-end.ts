import type { EndState } from './run.js';

/** How the command of a run ended. */
export interface CommandEnd {
  readonly exitCode?: number | undefined;
  /** The signal that ended it. */
  readonly signal?: string | undefined;
  /** A signal that was passed on to it before. */
  readonly passedOn?: string | undefined;
}

/** What the end of a command says of its run: somebody stopped it, or it failed by itself, or neither. */
export function endOf({ exitCode, signal, passedOn }: CommandEnd): {
  readonly state: EndState;
  readonly reason?: string;
} {
  if (signal !== undefined) {
    return { state: crashes.has(signal) ? 'FAILED' : 'INTERRUPTED', reason: `signal ${signal}` };
  }
  if (exitCode === 0) return { state: 'COMPLETED' };
  if (passedOn !== undefined) return { state: 'INTERRUPTED', reason: `signal ${passedOn}, exit code ${exitCode}` };
  return { state: 'FAILED', reason: `exit code ${exitCode}` };
}

/** Signals that a program earns by its own fault. */
const crashes: ReadonlySet<string> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP']);
