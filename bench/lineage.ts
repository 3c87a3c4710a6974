import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Library from '../src/index.js';
import { makeGraph } from './graph.js';
import { type Measurement, measure } from './measure.js';

export interface LineageBench {
  /** A repository without records. */
  readonly repository: string;
  readonly bin: string;
  readonly env: NodeJS.ProcessEnv;
  readonly rounds: number;
  /** Runs a line of shell in a folder. */
  readonly shell: (cwd: string, command: string) => void;
}

export interface MeasuredStep {
  readonly name: string;
  readonly who: 'pixelis' | 'bound';
  readonly runs: Measurement[];
}

/**
 * Times questions to 10,000 runs and 50,000 versions that are committed once: the first call, which reads every record,
 * later ones as commands and within one program; beside them the reading and parsing of all records.
 */
export async function measureLineage({
  repository,
  bin,
  env,
  rounds,
  shell,
}: LineageBench): Promise<readonly MeasuredStep[]> {
  const { model, run } = await makeGraph(repository, { runs: 10_000, outputs: 5 });
  // Packed as in a clone; by git itself it would be done in the background, while others are timed.
  shell(repository, 'git config gc.auto 0 && git add -A && git commit -qm graph && git repack -adq');
  shell(repository, 'git tag v1.0 && git branch other');
  const [node, state] = [process.execPath, join(repository, '.git/pixelis')];
  const forget = (): void => {
    rmSync(join(state, 'lineage-index'), { force: true });
    rmSync(join(state, 'lineage-indexes'), { recursive: true, force: true });
  };
  const reader = fileURLToPath(new URL('read-records.js', import.meta.url));
  const commands: readonly (readonly [string, MeasuredStep['who'], readonly string[], (() => void)?])[] = [
    ['node -e 0', 'bound', ['-e', '0']],
    ['read and parse all records', 'bound', [reader, join(repository, '.pixelis')]],
    ['first call', 'pixelis', [bin, 'lineage', model], forget],
    ['later call', 'pixelis', [bin, 'lineage', model]],
    ['later call, a run', 'pixelis', [bin, 'lineage', 'run', run]],
    ['validate', 'pixelis', [bin, 'lineage', 'validate']],
    ['first call at a revision', 'pixelis', [bin, 'lineage', `${model}@v1.0`]],
    ['later call at a revision', 'pixelis', [bin, 'lineage', `${model}@v1.0`]],
    ['first call, --all', 'pixelis', [bin, 'lineage', model, '--all'], forget],
    ['later call, --all', 'pixelis', [bin, 'lineage', model, '--all']],
  ];
  const steps: MeasuredStep[] = commands.map(([name, who]) => ({ name, who, runs: [] }));
  const inProgram: MeasuredStep = { name: 'later call within a program', who: 'pixelis', runs: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, , args, before]] of commands.entries()) {
      before?.();
      steps[index]?.runs.push(await measure({ file: node, args, cwd: repository, env }));
    }
    inProgram.runs.push({ wallMs: await laterCallMs(repository, model), peakBytes: undefined });
  }
  return [...steps, inProgram];
}

/** The third of three calls, so that what is compiled on the way is. */
async function laterCallMs(folder: string, model: string): Promise<number> {
  const { openRepository } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof Library;
  const repository = await openRepository({ folder });
  let wallMs = 0;
  for (let call = 0; call < 3; call++) {
    const started = performance.now();
    await repository.lineage.graph(model);
    wallMs = performance.now() - started;
  }
  await repository.close();
  return wallMs;
}
