import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { NodeFacts } from '#model/environment.js';
import { findExecutable } from '#process/find-executable.js';
import { ask } from './ask.js';
import { jsonFile, namesIn } from './machine-files.js';
import { nodePackages } from './node-packages.js';
import { foldersUpTo } from './shown-path.js';
import type { Survey } from './survey.js';

/** What a Node.js is and which packages the command's folder has. Undefined, and noted, where it does not answer. */
export async function nodeFacts(file: string, survey: Survey): Promise<NodeFacts | undefined> {
  const version = await versionOf(file, survey);
  if (version === undefined) return undefined;
  const manager = packageManager(survey);
  return { version, ...(manager === undefined ? {} : { manager }), packages: nodePackages(survey) };
}

async function versionOf(file: string, survey: Survey): Promise<string | undefined> {
  if (realpathSync(file) === realpathSync(process.execPath)) return process.versions.node;
  const { text, reason } = await ask(survey, file, ['--version']);
  const version = /^v?(\d+\.\d+\.\d+\S*)/.exec(text ?? '')?.[1];
  if (version === undefined) survey.missing('node', reason ?? `'${file}' did not say its version`);
  return version;
}

interface PackageFile {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly packageManager?: unknown;
}

/** The manager that `package.json` names, else the one whose lock file lies there. */
function packageManager(survey: Survey): string | undefined {
  for (const folder of foldersUpTo(survey.root, survey.folder)) {
    const { packageManager: named } = (jsonFile(path.join(folder, 'package.json')) ?? {}) as PackageFile;
    const [, name, version] = (typeof named === 'string' ? /^([a-z]+)@([\w.-]+)/.exec(named) : null) ?? [];
    if (name !== undefined) return `${name} ${version}`;
    const names = new Set(namesIn(folder));
    const locked = Object.keys(managers).find((lockfile) => names.has(lockfile));
    if (locked !== undefined) return installed(managers[locked] as string, survey);
  }
  return undefined;
}

const managers: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/** Name and version of a manager on the PATH, from the package that its script lies in: no need to start it. */
function installed(name: string, { environment }: Survey): string {
  const file = findExecutable(name, environment);
  if (file === undefined) return name;
  for (const folder of foldersUpTo(path.parse(file).root, path.dirname(realpathSync(file)))) {
    const found = (jsonFile(path.join(folder, 'package.json')) ?? {}) as PackageFile;
    if (found.name === name && typeof found.version === 'string') return `${name} ${found.version}`;
  }
  return name;
}
