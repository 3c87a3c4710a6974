import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { test } from 'tap';
import { hasPython } from '../support/has-python.js';
import { makePixelisCommand, type PixelisCommand } from '../support/pixelis-command.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const guide = await readFile(join(project, 'docs/reproducibility-guide.md'), 'utf8');

interface Block {
  readonly language: 'ts' | 'sh';
  /** The code with which it is refused; undefined where it works. */
  readonly refused: string | undefined;
  readonly code: string;
  /** Where it stands: `line 12`. */
  readonly place: string;
}

void test('every program and command of the reproducibility guide works, in order', { skip: !hasPython }, async (t) => {
  const command = await makePixelisCommand(t);
  await installPackage(command.folder);
  const blocks = blocksOf(guide.replaceAll('/tmp/', `${command.folder}/`));
  t.ok(blocks.length > 35, `it has ${blocks.length}`);
  let cwd = project;
  for (const block of blocks) {
    const { place, refused } = block;
    const outcome = block.language === 'sh' ? runCommands(command, block, cwd) : await runProgram(command, block, cwd);
    if (refused === undefined) t.equal(outcome.status, 0, `${place}: ${outcome.stderr}`);
    else t.match(outcome, { status: 1, stderr: new RegExp(`code: '${refused}'`) }, `${place} is refused`);
    if (!t.passing()) break;
    cwd = outcome.cwd;
  }
});

void test('its programs are right to the type checker, by the types of the package', async (t) => {
  const { folder } = await makePixelisCommand(t);
  await installPackage(folder);
  const programs = blocksOf(guide).filter(({ language }) => language === 'ts');
  for (const [index, { code }] of programs.entries()) await writeFile(join(folder, `${index}.ts`), code);
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ['node'],
    moduleDetection: 'force',
  };
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  t.equal(status, 0, stdout);
});

/** The package as npm would put it there, by a link. */
async function installPackage(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@types'), { recursive: true });
  await symlink(project, join(modules, 'pixelis'));
  await symlink(join(project, 'node_modules', '@types', 'node'), join(modules, '@types', 'node'));
}

function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(ts|sh)(?: refused=(\S+))?\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] as Block['language'],
    refused: match[2],
    code: match[3] ?? '',
    place: `line ${page.slice(0, match.index).split('\n').length}`,
  }));
}

interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
  /** Where the next one starts. */
  readonly cwd: string;
}

function runCommands({ environment: env }: PixelisCommand, { code }: Block, cwd: string): Outcome {
  const script = `${code}\npwd >&3\n`;
  const { status, stderr, output } = spawnSync('sh', ['-euxc', script], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return { status, stderr, cwd: output[3]?.trim() ?? cwd };
}

async function runProgram(
  { folder, environment: env }: PixelisCommand,
  { code }: Block,
  cwd: string,
): Promise<Outcome> {
  const program = await transform(code, { loader: 'ts', format: 'esm', target: 'node20.19' });
  const file = join(folder, 'program.mjs');
  await writeFile(file, program.code);
  const { status, stderr } = spawnSync(process.execPath, [file], { cwd, env, encoding: 'utf8' });
  return { status, stderr, cwd };
}
