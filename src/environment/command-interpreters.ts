import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { findExecutable } from '#process/find-executable.js';
import { condaPrefix } from './conda.js';
import { textStart } from './machine-files.js';
import { knownPrograms } from './program-versions.js';
import { foldersUpTo } from './shown-path.js';
import type { Survey } from './survey.js';

/** What executes a command. */
export interface Interpreters {
  readonly python?: Finding;
  readonly node?: Finding;
  /** Absolute paths by name, of programs that can be asked for their version. */
  readonly programs: Readonly<Record<string, string>>;
  /** Why it cannot be said what executes the command. */
  readonly reason?: string;
}

/** An interpreter, or why it cannot be told. */
export type Finding =
  | { readonly file: string; readonly flags: readonly string[]; readonly reason?: undefined }
  | { readonly reason: string; readonly question?: Question | undefined; readonly file?: undefined };

/** A program that answers with the path of the interpreter. */
export interface Question {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Finds what executes a command: by the name of its program, else by the first line of the script that the program is,
 * behind starters (`env`, `srun`, `timeout 10`) and tools that choose an environment (`uv run`, `conda run`). A shell may
 * call anything, and so may no command at all: then it is what is installed where they stand.
 */
export function interpretersOf(command: readonly string[], survey: Survey, depth = 0): Interpreters {
  const [word, ...args] = command;
  if (word === undefined) return surroundings(survey);
  const file = programFile(word, survey);
  const name = programName(word);
  if (file === undefined) return { programs: {}, reason: `'${word}' was not found` };
  if (depth > maxDepth) return surroundings(survey);
  const inner = (rest: readonly string[], place: Survey = survey) => interpretersOf(rest, place, depth + 1);

  if (pythonName.test(name)) return { python: { file, flags: isolation(args) }, programs: {} };
  if (nodes.has(name)) return { node: { file, flags: [] }, programs: {} };
  if (starters.has(name)) return inner(started(args, survey));
  if (containers.has(name)) return { programs: {}, reason: `'${name}' executes it inside a container` };
  if (condas.has(name) && args[0] === 'run') return insideConda(args.slice(1), { file, name }, { survey, inner });
  if (name === 'uvx' || name === 'pipx') return { python: { reason: ownChoice(name) }, programs: { [name]: file } };
  if (args[0] === 'run' && Object.hasOwn(projectTools, name)) {
    return { python: projectPython({ name, file }, survey), programs: { [name]: file } };
  }
  if (shells.has(name)) return withProgram(surroundings(survey), name, file);
  if (isKnown(name)) return { programs: { [name]: file } };
  const script = shebang(file);
  return script === undefined ? { programs: {} } : inner(script);
}

/** How many scripts may stand behind one another. */
const maxDepth = 8;

const pythonName = /^(?:python|pypy)[\d.]*$/;
const nodes = new Set(['node', 'nodejs']);
const starters = new Set(
  'env nice nohup time timeout stdbuf ionice taskset numactl setsid chrt sudo doas xvfb-run srun mpirun mpiexec orterun prun aprun jsrun ibrun strace'.split(
    ' ',
  ),
);
const containers = new Set('docker podman nerdctl apptainer singularity enroot'.split(' '));
const condas = new Set('conda mamba micromamba'.split(' '));
/** Tools that choose the environment of a project, and how they are asked for its Python where it does not lie in the project. */
const projectTools: Readonly<Record<string, readonly string[] | undefined>> = {
  uv: undefined,
  poetry: ['env', 'info', '--executable'],
  pipenv: ['--py'],
  pdm: ['info', '--python'],
  hatch: undefined,
  rye: undefined,
  pixi: undefined,
};
const shells = new Set('sh bash zsh dash ash ksh fish make just xargs parallel'.split(' '));

/** The program that a word names as the system would find it; undefined where there is none. */
function programFile(word: string, { folder, environment }: Survey): string | undefined {
  if (!/[/\\]/.test(word)) return findExecutable(word, environment);
  const file = path.resolve(folder, word);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}

/**
 * What a starter starts: from the first of its words that is an interpreter or a tool, else from the first that is a
 * program. A value of one of its options may be called like a program (`srun -J test python`).
 */
function started(args: readonly string[], survey: Survey): readonly string[] {
  // Neither an option, nor an assignment as `env` takes them.
  const isProgram = (word: string) => !/^(?:-|\w+=)/.test(word) && programFile(word, survey) !== undefined;
  const known = args.findIndex((word) => isTool(programName(word)) && isProgram(word));
  const at = known >= 0 ? known : args.findIndex(isProgram);
  return at < 0 ? [] : args.slice(at);
}

function isTool(name: string): boolean {
  const sets = [nodes, starters, containers, condas, shells];
  return pythonName.test(name) || isKnown(name) || sets.some((set) => set.has(name));
}

/** Whether a program can be asked for its version; every tool of a project can. */
function isKnown(name: string): boolean {
  return Object.hasOwn(knownPrograms, name);
}

function programName(word: string): string {
  return path.basename(word).replace(/\.exe$/i, '');
}

/** Options that change where Python looks for modules: `-I`, `-sE`. */
function isolation(args: readonly string[]): readonly string[] {
  const end = args.findIndex((word) => !/^-[A-Za-z]+$/.test(word) || /[cm]/.test(word));
  return args.slice(0, end < 0 ? args.length : end).filter((word) => /^-[IEsSP]+$/.test(word));
}

/** A script's interpreter and its options, from its first line; undefined where the file is no script. */
function shebang(file: string): readonly string[] | undefined {
  const start = textStart(file, 512) ?? '';
  if (!start.startsWith('#!')) return undefined;
  const [first = '', second = ''] = start.slice(2).split('\n');
  // Installers write this where the path of the interpreter is long or has a space.
  const long = /^'''exec' "?([^"\s]+|[^"]+(?="))"? "\$0"/.exec(second)?.[1];
  if (long !== undefined) return [long];
  return first.trim().split(/\s+/);
}

/** The Python on the PATH, and Node where there is a package of it. */
function surroundings(survey: Survey): Interpreters {
  const { environment, folder, root } = survey;
  const python = findExecutable('python3', environment) ?? findExecutable('python', environment);
  const isNodePackage = foldersUpTo(root, folder).some((at) => existsSync(path.join(at, 'package.json')));
  const node = isNodePackage ? findExecutable('node', environment) : undefined;
  return {
    ...(python === undefined ? {} : { python: { file: python, flags: [] } }),
    ...(node === undefined ? {} : { node: { file: node, flags: [] } }),
    programs: {},
  };
}

/** The Python of the project's environment, where it exists before the tool makes it. */
function projectPython(tool: { readonly name: string; readonly file: string }, survey: Survey): Finding {
  const { folder, root, environment } = survey;
  const named = tool.name === 'uv' ? environment['UV_PROJECT_ENVIRONMENT'] : undefined;
  const inProject = tool.name === 'pixi' ? '.pixi/envs/default' : '.venv';
  const folders = [
    ...(named === undefined ? [] : [path.resolve(folder, named)]),
    ...foldersUpTo(root, folder).map((at) => path.join(at, inProject)),
    ...(environment['VIRTUAL_ENV'] === undefined ? [] : [environment['VIRTUAL_ENV']]),
  ];
  const found = folders.map(pythonOf).find((file) => file !== undefined);
  if (found !== undefined) return { file: found, flags: [] };
  const args = projectTools[tool.name];
  return { reason: ownChoice(tool.name), question: args && { program: tool.file, args } };
}

function ownChoice(tool: string): string {
  return `'${tool}' chooses or makes the Python when the command starts`;
}

/** The Python of an environment's folder. */
function pythonOf(prefix: string): string | undefined {
  const candidates = [path.join(prefix, 'bin', 'python'), path.join(prefix, 'Scripts', 'python.exe')];
  return [...candidates, path.join(prefix, 'python.exe')].find((file) => existsSync(file));
}

function insideConda(
  args: readonly string[],
  { file, name }: { readonly file: string; readonly name: string },
  {
    survey,
    inner,
  }: { readonly survey: Survey; readonly inner: (args: readonly string[], place: Survey) => Interpreters },
): Interpreters {
  const { environment } = survey;
  const prefix = condaPrefix(args, { conda: file, environment });
  if (prefix === undefined) return { python: { reason: `'${name}' has no such environment` }, programs: {} };
  const PATH = [path.join(prefix, 'bin'), environment['PATH'] ?? ''].join(path.delimiter);
  const place: Survey = { ...survey, environment: { ...environment, PATH, CONDA_PREFIX: prefix } };
  const found = inner(started(args, place), place);
  // Whatever it starts, what is installed there is what it has.
  const python = pythonOf(prefix);
  if (found.python !== undefined || python === undefined) return found;
  return { ...found, python: { file: python, flags: [] } };
}

function withProgram(found: Interpreters, name: string, file: string): Interpreters {
  return isKnown(name) ? { ...found, programs: { ...found.programs, [name]: file } } : found;
}
