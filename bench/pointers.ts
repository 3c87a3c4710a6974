import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LineageBench, MeasuredStep } from './lineage.js';
import { measure } from './measure.js';

const shape = { commits: 22, pointers: 1000 };

/** Times what goes through all that history names: 1,000 pointers to folders, added in 22 commits. */
export async function measurePointers({
  repository,
  bin,
  env,
  rounds,
  shell,
}: LineageBench): Promise<readonly MeasuredStep[]> {
  const perCommit = Math.ceil(shape.pointers / shape.commits);
  for (let first = 0; first < shape.pointers; first += perCommit) {
    const paths: string[] = [];
    for (let pointer = first; pointer < Math.min(first + perCommit, shape.pointers); pointer++) {
      const path = `data/${pointer}`;
      mkdirSync(join(repository, path), { recursive: true });
      for (const file of ['a', 'b']) writeFileSync(join(repository, path, file), `${file} ${pointer}\n`);
      paths.push(path);
    }
    shell(repository, `node ${bin} add -q ${paths.join(' ')} && git commit -qm data`);
  }
  const commands: readonly (readonly [string, MeasuredStep['who'], readonly string[]])[] = [
    ['git log of all', 'bound', ['-c', 'git log --all --raw > /dev/null']],
    ['push --all', 'pixelis', [bin, 'push', '--all']],
    ['push --all, nothing changed', 'pixelis', [bin, 'push', '--all']],
    ['gc plan', 'pixelis', [bin, 'gc']],
    ['gc plan with a rule', 'pixelis', [bin, 'gc', '--keep-last', '1']],
  ];
  const steps: MeasuredStep[] = commands.map(([name, who]) => ({ name, who, runs: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, who, args]] of commands.entries()) {
      // There is only one first push.
      if (index === 1 && round > 0) continue;
      const file = who === 'bound' ? 'sh' : process.execPath;
      steps[index]?.runs.push(await measure({ file, args, cwd: repository, env }));
    }
  }
  return steps;
}
