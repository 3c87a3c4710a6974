// The main job from end to end on real data, in a temporary folder with a folder as the remote. Every command is printed
// before it is run, so that this doubles as a tutorial. Leaves nothing behind, unless asked: `npm run quickstart -- --keep`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const keep = process.argv.includes('--keep');
const bold = (text) => (process.stdout.isTTY && !process.env.NO_COLOR ? `\u001B[1m${text}\u001B[22m` : text);
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'pixelis-quickstart-'));
const work = join(folder, 'penguins');
const colleague = join(folder, 'colleague');
process.on('exit', () => {
  if (!keep) rmSync(folder, { recursive: true, force: true });
});

// `pixelis` as if it were installed, and a git identity of its own.
mkdirSync(join(folder, 'bin'));
symlinkSync(fileURLToPath(new URL('../bin/pixelis.js', import.meta.url)), join(folder, 'bin', 'pixelis'));
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') && !name.startsWith('PIXELIS_')),
  ),
  PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
  GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
  GIT_CONFIG_NOSYSTEM: '1',
};

say('A repository with real data (the tables of vega-datasets), a training script and an evaluation script.');
run(folder, 'git config --global user.name "Ada Quick" && git config --global user.email ada@example.org');
run(folder, 'git config --global init.defaultBranch main');
run(folder, 'git init --quiet penguins');
const scripts = fileURLToPath(new URL('quickstart/', import.meta.url));
for (const name of ['prepare.mjs', 'train.mjs', 'evaluate.mjs']) cpSync(join(scripts, name), join(work, name));
cpSync(fileURLToPath(new URL('../data', import.meta.resolve('vega-datasets'))), join(work, 'data', 'raw'), {
  recursive: true,
});
run(work, 'pixelis init --remote ../store');
run(work, 'pixelis add data/raw --meta source=vega-datasets');
run(work, 'git add --all && git commit --quiet -m "Scripts and raw data"');

say('Data, model and evaluation are made by runs: what each used, made and measured is on record.');
run(
  work,
  'pixelis run --id prepare1 --input data/raw --output data/penguins -- node prepare.mjs data/raw/penguins.json data/penguins',
);
train(1);
evaluate(1);
run(work, 'git add --all && git commit --quiet -m "First model" && git tag first');

say('Dataset v2 without the rows that lack a measurement; the same code, a second model.');
run(
  work,
  'pixelis run --id prepare2 --input data/raw --output data/penguins -- node prepare.mjs data/raw/penguins.json data/penguins --clean',
);
train(2);
evaluate(2);
run(work, 'git add --all && git commit --quiet -m "Second model, on clean data"');
run(work, 'pixelis runs compare evaluate1 evaluate2');
run(work, 'pixelis diff first HEAD');

say('Everything to the remote: a folder here, an S3 bucket in the same way.');
run(work, 'pixelis push --all');
run(work, 'pixelis push --all');

say('A colleague clones, pulls, and has the same bytes.');
run(folder, 'git clone --quiet penguins colleague');
run(colleague, 'pixelis pull');
run(
  folder,
  'diff --recursive penguins/data colleague/data && diff --recursive penguins/models colleague/models && echo identical',
);

say('The first commit again, with its data and its model.');
const second = readFileSync(join(colleague, 'results/penguins.json'), 'utf8');
run(colleague, 'git checkout --quiet first');
run(colleague, 'pixelis pull');
run(colleague, 'cat results/penguins.json');
if (readFileSync(join(colleague, 'results/penguins.json'), 'utf8') === second)
  fail('the first result did not come back');

say('The history, and where the evaluation came from.');
run(colleague, 'git checkout --quiet main && pixelis pull');
run(colleague, 'pixelis log model-penguins');
run(colleague, 'pixelis runs list');
run(colleague, 'pixelis lineage eval-model-penguins-on-dataset-penguins-v2');
run(colleague, 'pixelis status --remote --exit-code');

say('What made the first model and its evaluation, executed again by the colleague: to the byte?');
run(colleague, 'pixelis reproduce first');

console.log(`\n${bold('Done.')} What next:
  docs/guide.md      ten minutes from nothing to a reproduced result, with your own files
  docs/commands.md   every command
  ${keep ? `${work}   the repository that was made here` : 'npm run quickstart -- --keep   to look round in the repository that was made here'}`);

function train(number) {
  run(
    work,
    `pixelis run --id train${number} --input data/penguins --output models/penguins.json=model-penguins -- node train.mjs data/penguins models/penguins.json`,
  );
}

function evaluate(number) {
  run(
    work,
    `pixelis run --id evaluate${number} --input data/penguins --input models/penguins.json --output results/penguins.json=eval-model-penguins-on-dataset-penguins-v${number} -- node evaluate.mjs data/penguins models/penguins.json results/penguins.json`,
  );
}

function say(text) {
  console.log(`\n${bold(`# ${text}`)}`);
}

/** Runs one command line in a folder, as printed; whatever fails ends the quick start. */
function run(cwd, command) {
  console.log(`\n${bold(`$ ${command}`)}`);
  const { status, error } = spawnSync(command, {
    cwd,
    env: environment,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined || status !== 0) fail(`'${command}' ended with ${error?.message ?? status}`);
}

function fail(why) {
  console.error(`\nquick start: ${why}`);
  process.exit(1);
}
