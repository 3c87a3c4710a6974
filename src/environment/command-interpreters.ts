import { existsSync } from 'node:fs';
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
  | { readonly reason: string; readonly file?: undefined };

/**
 * Finds what executes a command: by the name of its program, else by the first line of the script that the program is,
 * behind starters (`env`, `srun`, `timeout 10`) and tools that choose an environment (`uv run`, `conda run`). A shell may
 * call anything, and so may no command at all: then it is what is installed where they stand.
 */
export function interpretersOf(command: readonly string[], survey: Survey, depth = 0): Interpreters {
  const [word, ...args] = command;
  if (word === undefined) return surroundings(survey);
  const file = programFile(word, survey);
  const name = path.basename(word).replace(/\.exe$/i, '');
  if (file === undefined) return { programs: {}, reason: `'${word}' was not found` };
  if (depth > maxDepth) return surroundings(survey);
  const inner = (rest: readonly string[], place: Survey = survey) => interpretersOf(rest, place, depth + 1);

  if (/^(?:python|pypy)[\d.]*$/.test(name)) return { python: { file, flags: isolation(args) }, programs: {} };
  if (name === 'node' || name === 'nodejs') return { node: { file, flags: [] }, programs: {} };
  if (starters.has(name)) return inner(started(args, survey));
  if (containers.has(name)) return { programs: {}, reason: `'${name}' executes it inside a container` };
  if (condas.has(name) && args[0] === 'run') return insideConda(args.slice(1), { file, name }, { survey, inner });
  const project = name === 'uvx' ? 'uv' : args[0] === 'run' && projectTools.has(name) ? name : undefined;
  if (project !== undefined) return { python: projectPython(project, survey), programs: { [project]: file } };
  if (shells.has(name)) return withProgram(surroundings(survey), name, file);
  if (name in knownPrograms) return { programs: { [name]: file } };
  const script = shebang(file);
  return script === undefined ? { programs: {} } : inner(script);
}

/** How many scripts may stand behind one another. */
const maxDepth = 8;

const starters = new Set(
  'env nice nohup time timeout stdbuf ionice taskset numactl setsid chrt sudo doas xvfb-run srun mpirun mpiexec orterun prun aprun jsrun ibrun strace perf'.split(
    ' ',
  ),
);
const containers = new Set('docker podman nerdctl apptainer singularity enroot'.split(' '));
const condas = new Set('conda mamba micromamba'.split(' '));
const projectTools = new Set('uv poetry pipenv pdm hatch rye pixi'.split(' '));
const shells = new Set('sh bash zsh dash ash ksh fish make just xargs parallel'.split(' '));

/** The program that a word names as the system would find it; undefined where there is none. */
function programFile(word: string, { folder, environment }: Survey): string | undefined {
  if (!/[/\\]/.test(word)) return findExecutable(word, environment);
  const file = path.resolve(folder, word);
  return existsSync(file) ? file : undefined;
}

/** What a starter starts: from the first of its words that is a program. */
function started(args: readonly string[], survey: Survey): readonly string[] {
  const at = args.findIndex((word) => /^[^-=]+$/.test(word.slice(0, 1)) && isStarted(word, survey));
  return at < 0 ? [] : args.slice(at);
}

function isStarted(word: string, survey: Survey): boolean {
  return !/^\w+=/.test(word) && programFile(word, survey) !== undefined;
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
  const words = first.trim().split(/\s+/);
  return words.filter((word, index) => index === 0 || word !== '-S');
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
function projectPython(tool: string, { folder, root, environment }: Survey): Finding {
  const named = tool === 'uv' ? environment['UV_PROJECT_ENVIRONMENT'] : undefined;
  const folders = [
    ...(named === undefined ? [] : [path.resolve(folder, named)]),
    ...foldersUpTo(root, folder).map((at) => path.join(at, tool === 'pixi' ? '.pixi/envs/default' : '.venv')),
    ...[environment['VIRTUAL_ENV'] ?? []].flat(),
  ];
  const found = folders.map(pythonOf).find((file) => file !== undefined);
  if (found !== undefined) return { file: found, flags: [] };
  return { reason: `'${tool}' chooses or makes the Python when the command starts` };
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
  return name in knownPrograms ? { ...found, programs: { ...found.programs, [name]: file } } : found;
}
