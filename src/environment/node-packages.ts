import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TextByName } from '#model/environment.js';
import { jsonFile, namesIn } from './machine-files.js';
import { foldersUpTo } from './shown-path.js';
import type { Survey } from './survey.js';
import { textByName } from './text-by-name.js';

/** The packages in the nearest `node_modules`: from what npm or pnpm noted there, else one by one. */
export function nodePackages(survey: Survey): TextByName {
  const modules = foldersUpTo(survey.root, survey.folder)
    .map((folder) => path.join(folder, 'node_modules'))
    .find((folder) => existsSync(folder));
  if (modules === undefined) return {};
  return textByName(fromNpm(modules, survey) ?? fromPnpm(modules) ?? oneByOne(modules));
}

type Packages = readonly (readonly [name: string, version: string])[];

interface HiddenLockfile {
  readonly packages?: Readonly<Record<string, { readonly version?: unknown; readonly resolved?: unknown } | null>>;
}

/** `node_modules/a/node_modules/b` is `a > b`. */
function fromNpm(modules: string, { secrets }: Survey): Packages | undefined {
  const { packages } = (jsonFile(path.join(modules, '.package-lock.json')) ?? {}) as HiddenLockfile;
  if (packages === undefined) return undefined;
  return Object.entries(packages).flatMap(([place, noted]) => {
    const { version, resolved } = noted ?? {};
    if (typeof version !== 'string' || !place.startsWith('node_modules/')) return [];
    const name = place.slice('node_modules/'.length).replaceAll('/node_modules/', ' > ');
    const isFromGit = typeof resolved === 'string' && resolved.startsWith('git');
    return [[name, isFromGit ? `${version} ${secrets.url(resolved, 'environment')}` : version] as const];
  });
}

/** Folders of `.pnpm`: `react@18.2.0`, `@types+node@20.1.0`, `react-dom@18.2.0_react@18.2.0`. */
function fromPnpm(modules: string): Packages | undefined {
  const folders = namesIn(path.join(modules, '.pnpm'));
  if (folders.length === 0) return undefined;
  const versions = new Map<string, Set<string>>();
  for (const folder of folders) {
    const [, name, version] = /^(@?[^@]+)@(\d[^_(]*)/.exec(folder) ?? [];
    if (name === undefined || version === undefined) continue;
    const plain = name.replace('+', '/');
    versions.set(plain, (versions.get(plain) ?? new Set()).add(version));
  }
  return [...versions].map(([name, found]) => [name, [...found].join(', ')] as const);
}

function oneByOne(modules: string): Packages {
  const names = namesIn(modules).flatMap((name) =>
    name.startsWith('@') ? namesIn(path.join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return names.flatMap((name) => {
    const found = jsonFile(path.join(modules, name, 'package.json')) as { readonly version?: unknown } | undefined;
    return typeof found?.version === 'string' ? [[name, found.version] as const] : [];
  });
}
