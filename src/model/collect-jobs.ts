import type { ListedRun } from './run-facts.js';
import type { RunState } from './run.js';

/** Takes runs as they come, and makes the ranks of one job one run. */
export interface JobCollector {
  /** @returns the run where it is no rank of a larger job: it is not kept here */
  add(run: ListedRun): ListedRun | undefined;
  /** A run for each job: what rank 0 says of it, in the worst state that one of them is in, over the time of all. */
  jobs(): readonly ListedRun[];
}

export function jobCollector(): JobCollector {
  const jobs = new Map<string, Job>();
  return {
    add(run) {
      const { rank } = run;
      if (rank === undefined || rank.world === 1) return run;
      const job = jobs.get(rank.group);
      if (job === undefined) jobs.set(rank.group, { first: run, began: run, ...tallyOf(run) });
      else include(job, run);
      return undefined;
    },
    jobs: () => [...jobs.values()].map(asRun),
  };
}

interface Job {
  /** The lowest rank that has a run. */
  first: ListedRun;
  began: ListedRun;
  /** When the last of those ended that have; '' where none has. */
  ended: string;
  worst: ListedRun;
  readonly states: Map<RunState, number>;
}

function tallyOf(run: ListedRun): Pick<Job, 'ended' | 'worst' | 'states'> {
  return { ended: run.ended ?? '', worst: run, states: new Map([[run.state, 1]]) };
}

function include(job: Job, run: ListedRun): void {
  if ((run.rank?.rank ?? 0) < (job.first.rank?.rank ?? 0)) job.first = run;
  if (run.started < job.began.started) job.began = run;
  if (severity(run) > severity(job.worst)) job.worst = run;
  if (run.ended !== undefined && run.ended > job.ended) job.ended = run.ended;
  job.states.set(run.state, (job.states.get(run.state) ?? 0) + 1);
}

function asRun({ first, began, ended, worst, states }: Job): ListedRun {
  const { reason: _, ended: __, ...facts } = first;
  const isOver = !states.has('RUNNING') && ended !== '';
  return {
    ...facts,
    state: worst.state,
    ...(worst.reason === undefined ? {} : { reason: `rank ${worst.rank?.rank}: ${worst.reason}` }),
    started: began.started,
    ...(isOver ? { ended } : {}),
    // While one goes on, the time of the one that has gone on longest.
    seconds: isOver ? Math.max(0, (Date.parse(ended) - Date.parse(began.started)) / 1000) : began.seconds,
    ranks: { count: [...states.values()].reduce((sum, one) => sum + one, 0), states: Object.fromEntries(states) },
  };
}

function severity({ state }: ListedRun): number {
  return ['COMPLETED', 'RUNNING', 'INTERRUPTED', 'FAILED'].indexOf(state);
}
