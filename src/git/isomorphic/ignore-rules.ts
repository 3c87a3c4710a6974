import path from 'node:path';
import type { Context } from './context.js';
import { expandHome } from './git-config.js';
import { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.js';
import { readTextIfThere } from './read-text.js';

/** Git's rules of what is ignored, from every file that holds some. */
export interface IgnoreRules {
  /** The rule by which git ignores a path or a folder above it, as `.gitignore:3:*.csv`; undefined where none does. */
  ruleFor(path: string, isFolder: boolean): Promise<string | undefined>;
}

interface Rule extends IgnorePattern {
  /** `.gitignore:3` */
  readonly place: string;
}

/** Reads the user's and the repository's own rules now, and each `.gitignore` when a path below it is asked for. */
export async function readIgnoreRules({ places, environment, readConfig }: Context): Promise<IgnoreRules> {
  const config = await readConfig();
  const { HOME: home, XDG_CONFIG_HOME: xdg = path.join(home ?? '', '.config') } = environment;
  const configured = config.value('core.excludesfile');
  const excludes = configured === undefined ? path.join(xdg, 'git/ignore') : expandHome(configured, home);
  const exclude = path.join(places.commonFolder, 'info/exclude');
  const everywhere = [
    ...(await readRules(path.resolve(places.root, excludes), excludes)),
    ...(await readRules(exclude, path.relative(places.root, exclude))),
  ];
  const ofFolders = new Map<string, Promise<readonly Rule[]>>();
  const verdicts = new Map<string, Promise<string | undefined>>();

  const rulesOf = (folder: string): Promise<readonly Rule[]> => {
    const name = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
    return remember(ofFolders, folder, () => readRules(path.join(places.root, name), name));
  };
  const ruleFor = async (name: string, isFolder: boolean): Promise<string | undefined> => {
    const parent = parentOf(name);
    // What lies in an ignored folder is ignored, and no exception brings it back.
    if (parent !== undefined) {
      const verdict = await remember(verdicts, parent, () => ruleFor(parent, true));
      if (verdict !== undefined) return verdict;
    }
    for (let folder = parent ?? ''; ; folder = parentOf(folder) ?? '') {
      const rule = lastMatch(await rulesOf(folder), folder === '' ? name : name.slice(folder.length + 1), isFolder);
      if (rule !== undefined) return describe(rule);
      if (folder === '') break;
    }
    const rule = lastMatch(everywhere, name, isFolder);
    return rule === undefined ? undefined : describe(rule);
  };
  return { ruleFor };
}

function describe(rule: Rule): string | undefined {
  return rule.isNegative ? undefined : `${rule.place}:${rule.text}`;
}

function lastMatch(rules: readonly Rule[], name: string, isFolder: boolean): Rule | undefined {
  return rules.findLast((rule) => (isFolder || !rule.isForFolders) && rule.matches(name));
}

function parentOf(name: string): string | undefined {
  const slash = name.lastIndexOf('/');
  return slash === -1 ? undefined : name.slice(0, slash);
}

async function readRules(file: string, source: string): Promise<readonly Rule[]> {
  const lines = ((await readTextIfThere(file)) ?? '').split('\n');
  return lines.flatMap((line, index) => {
    const pattern = parseIgnorePattern(line);
    return pattern === undefined ? [] : [{ ...pattern, place: `${source}:${index + 1}` }];
  });
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
