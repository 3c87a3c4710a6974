import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { TextByName } from '#model/environment.js';
import type { Environment } from '#process/environment.js';
import { namesIn, textStart } from './machine-files.js';
import { textByName } from './text-by-name.js';

/** The packages of a conda environment, as its file names say: `cudatoolkit-11.8.0-h4ba93d1_13.json`. */
export function condaPackages(prefix: string): TextByName {
  return textByName(
    namesIn(path.join(prefix, 'conda-meta')).flatMap((file) => {
      const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)\.json$/.exec(file) ?? [];
      return name === undefined ? [] : [[name, `${version} ${build}`] as const];
    }),
  );
}

/**
 * The folder of the environment in which `conda run ARGS` works: of `--prefix` and `--name`, else the active one.
 * Undefined where there is none of that name.
 */
export function condaPrefix(
  args: readonly string[],
  { conda, environment }: { readonly conda: string; readonly environment: Environment },
): string | undefined {
  const prefix = optionValue(args, '-p', '--prefix');
  if (prefix !== undefined) return prefix;
  const name = optionValue(args, '-n', '--name');
  if (name === undefined) return environment['CONDA_PREFIX'] ?? baseOf(conda, environment);
  const base = baseOf(conda, environment);
  if (name === 'base') return base;
  const home = environment['HOME'] ?? '';
  const folders = [
    ...(environment['CONDA_ENVS_PATH'] ?? environment['CONDA_ENVS_DIRS'] ?? '').split(path.delimiter),
    ...(base === undefined ? [] : [path.join(base, 'envs')]),
    path.join(home, '.conda', 'envs'),
  ];
  const listed = (textStart(path.join(home, '.conda', 'environments.txt')) ?? '').split('\n');
  return [...folders.filter((folder) => folder !== '').map((folder) => path.join(folder, name)), ...listed].find(
    (folder) => path.basename(folder) === name && existsSync(path.join(folder, 'conda-meta')),
  );
}

/** `<base>/condabin/conda`, `<base>/bin/conda`. */
function baseOf(conda: string, environment: Environment): string | undefined {
  const root = environment['MAMBA_ROOT_PREFIX'];
  const candidates = [root, path.dirname(path.dirname(realpathSync(environment['CONDA_EXE'] ?? conda)))];
  return candidates.find((folder) => folder !== undefined && existsSync(path.join(folder, 'conda-meta')));
}

function optionValue(args: readonly string[], short: string, long: string): string | undefined {
  for (const [index, word] of args.entries()) {
    if (word === short || word === long) return args[index + 1];
    if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
  }
  return undefined;
}
