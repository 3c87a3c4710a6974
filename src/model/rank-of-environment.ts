import { isRunId } from './run.js';

/** Which process of a distributed job this one is, as its launcher tells it. */
export interface JobRank {
  /** From 0. */
  readonly rank: number;
  /** Processes in the job; at least 2. */
  readonly world: number;
  /** What started them. */
  readonly launcher: 'torchrun' | 'slurm' | 'mpi';
  /** Equal in all processes of the job, and a valid run id: `slurm-4242-0`. Undefined where the launcher names none. */
  readonly job: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The rank that torchrun, srun or mpirun gave this process; undefined outside a distributed job. A job of one process is none,
 * a batch script is not yet one of the tasks that it starts, and the jobs of an array are separate jobs.
 */
export function rankOf(environment: Environment): JobRank | undefined {
  // The innermost launcher counts: torchrun is often started by srun or mpirun, once a node.
  return torchRank(environment) ?? mpiRank(environment) ?? slurmRank(environment);
}

/** Id of the run of a rank: rank 0 has the group's own id. */
export function runOfRank(group: string, rank: number): string {
  return rank === 0 ? group : `${group}-rank${rank}`;
}

function torchRank(environment: Environment): JobRank | undefined {
  const { TORCHELASTIC_RUN_ID: id, TORCHELASTIC_RESTART_COUNT: restarts } = environment;
  const named = id === undefined || id === '' || id === 'none' ? undefined : restarted(`torchrun-${id}`, restarts);
  return ranked(environment['RANK'], environment['WORLD_SIZE'], {
    launcher: 'torchrun',
    job: named ?? batchJob(environment, restarts),
  });
}

function mpiRank(environment: Environment): JobRank | undefined {
  const {
    OMPI_COMM_WORLD_RANK: openRank,
    OMPI_COMM_WORLD_SIZE: openSize,
    PMI_RANK: rank,
    PMI_SIZE: size,
  } = environment;
  const id = environment['PMIX_NAMESPACE'] ?? environment['OMPI_MCA_ess_base_jobid'];
  const how = { launcher: 'mpi', job: id === undefined ? batchJob(environment) : runId(`mpi-${id}`) } as const;
  return ranked(openRank, openSize, how) ?? ranked(rank, size, how);
}

function slurmRank(environment: Environment): JobRank | undefined {
  if (!isSlurmStep(environment)) return undefined;
  const { SLURM_PROCID: rank, SLURM_STEP_NUM_TASKS: tasks, SLURM_NTASKS: jobTasks } = environment;
  return ranked(rank, tasks ?? jobTasks, { launcher: 'slurm', job: batchJob(environment) });
}

/** Whether srun started this. Batch scripts and interactive shells are steps, too, with numbers from the end of the range. */
function isSlurmStep({ SLURM_STEP_ID: step, SLURM_STEPID: oldStep }: Environment): boolean {
  const number = wholeNumber(step ?? oldStep);
  return number !== undefined && number < 0xff_ff_ff_00;
}

/** The job of the scheduler below a launcher that has no id of its own. */
function batchJob(environment: Environment, restarts?: string): string | undefined {
  const {
    SLURM_JOB_ID: slurm,
    SLURM_STEP_ID: step,
    SLURM_STEPID: oldStep,
    SLURM_RESTART_COUNT: requeues,
  } = environment;
  const stepId = isSlurmStep(environment) ? `-${step ?? oldStep}` : '';
  const { PBS_JOBID: pbs, LSB_JOBID: lsf } = environment;
  if (slurm !== undefined) return restarted(`slurm-${slurm}${stepId}`, restarts ?? requeues);
  if (pbs !== undefined) return restarted(`pbs-${pbs}`, restarts);
  return lsf === undefined ? undefined : restarted(`lsf-${lsf}`, restarts);
}

/** A job that was started again is another one. */
function restarted(job: string, restarts: string | undefined): string | undefined {
  return runId((wholeNumber(restarts) ?? 0) === 0 ? job : `${job}-restart${restarts}`);
}

/** A text that users may have chosen as a run id, with room for the rank behind it. */
function runId(text: string): string | undefined {
  const id = text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 52);
  return isRunId(id) ? id : undefined;
}

function ranked(
  rankText: string | undefined,
  worldText: string | undefined,
  how: Pick<JobRank, 'launcher' | 'job'>,
): JobRank | undefined {
  const rank = wholeNumber(rankText);
  const world = wholeNumber(worldText);
  if (rank === undefined || world === undefined || world < 2 || rank >= world) return undefined;
  return { rank, world, ...how };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
