import { join } from 'node:path';

/**
 * The folder of a live run, `<state>/runs/k7m2x9w4q1/`, and what is in it. It is there from the run's first moment until its
 * record is written. Whoever keeps the run holds `<state>/runs/k7m2x9w4q1.lock`.
 */
export interface LiveRunFolder {
  readonly run: string;
  readonly folder: string;
  readonly lock: string;
  /** What is known from the start. */
  readonly start: string;
  /** Touched from time to time by whoever keeps the run: the only sign of life that reaches other hosts. */
  readonly heartbeat: string;
  /** What came up since, one JSON object a line. */
  readonly events: string;
  /** Numbers, one JSON object a line; any program may append. */
  readonly metrics: string;
  readonly hardware: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param state folder of the state that all linked worktrees share */
export function liveRunFolder(state: string, run: string): LiveRunFolder {
  const folder = join(liveRunsFolder(state), run);
  return {
    run,
    folder,
    lock: `${folder}.lock`,
    start: join(folder, 'start.json'),
    heartbeat: join(folder, 'heartbeat'),
    events: join(folder, 'events.jsonl'),
    metrics: join(folder, 'metrics.jsonl'),
    hardware: join(folder, 'hardware.jsonl'),
    stdout: join(folder, 'stdout.log'),
    stderr: join(folder, 'stderr.log'),
  };
}

/** Folder in which all live runs lie. */
export function liveRunsFolder(state: string): string {
  return join(state, 'runs');
}
