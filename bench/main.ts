// npm run bench [-- WORKLOAD...] [--rounds N] [--no-peers]
// Times Pixelis as whole processes, beside the physical bound and, where it is installed, DVC, in the same run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAudit } from './audit.js';
import { measureLineage } from './lineage.js';
import { measurePointers } from './pointers.js';
import { type Measurement, measure, medianOf } from './measure.js';
import { type Workload, workloads } from './workloads.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, 'no-peers': { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
const chosen = positionals.length > 0 ? positionals : ['small', 'big'];
const bin = fileURLToPath(new URL('../../bin/pixelis.js', import.meta.url));
const hasDvc = !values['no-peers'] && spawnSync('dvc', ['--version']).status === 0;
const hasB3sum = spawnSync('b3sum', ['--version']).status === 0;

const base = mkdtempSync(join(tmpdir(), 'pixelis-bench-'));
process.once('exit', () => rmSync(base, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const env: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: join(base, 'gitconfig'),
  DVC_NO_ANALYTICS: '1',
  DVC_SITE_CACHE_DIR: join(base, 'dvc-site'),
};
shell(base, 'git config --global user.name bench && git config --global user.email bench@example.org');

/** A step: what is timed, for Pixelis or beside it. */
interface Step {
  readonly name: string;
  readonly who: 'pixelis' | 'bound' | 'dvc';
  /** Made ready before, not timed. */
  readonly before?: () => void;
  readonly command: readonly string[];
  readonly cwd: string;
}

console.log(
  `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; median of ${rounds} rounds, warm cache\n`,
);
console.log('| workload | step | who | wall | peak memory |\n| --- | --- | --- | ---: | ---: |');
report('start-up', await runRounds(rounds, startUpSteps));
for (const name of chosen) {
  const special = { lineage: measureLineage, pointers: measurePointers }[name];
  if (special !== undefined) {
    const repository = makeRepository(mkdtempSync(join(base, `${name}-`)));
    const steps = await special({ repository, bin, env, rounds, shell });
    report(name, new Map(steps.map(({ runs, ...step }) => [`${step.who} ${step.name}`, { step, runs }])));
    continue;
  }
  if (name === 'audit') {
    const steps = await measureAudit({
      repository: makeRepository(mkdtempSync(join(base, 'audit-'))),
      bin,
      env,
      rounds,
      shell,
    });
    report(name, new Map(steps.map(({ runs, ...step }) => [`${step.who} ${step.name}`, { step, runs }])));
    continue;
  }
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined)
    throw new Error(
      `no workload '${name}'; there are ${[...workloads.map((each) => each.name), 'lineage', 'audit', 'pointers'].join(', ')}`,
    );
  const data = join(base, `data-${name}`);
  workload.make(data);
  report(name, await runRounds(rounds, (folder) => workloadSteps(workload, data, folder)));
  if (hasDvc) report(name, await runRounds(1, (folder) => dvcSteps(data, folder)));
  rmSync(data, { recursive: true });
}

type Results = Map<string, { readonly step: Pick<Step, 'name' | 'who'>; readonly runs: Measurement[] }>;

async function runRounds(count: number, stepsOf: (folder: string) => readonly Step[]): Promise<Results> {
  const results: Results = new Map();
  for (let round = 0; round < count; round++) {
    const folder = mkdtempSync(join(base, 'round-'));
    for (const step of stepsOf(folder)) {
      step.before?.();
      const [file = '', ...args] = step.command;
      const run = await measure({ file, args, cwd: step.cwd, env });
      const key = `${step.who} ${step.name}`;
      const known = results.get(key);
      if (known === undefined) results.set(key, { step, runs: [run] });
      else known.runs.push(run);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

function report(workload: string, results: Results): void {
  for (const { step, runs } of results.values()) {
    const { wallMs, peakBytes } = medianOf(runs);
    const peak = peakBytes === undefined ? '' : `${Math.round(peakBytes / 1024 ** 2)} MiB`;
    console.log(`| ${workload} | ${step.name} | ${step.who} | ${(wallMs / 1000).toFixed(3)} s | ${peak} |`);
  }
}

function startUpSteps(folder: string): readonly Step[] {
  const repository = makeRepository(folder);
  shell(repository, `echo a > a.csv && node ${bin} add a.csv && git commit -qm a`);
  return [
    { name: 'node -e 0', who: 'bound', command: [process.execPath, '-e', '0'], cwd: folder },
    { name: '--version', who: 'pixelis', command: [process.execPath, bin, '--version'], cwd: folder },
    { name: 'status of one file', who: 'pixelis', command: [process.execPath, bin, 'status'], cwd: repository },
    ...(hasDvc ? [{ name: '--version', who: 'dvc', command: ['dvc', '--version'], cwd: folder } as const] : []),
  ];
}

function workloadSteps(_workload: Workload, data: string, folder: string): readonly Step[] {
  const repository = makeRepository(folder);
  const clone = join(folder, 'clone');
  const target = join(repository, 'data');
  const pixelis = (name: string, args: readonly string[], more: Partial<Step> = {}): Step => ({
    name,
    who: 'pixelis',
    command: [process.execPath, bin, ...args],
    cwd: repository,
    ...more,
  });
  const bound = (name: string, command: string, more: Partial<Step> = {}): Step => ({
    name,
    who: 'bound',
    command: ['sh', '-c', command],
    cwd: folder,
    ...more,
  });
  return [
    bound('cp -r', `cp -r ${data} ${join(folder, 'copy')}`),
    ...(hasB3sum ? [bound('b3sum of all', `find ${data} -type f -print0 | xargs -0 -n 4096 b3sum > /dev/null`)] : []),
    bound('lstat of all', `find ${data} -size +0 > /dev/null`),
    pixelis('add', ['add', 'data'], { before: () => shell(repository, `cp -r ${data} ${target}`) }),
    pixelis('add, nothing changed', ['add', 'data']),
    pixelis('status, clean', ['status'], { before: () => shell(repository, 'git add -A && git commit -qm data') }),
    pixelis('push', ['push']),
    pixelis('push, nothing changed', ['push']),
    pixelis('checkout into an empty worktree', ['checkout'], { before: () => rmSync(target, { recursive: true }) }),
    pixelis('pull into a fresh clone', ['pull'], {
      cwd: clone,
      before: () => shell(folder, `git clone -q ${repository} ${clone}`),
    }),
  ];
}

function dvcSteps(data: string, folder: string): readonly Step[] {
  const repository = join(folder, 'dvc');
  const target = join(repository, 'data');
  mkdirSync(repository);
  mkdirSync(join(folder, 'remote'));
  shell(
    repository,
    `git init -q && dvc init -q && dvc remote add -q -d origin ${join(folder, 'remote')} && git add -A && git commit -qm init`,
  );
  const dvc = (name: string, args: readonly string[], more: Partial<Step> = {}): Step => ({
    name,
    who: 'dvc',
    command: ['dvc', ...args, '-q'],
    cwd: repository,
    ...more,
  });
  return [
    dvc('add', ['add', 'data'], { before: () => shell(repository, `cp -r ${data} ${target}`) }),
    dvc('add, nothing changed', ['add', 'data']),
    dvc('status, clean', ['status'], { before: () => shell(repository, 'git add -A && git commit -qm data') }),
    dvc('push', ['push']),
    dvc('push, nothing changed', ['push']),
    dvc('checkout into an empty worktree', ['checkout'], { before: () => rmSync(target, { recursive: true }) }),
  ];
}

/** A repository with a folder as its remote. */
function makeRepository(folder: string): string {
  const repository = join(folder, 'repository');
  mkdirSync(repository);
  shell(
    repository,
    `git init -q -b main && node ${bin} init --remote ${join(folder, 'store')} && git add -A && git commit -qm init`,
  );
  return repository;
}

function shell(cwd: string, command: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
}
