import { join } from 'node:path';
import { importHistory } from './history.js';
import type { LineageBench, MeasuredStep } from './lineage.js';
import { measure } from './measure.js';
import { signHistory } from './sign-history.js';

/**
 * Times audits of 10,000 commits with the records of 10,000 runs and 40,000 versions, each signed;
 * beside them the listing of the same changes by git.
 */
export async function measureAudit({
  repository,
  bin,
  env,
  rounds,
  shell,
}: LineageBench): Promise<readonly MeasuredStep[]> {
  await importHistory(repository, { runs: 10_000, outputs: 4, mergeEvery: 50 });
  signHistory(repository);
  shell(repository, 'git reset -q --hard && git config gc.auto 0 && git repack -adq');
  const log = ['log', '--full-history', '-m', '--raw', '-z', '--no-renames', '--', '.pixelis', '*.pixelis.yaml'];
  const commands: readonly (readonly [string, MeasuredStep['who'], string, readonly string[]])[] = [
    ['git log --raw of the records', 'bound', 'git', log],
    ['audit', 'pixelis', process.execPath, [bin, 'audit']],
    ['audit of one model', 'pixelis', process.execPath, [bin, 'audit', '--artifact', 'model-sft-r000000']],
    ['audit as HTML', 'pixelis', process.execPath, [bin, 'audit', '-o', join('..', 'audit.html')]],
  ];
  const steps: MeasuredStep[] = commands.map(([name, who]) => ({ name, who, runs: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, , file, args]] of commands.entries()) {
      steps[index]?.runs.push(await measure({ file, args, cwd: repository, env, exitCodes: [0] }));
    }
  }
  return steps;
}
