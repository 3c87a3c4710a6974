import { constants } from 'node:os';

/** Gives signals to `listener` until what is returned is called; one that it answers with false cancels the work, as ever. */
export type TakeSignals = (listener: (signal: NodeJS.Signals) => boolean) => () => void;

/** The signals of this process. */
export interface Signals {
  /** Aborted by the first one that nobody has taken; a second one ends the process at once. */
  readonly signal: AbortSignal;
  readonly take: TakeSignals;
  /** The exit code that says by which signal the work was cancelled; undefined where none was. */
  exitCode(): number | undefined;
}

/** What cancels work: Ctrl-C, a polite end, a terminal that went away. */
const cancelling = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What schedulers and users send to programs that know what it means, beside. */
const others = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

export function listenToSignals(): Signals {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  let taker: ((signal: NodeJS.Signals) => boolean) | undefined;
  const listener = (signal: NodeJS.Signals) => {
    if (taker?.(signal) === true || !cancelling.some((name) => name === signal)) return;
    if (received !== undefined) process.exit(exitCodeOfSignal(signal));
    received = signal;
    controller.abort();
  };
  for (const name of cancelling) process.on(name, listener);
  return {
    signal: controller.signal,
    take(to) {
      taker = to;
      for (const name of others) process.off(name, listener).on(name, listener);
      return () => {
        taker = undefined;
        for (const name of others) process.off(name, listener);
      };
    },
    exitCode: () => (received === undefined ? undefined : exitCodeOfSignal(received)),
  };
}

/** As a shell has it: 128 and the number of the signal. */
export function exitCodeOfSignal(signal: string): number {
  return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
