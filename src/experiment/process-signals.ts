/** The signals by which a process is asked to end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a process still has to write when it is asked to end. */
export interface Terminable {
  /** Must not reject. */
  terminate(signal: NodeJS.Signals): Promise<void>;
  /** Called after all have terminated, where the process goes on: the program listens for the signal itself. */
  outlive(): void;
}

/** Signals belong to the process, not to a caller: one listener for all, and all are done before the process ends. */
const open = new Set<Terminable>();

/** From now on the process ends by a signal only after `terminable` has done its part. @returns how to take that back */
export function beforeTermination(terminable: Terminable): () => void {
  // First in line, so that those who listen but once are still seen.
  if (open.size === 0) for (const signal of signals) process.prependListener(signal, endAll);
  open.add(terminable);
  return () => {
    open.delete(terminable);
    if (open.size === 0) stopListening();
  };
}

function stopListening(): void {
  for (const signal of signals) process.off(signal, endAll);
}

function endAll(signal: NodeJS.Signals): void {
  // A second signal finds no listener and ends the process at once.
  stopListening();
  const isUnheard = process.listenerCount(signal) === 0;
  const ending = [...open];
  open.clear();
  void Promise.all(ending.map((terminable) => terminable.terminate(signal))).then(() => {
    if (isUnheard) process.kill(process.pid, signal);
    for (const terminable of ending) terminable.outlive();
  });
}
