import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { bin } from '../support/cli.js';
import { linkTools } from '../support/link-tools.js';
import { makeRepository } from '../support/repository.js';
import { runRecord } from '../support/runs.js';

const posix = { skip: process.platform === 'win32' };
const program = fileURLToPath(new URL('many-runs.js', import.meta.url));

void test(
  '200 runs at once in one clone, some with commands of pixelis inside: each is recorded whole, nothing is lost',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    for (const folder of ['models', 'notes']) mkdirSync(repository.at(folder));
    const tools = join(dirname(repository.root), 'tools');
    await linkTools(tools, 'git', 'sh', 'cat', 'mkfifo');
    await repository.write('data.csv', '1,2\n');
    await repository.addAndCommit('data', 'data.csv');
    const processes = await Promise.all(
      [0, 50, 100, 150].map(async (first) => {
        const child = spawn(process.execPath, [program, repository.root, String(first), '50'], {
          // Without a Python: to ask one what it is costs more than the rest of a run.
          env: { ...repository.environment, PATH: tools },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let stderr = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
        const [code] = (await once(child, 'close')) as [number | null];
        return { code, stderr };
      }),
    );
    t.strictSame(
      processes,
      processes.map(() => ({ code: 0, stderr: '' })),
    );
    const shared = new Set<number>();
    for (let number = 0; number < 200; number += 1) {
      const { inputs, outputs, metrics, stdout } = await runRecord(repository, `run${number}`);
      const model = outputs.find(({ path }) => path === `models/${number}`);
      const isRight =
        inputs.length === 1 &&
        outputs.length === (number % 20 === 0 ? 2 : 1) &&
        metrics['loss']?.last === number &&
        stdout?.size === `said ${number}\n`.length &&
        model?.artifact === (number % 2 === 0 ? 'model-shared' : `model-run${number}`);
      if (!isRight) t.fail(`run${number}`, { inputs, outputs, metrics, stdout });
      if (number % 2 === 0 && model !== undefined) shared.add(model.version);
    }
    t.strictSame(
      [...shared].sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, index) => index + 1),
      'the versions of one artifact are numbered without a gap',
    );
    t.strictSame(readdirSync(repository.at('.git/pixelis/runs')), []);
    t.equal(await repository.git('fsck', '--no-dangling'), '');
    await repository.git('commit', '--quiet', '--message', 'runs');
    t.equal(await repository.git('status', '--porcelain', '--untracked-files=all'), '', 'all of it was staged');
    const { clean, problems } = await repository.done('status');
    t.strictSame([clean, problems], [true, []]);
  },
);

void test(
  'the ranks of one job are a record each, which come to one group without a word between them',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    const launchers = {
      slurm: (rank: number) => ({
        SLURM_JOB_ID: '4242',
        SLURM_STEP_ID: '0',
        SLURM_STEP_NUM_TASKS: '4',
        SLURM_PROCID: String(rank),
      }),
      torchrun: (rank: number) => ({ TORCHELASTIC_RUN_ID: 'job7', WORLD_SIZE: '4', RANK: String(rank) }),
      mpi: (rank: number) => ({
        OMPI_MCA_ess_base_jobid: '99',
        OMPI_COMM_WORLD_SIZE: '4',
        OMPI_COMM_WORLD_RANK: String(rank),
      }),
    };
    const groups = { slurm: 'slurm-4242-0', torchrun: 'torchrun-job7', mpi: 'mpi-99' };
    for (const [launcher, variables] of Object.entries(launchers)) {
      const shard = `model_shard_rank_$RANK_NUMBER`;
      const runs = await Promise.all(
        [0, 1, 2, 3].map((rank) =>
          repository.spawn(
            [
              'run',
              '--quiet',
              '--output',
              `${launcher}/${rank}.pt=model_shard_rank_${rank}`,
              '--',
              'sh',
              '-c',
              `mkdir -p ${launcher}; echo ${launcher} ${rank} > ${launcher}/${rank}.pt; echo ${shard}`,
            ],
            { env: { ...variables(rank), RANK_NUMBER: String(rank) } },
          ),
        ),
      );
      t.strictSame(
        runs,
        [0, 1, 2, 3].map((rank) => ({ code: 0, stdout: `model_shard_rank_${rank}\n`, stderr: '' })),
        launcher,
      );
      const group = groups[launcher as keyof typeof groups];
      const records = await Promise.all(
        [0, 1, 2, 3].map((rank) => runRecord(repository, rank === 0 ? group : `${group}-rank${rank}`)),
      );
      t.strictSame(
        records.map(({ rank }) => rank),
        [0, 1, 2, 3].map((rank) => ({ rank, world: 4, group })),
      );
      t.strictSame(
        records.map(({ outputs }) => outputs.map(({ artifact }) => artifact)),
        [0, 1, 2, 3].map((rank) => [`model_shard_rank_${rank}`]),
      );
      t.ok(
        records[0]?.environment !== undefined && records[1]?.environment === undefined,
        'rank 0 writes what is of all',
      );
    }
    const again = await Promise.all(
      [0, 1].map((rank) => repository.spawn(['run', '-q', '--', 'true'], { env: launchers.torchrun(rank) })),
    );
    t.strictSame(
      again,
      [0, 1].map(() => ({ code: 0, stdout: '', stderr: '' })),
    );
    t.match(await runRecord(repository, 'torchrun-job7-2'), { rank: { rank: 0, group: 'torchrun-job7-2' } });
    t.match(await runRecord(repository, 'torchrun-job7-2-rank1'), { rank: { rank: 1, group: 'torchrun-job7-2' } });

    const pixelis = `'${process.execPath}' '${bin}' run -q`;
    const inside = `${pixelis} --id step1 -- true && ${pixelis} --id step2 -- true`;
    const outer = ['run', '-q', '--id', 'outer', '--', 'sh', '-c', inside];
    t.match(await repository.spawn(outer, { env: launchers.mpi(1) }), { code: 0 });
    for (const id of ['step1', 'step2'])
      t.match(await runRecord(repository, id), { parent: 'outer-rank1', rank: undefined }, 'inside a rank is no rank');

    const unnamed = await repository.spawn(['run', '--', 'true'], { env: { RANK: '1', WORLD_SIZE: '2' } });
    t.equal(unnamed.code, 2);
    t.match(unnamed.stderr, /give all ranks one id: --id JOB/);
    const named = await repository.spawn(['run', '-q', '--id', 'mine', '--', 'true'], {
      env: { RANK: '1', WORLD_SIZE: '2' },
    });
    t.equal(named.code, 0);
    t.match(await runRecord(repository, 'mine-rank1'), { rank: { rank: 1, world: 2, group: 'mine' } });
  },
);
