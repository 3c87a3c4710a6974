import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import ignore from 'ignore';

export const ignoreFileName = '.pixelisignore';

/**
 * The rules of `.pixelisignore` files, in the syntax and with the meaning of `.gitignore`: files nearer to a path
 * overrule those above, `!` takes a rule back, and nothing below an ignored folder can be taken back.
 * Files are read when a folder is first asked about.
 */
export interface IgnoreRules {
  /** The rules for what lies directly in `folder` (from the top of the repository, '' the top). */
  inFolder(folder: string): FolderRules;
  /** The rule that ignores `path` or a folder above it: `data/.pixelisignore:3:*.tmp`. Undefined where none does. */
  ruleFor(path: string, isFolder: boolean): string | undefined;
}

/** Rules for what lies directly in one folder. */
export interface FolderRules {
  /** Whether no rule can apply to anything here. */
  readonly isEmpty: boolean;
  ignores(name: string, isFolder: boolean): boolean;
  /** Rules one folder further down; the file there is read only where `hasIgnoreFile`. */
  enter(name: string, hasIgnoreFile: boolean): FolderRules;
}

/** @param repositoryRoot absolute path of the repository's top folder. @throws `disk.*` later, where a file cannot be read */
export function openIgnoreRules(repositoryRoot: string): IgnoreRules {
  const inFolder = (folder: string): LevelRules => {
    let rules = levelRules(repositoryRoot, '', loadPatterns(repositoryRoot, '', []));
    for (const name of folder === '' ? [] : folder.split('/')) rules = rules.enter(name, true);
    return rules;
  };
  return {
    inFolder,
    ruleFor(path, isFolder) {
      const slash = path.lastIndexOf('/');
      return inFolder(path.slice(0, Math.max(slash, 0))).ruleFor(path.slice(slash + 1), isFolder);
    },
  };
}

interface LevelRules extends FolderRules {
  enter(name: string, hasIgnoreFile: boolean): LevelRules;
  ruleFor(name: string, isFolder: boolean): string | undefined;
}

/** A pattern made relative to the top of the repository, marked with where it stands. */
interface MarkedPattern {
  readonly pattern: string;
  readonly mark: string;
}

function levelRules(root: string, folder: string, patterns: readonly MarkedPattern[]): LevelRules {
  const prefix = folder === '' ? '' : `${folder}/`;
  // One matcher a folder: it remembers every path that it was asked about.
  const matcher = patterns.length === 0 ? undefined : ignore({ ignorecase: false }).add(patterns);
  const test = (name: string, isFolder: boolean) => matcher?.test(prefix + name + (isFolder ? '/' : ''));
  return {
    isEmpty: matcher === undefined,
    ignores: (name, isFolder) => test(name, isFolder)?.ignored ?? false,
    ruleFor: (name, isFolder) => test(name, isFolder)?.rule?.mark,
    enter: (name, hasIgnoreFile) =>
      levelRules(root, prefix + name, hasIgnoreFile ? loadPatterns(root, prefix + name, patterns) : patterns),
  };
}

/** `inherited`, then the patterns of the folder's own file: the last that fits decides. */
function loadPatterns(root: string, folder: string, inherited: readonly MarkedPattern[]): readonly MarkedPattern[] {
  const file = folder === '' ? ignoreFileName : `${folder}/${ignoreFileName}`;
  const text = readText(join(root, file));
  if (text === undefined) return inherited;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const own = lines.flatMap((line, index) => {
    const pattern = anchored(line, folder);
    return pattern === undefined ? [] : [{ pattern, mark: `${file}:${index + 1}:${line}` }];
  });
  return own.length === 0 ? inherited : [...inherited, ...own];
}

/**
 * A pattern of the file in `folder`, said from the top: of the file in `data/a`, `/x` becomes `/data/a/x`, and `*.tmp`
 * is sought at any depth below `/data/a`. Undefined for a line that is empty or a comment.
 */
function anchored(line: string, folder: string): string | undefined {
  if (line.trim() === '' || line.startsWith('#')) return undefined;
  if (folder === '') return line;
  const isNegated = line.startsWith('!');
  const body = line.slice(isNegated ? 1 : 0);
  // A slash anywhere but at the end ties a pattern to the folder of its file.
  const isTied = /\/(?!\s*$)/.test(body);
  const base = folder.replace(/[\\*?[\]! #]/g, '\\$&');
  return `${isNegated ? '!' : ''}/${base}/${isTied ? body.replace(/^\//, '') : `**/${body}`}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // A folder of that name holds no rules, and neither does one that is not there.
    if (isDiskError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined;
    throw diskError(error, file);
  }
}
