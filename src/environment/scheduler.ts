import type { SchedulerFacts } from '#model/environment.js';
import type { Environment } from '#process/environment.js';

/** What the scheduler granted: the same for each job that asks for the same. */
export function schedulerFacts(environment: Environment): SchedulerFacts {
  const kind = schedulerOf(environment);
  return kind === undefined ? { kind: 'none' } : { kind, ...values(granted[kind], environment) };
}

/** Which job this is, as the scheduler calls it: `kind`, `job`, `array_task`, `node`, …; empty outside of one. */
export function schedulerContext(environment: Environment): Readonly<Record<string, string>> {
  const kind = schedulerOf(environment);
  return kind === undefined ? {} : { kind, ...values(identity[kind], environment) };
}

type Scheduler = Exclude<SchedulerFacts['kind'], 'none'>;
type Names = Readonly<Record<string, readonly string[]>>;

function schedulerOf(environment: Environment): Scheduler | undefined {
  const has = (name: string) => (environment[name] ?? '') !== '';
  if (has('SLURM_JOB_ID') || has('SLURM_JOBID')) return 'slurm';
  if (has('PBS_JOBID')) return 'pbs';
  if (has('LSB_JOBID')) return 'lsf';
  if (has('JOB_ID') && (has('SGE_ROOT') || has('SGE_TASK_ID'))) return 'sge';
  if (has('RAY_JOB_ID') || has('RAY_CLUSTER_NAME')) return 'ray';
  return has('KUBERNETES_SERVICE_HOST') ? 'kubernetes' : undefined;
}

/** The variables that say a fact, the first that is set. */
const granted: Readonly<Record<Scheduler, Names>> = {
  slurm: {
    cluster: ['SLURM_CLUSTER_NAME'],
    partition: ['SLURM_JOB_PARTITION'],
    nodes: ['SLURM_JOB_NUM_NODES', 'SLURM_NNODES'],
    tasks: ['SLURM_NTASKS', 'SLURM_NPROCS'],
    cpus: ['SLURM_CPUS_PER_TASK'],
    gpus: ['SLURM_GPUS', 'SLURM_GPUS_PER_NODE', 'SLURM_GPUS_ON_NODE', 'SLURM_JOB_GRES'],
    memory: ['SLURM_MEM_PER_NODE', 'SLURM_MEM_PER_CPU', 'SLURM_MEM_PER_GPU'],
  },
  pbs: {
    cluster: ['PBS_SERVER'],
    partition: ['PBS_QUEUE'],
    nodes: ['PBS_NUM_NODES'],
    tasks: ['PBS_NP'],
    cpus: ['NCPUS', 'PBS_NUM_PPN'],
  },
  lsf: { partition: ['LSB_QUEUE'], tasks: ['LSB_DJOB_NUMPROC'], cpus: ['LSB_MAX_NUM_PROCESSORS'] },
  sge: { cluster: ['SGE_CLUSTER_NAME'], partition: ['QUEUE'], nodes: ['NHOSTS'], tasks: ['NSLOTS'] },
  kubernetes: {},
  ray: { cluster: ['RAY_CLUSTER_NAME'] },
};

const identity: Readonly<Record<Scheduler, Names>> = {
  slurm: {
    job: ['SLURM_JOB_ID', 'SLURM_JOBID'],
    name: ['SLURM_JOB_NAME'],
    array_job: ['SLURM_ARRAY_JOB_ID'],
    array_task: ['SLURM_ARRAY_TASK_ID'],
    step: ['SLURM_STEP_ID'],
    task: ['SLURM_PROCID'],
    nodes: ['SLURM_JOB_NODELIST', 'SLURM_NODELIST'],
    node: ['SLURMD_NODENAME'],
    account: ['SLURM_JOB_ACCOUNT'],
    restarts: ['SLURM_RESTART_COUNT'],
  },
  pbs: {
    job: ['PBS_JOBID'],
    name: ['PBS_JOBNAME'],
    array_task: ['PBS_ARRAY_INDEX', 'PBS_ARRAYID'],
    node: ['PBS_O_HOST'],
  },
  lsf: { job: ['LSB_JOBID'], name: ['LSB_JOBNAME'], array_task: ['LSB_JOBINDEX'], nodes: ['LSB_HOSTS'] },
  sge: { job: ['JOB_ID'], name: ['JOB_NAME'], array_task: ['SGE_TASK_ID'], node: ['HOSTNAME'] },
  kubernetes: {
    job: ['JOB_NAME'],
    name: ['POD_NAME', 'HOSTNAME'],
    namespace: ['POD_NAMESPACE'],
    array_task: ['JOB_COMPLETION_INDEX'],
    node: ['NODE_NAME'],
  },
  ray: { job: ['RAY_JOB_ID'], node: ['RAY_NODE_ID'] },
};

function values(names: Names, environment: Environment): Readonly<Record<string, string>> {
  const found = Object.entries(names).map(([fact, variables]) => {
    return [fact, variables.map((name) => environment[name] ?? '').find((value) => value !== '')] as const;
  });
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
