import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PythonFacts } from '#model/environment.js';
import { ask } from './ask.js';
import { condaPackages } from './conda.js';
import { textStart } from './machine-files.js';
import { pythonPackages } from './python-packages.js';
import { shownPath } from './shown-path.js';
import type { Survey } from './survey.js';

/** A Python, and the options with which the command starts it that change what it sees. */
export interface PythonInterpreter {
  /** Absolute path. */
  readonly file: string;
  readonly flags: readonly string[];
}

export interface SurveyedPython {
  readonly facts: PythonFacts;
  /** Where it looks for modules. */
  readonly searchPath: readonly string[];
  /** Folder of its environment. */
  readonly prefix: string;
}

/** What an interpreter is and has; one short call of it, and no pip. Undefined, and noted, where it does not answer. */
export async function surveyPython(
  { file, flags }: PythonInterpreter,
  survey: Survey,
): Promise<SurveyedPython | undefined> {
  const answer = await ask(survey, file, [...flags, '-c', probe]);
  const said = (answer.text ?? '').split('\n');
  // What a package prints at every start stands before.
  const [implementation, version, executable, prefix, basePrefix, ...searchPath] = said.slice(
    said.lastIndexOf(mark) + 1,
  );
  if (
    !said.includes(mark) ||
    implementation === undefined ||
    version === undefined ||
    prefix === undefined ||
    basePrefix === undefined
  ) {
    survey.missing('python', answer.reason ?? `'${file}' is not a Python that can be asked`);
    return undefined;
  }
  const { packages, sources } = pythonPackages(searchPath, survey);
  const conda = condaPackages(prefix);
  const facts: PythonFacts = {
    implementation,
    version,
    executable: shownPath(executable === undefined || executable === '' ? file : executable, survey),
    kind: kindOf(prefix, basePrefix),
    packages,
    sources,
    conda,
  };
  return { facts, searchPath, prefix };
}

const mark = 'pixelis asks';

/**
 * Imports nothing but `sys`, so that no module in the current folder is taken for one of Python's. The folder of the
 * script is no place for packages, and left out.
 */
const probe = `import sys
v = sys.version_info
release = '' if v[3] == 'final' else {'alpha': 'a', 'beta': 'b', 'candidate': 'rc'}[v[3]] + str(v[4])
lines = ['${mark}', sys.implementation.name, '%d.%d.%d%s' % (v[0], v[1], v[2], release), sys.executable or '', sys.prefix, sys.base_prefix]
lines += [p for p in sys.path if p]
sys.stdout.flush()
sys.stdout.buffer.write(('\\n' + '\\n'.join(lines)).encode('utf-8', 'surrogateescape'))`;

function kindOf(prefix: string, basePrefix: string): PythonFacts['kind'] {
  if (existsSync(path.join(prefix, 'conda-meta'))) return 'conda';
  if (prefix === basePrefix) return 'system';
  const settings = textStart(path.join(prefix, 'pyvenv.cfg')) ?? '';
  if (/^uv\s*=/m.test(settings)) return 'uv';
  return /^virtualenv\s*=/m.test(settings) ? 'virtualenv' : 'venv';
}
