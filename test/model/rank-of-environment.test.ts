import { test } from 'tap';
import { rankOf, runOfRank } from '#model/rank-of-environment.js';

void test('torchrun says rank, world and, where it was given one, an id of the job', async (t) => {
  const torch = { RANK: '3', WORLD_SIZE: '8', LOCAL_RANK: '1', TORCHELASTIC_RUN_ID: 'none' };
  t.strictSame(rankOf(torch), { rank: 3, world: 8, launcher: 'torchrun', job: undefined });
  t.equal(rankOf({ ...torch, TORCHELASTIC_RUN_ID: '8f2c0a1e-77' })?.job, 'torchrun-8f2c0a1e-77');
  t.equal(
    rankOf({ ...torch, TORCHELASTIC_RUN_ID: 'lab/penguins #2', TORCHELASTIC_RESTART_COUNT: '1' })?.job,
    'torchrun-lab-penguins-2-restart1',
    'workers that were started again are another run',
  );
  const inSlurm = { ...torch, SLURM_JOB_ID: '4242', SLURM_STEP_ID: '0', SLURM_PROCID: '1', SLURM_NTASKS: '2' };
  t.strictSame(rankOf(inSlurm), { rank: 3, world: 8, launcher: 'torchrun', job: 'slurm-4242-0' });
});

void test('a task of srun is a rank; a batch script, an interactive shell and an array task are none', async (t) => {
  const job = { SLURM_JOB_ID: '4242', SLURM_NTASKS: '4', SLURM_PROCID: '0' };
  const step = { ...job, SLURM_STEP_ID: '0', SLURM_STEP_NUM_TASKS: '4', SLURM_PROCID: '2' };
  t.strictSame(rankOf(step), { rank: 2, world: 4, launcher: 'slurm', job: 'slurm-4242-0' });
  t.equal(rankOf({ ...step, SLURM_STEP_ID: '7', SLURM_RESTART_COUNT: '1' })?.job, 'slurm-4242-7-restart1');
  t.equal(rankOf(job), undefined);
  t.equal(rankOf({ ...job, SLURM_STEP_ID: '4294967291' }), undefined, 'the batch step');
  t.equal(rankOf({ ...job, SLURM_STEP_ID: '4294967290', SLURM_PROCID: '0' }), undefined, 'the interactive step');
  t.equal(rankOf({ ...step, SLURM_STEP_NUM_TASKS: '1' }), undefined, 'one task');
  t.equal(rankOf({ ...job, SLURM_ARRAY_JOB_ID: '4200', SLURM_ARRAY_TASK_ID: '17', SLURM_NTASKS: '1' }), undefined);
});

void test('Open MPI, MPICH and Intel MPI are understood', async (t) => {
  const open = { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' };
  t.strictSame(rankOf({ ...open, OMPI_MCA_ess_base_jobid: '3014656001' }), {
    rank: 1,
    world: 2,
    launcher: 'mpi',
    job: 'mpi-3014656001',
  });
  t.equal(rankOf({ ...open, PMIX_NAMESPACE: 'prterun-node1-4711@1' })?.job, 'mpi-prterun-node1-4711-1');
  t.equal(rankOf({ ...open, PBS_JOBID: '12.server' })?.job, 'pbs-12-server');
  const intel = { PMI_RANK: '1', PMI_SIZE: '3' };
  t.strictSame(rankOf(intel), { rank: 1, world: 3, launcher: 'mpi', job: undefined });
  const perNode = { SLURM_JOB_ID: '42', SLURM_STEP_ID: '0', SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '2' };
  t.match(rankOf({ ...intel, ...perNode }), { rank: 1, world: 3, job: 'slurm-42-0' }, 'started by srun once a node');
});

void test('what is no rank of a job is none', async (t) => {
  t.equal(rankOf({}), undefined);
  for (const [rank, world] of [
    ['0', '1'],
    ['2', '2'],
    ['-1', '2'],
    ['', '2'],
    ['one', '2'],
    ['0', undefined],
  ])
    t.equal(rankOf({ RANK: rank, WORLD_SIZE: world }), undefined, `${rank} of ${world}`);
});

void test('rank 0 has the id of its group, and every rank a valid one', async (t) => {
  t.equal(runOfRank('slurm-4242-0', 0), 'slurm-4242-0');
  t.equal(runOfRank('slurm-4242-0', 3), 'slurm-4242-0-rank3');
  const { job = '' } = rankOf({ RANK: '0', WORLD_SIZE: '2', TORCHELASTIC_RUN_ID: 'x'.repeat(500) }) ?? {};
  t.ok(runOfRank(job, 99_999).length <= 64);
});
