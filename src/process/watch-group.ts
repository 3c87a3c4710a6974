import { type ChildProcess, spawn } from 'node:child_process';
import type { Environment } from './environment.js';
import { findExecutable } from './find-executable.js';

/** Tells signals that were sent to all of our process group from those that were sent to this process alone. */
export interface GroupWatch {
  /**
   * Whether a signal that has just reached this process reached its whole group, as Ctrl-C at a terminal, `timeout` and job
   * schedulers do it. Takes up to 200 ms where it did not.
   */
  reachedAll(signal: NodeJS.Signals): Promise<boolean>;
  stop(): void;
}

const windowMs = 200;

/**
 * A signal does not say whom else it was sent to. So another process stands in the group, `cat`, which reads from a pipe that
 * stays empty and does nothing about signals: what was sent to all ends it, too. It ends with the pipe, however we end.
 */
export function watchGroup(environment: Environment): GroupWatch {
  const program = process.platform === 'win32' ? undefined : findExecutable('cat', environment);
  if (program === undefined) return { reachedAll: async (signal) => isFromTerminal(signal), stop: () => undefined };
  const seen = new Map<NodeJS.Signals, number>();
  const waiting = new Set<() => void>();
  let isStopped = false;
  let isBlind = false;
  let witness = post();

  function post(): ChildProcess | undefined {
    let child: ChildProcess;
    try {
      child = spawn(program as string, [], { cwd: '/', env: {}, stdio: ['pipe', 'ignore', 'ignore'] });
    } catch {
      // Too many open files, too many processes: the command goes on without a witness.
      isBlind = true;
      return undefined;
    }
    child.stdin?.on('error', () => undefined);
    child.once('error', () => (isBlind = true));
    child.once('exit', (_, signal) => {
      isBlind = signal === null;
      if (isStopped || signal === null) return;
      seen.set(signal, performance.now());
      witness = post();
      for (const look of waiting) look();
    });
    child.unref();
    return child;
  }

  return {
    async reachedAll(signal) {
      const isSeen = () => performance.now() - (seen.get(signal) ?? Number.NEGATIVE_INFINITY) < windowMs;
      if (isSeen()) return true;
      if (isBlind) return isFromTerminal(signal);
      return new Promise((resolve) => {
        const end = (answer: boolean) => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(answer);
        };
        const look = () => isSeen() && end(true);
        const timer = setTimeout(() => end(false), windowMs);
        waiting.add(look);
      });
    },
    stop() {
      isStopped = true;
      witness?.stdin?.destroy();
      witness?.kill('SIGKILL');
    },
  };
}

/** The next best answer, without a witness: keys of the terminal reach all, everything else reaches one. */
function isFromTerminal(signal: NodeJS.Signals): boolean {
  return (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY;
}
