import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { hasPython } from '../support/has-python.js';
import { makePixelisCommand } from '../support/pixelis-command.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const evaluation = 'eval-model-ttrl-ghi789-on-dataset-cota_sft-v1';

void test('the pipeline of the guide runs, and its lineage is drawn as the guide draws it', {
  skip: !hasPython,
}, async (t) => {
  const readme = await readFile(join(project, 'examples/pipeline/README.md'), 'utf8');
  const guide = await readFile(join(project, 'docs/reproducibility-guide.md'), 'utf8');
  const [setUp = '', showTree = '', showGraph = '', lookAround = ''] = blocksOf(readme, 'sh');
  const { folder, environment } = await makePixelisCommand(t);
  const sh = (script: string, cwd: string): string => {
    const { status, stdout, stderr } = spawnSync('sh', ['-euc', script], { cwd, env: environment, encoding: 'utf8' });
    t.equal(status, 0, `${script}\n${stderr}`);
    return stdout;
  };
  sh(setUp.replaceAll('/tmp/', `${folder}/`), project);
  const pipeline = join(folder, 'pipeline');

  const tree = sh(showTree, pipeline);
  const mermaid = sh(showGraph, pipeline);
  for (const page of [readme, guide]) {
    t.equal(tree, blocksOf(page, 'text')[0]);
    t.equal(mermaid, blocksOf(page, 'mermaid')[0]);
  }
  t.equal(JSON.parse(sh('pixelis lineage validate --json', pipeline)).isValid, true);

  t.match(sh(lookAround, pipeline), 'run abc123 (SFT Training): identical', 'what was trained is trained again');

  const judged = JSON.parse(sh(`pixelis cat ${evaluation}`, pipeline));
  t.ok(judged.accuracy > 0.85, `what was learnt is right in ${judged.accuracy} of the cases`);
  const shown = JSON.parse(sh('pixelis show model-ttrl-ghi789 --json', pipeline));
  t.strictSame(
    shown.parents.map(({ artifact }: { readonly artifact: string }) => artifact),
    ['model-rft-def456', 'experience_buffer_1234567890'],
  );
});

function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1] ?? '');
}
