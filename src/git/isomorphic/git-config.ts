import { homedir } from 'node:os';
import path from 'node:path';
import type { GitPlaces } from '#git/git.js';
import type { Environment } from '#process/environment.js';
import { readTextIfThere } from './read-text.js';

/** Settings of all the files that git reads, the repository's own last. */
export interface GitConfig {
  /** The value that counts: the last one. The name of the section and of the key may be in any case. */
  value(key: string): string | undefined;
  values(key: string): readonly string[];
  isTrue(key: string): boolean;
  /** Names of all keys, in lower case but for the middle part. */
  readonly keys: readonly string[];
  /** Whether a file includes another by a condition, which is not followed. */
  readonly hasConditions: boolean;
}

type Setting = readonly [key: string, value: string];

const includeDepthLimit = 10;

/** Reads the system's, the user's and the repository's settings, and what they include. */
export function readGitConfig(places: Pick<GitPlaces, 'commonFolder'>, environment: Environment): Promise<GitConfig> {
  return readFiles([...userFiles(environment), path.join(places.commonFolder, 'config')]);
}

/** The settings that no repository can bring along: the system's and the user's. */
export function readUserConfig(environment: Environment): Promise<GitConfig> {
  return readFiles(userFiles(environment));
}

async function readFiles(files: readonly string[]): Promise<GitConfig> {
  const settings: Setting[] = [];
  for (const file of files) settings.push(...(await readFileSettings(file, 0)));
  return gitConfig(settings);
}

function userFiles(environment: Environment): readonly string[] {
  const { HOME: home = homedir(), XDG_CONFIG_HOME: xdg = path.join(home, '.config') } = environment;
  const noSystem = environment['GIT_CONFIG_NOSYSTEM'];
  const system =
    noSystem === undefined || noSystem === '0' ? [environment['GIT_CONFIG_SYSTEM'] ?? '/etc/gitconfig'] : [];
  const global = environment['GIT_CONFIG_GLOBAL'];
  const user = global === undefined ? [path.join(xdg, 'git/config'), path.join(home, '.gitconfig')] : [global];
  return [...system, ...user];
}

function gitConfig(settings: readonly Setting[]): GitConfig {
  const values = (key: string): readonly string[] =>
    settings.filter(([name]) => name === normalKey(key)).map(([, value]) => value);
  return {
    values,
    value: (key) => values(key).at(-1),
    isTrue: (key) => /^(?:true|yes|on|[1-9]\d*)$/i.test(values(key).at(-1) ?? ''),
    keys: settings.map(([key]) => key),
    hasConditions: settings.some(([key]) => key.startsWith('includeif.')),
  };
}

async function readFileSettings(file: string, depth: number): Promise<readonly Setting[]> {
  const text = await readTextIfThere(file);
  if (text === undefined || depth > includeDepthLimit) return [];
  const settings: Setting[] = [];
  for (const setting of parseSettings(text)) {
    settings.push(setting);
    if (setting[0] !== 'include.path') continue;
    const included = path.resolve(path.dirname(file), expandHome(setting[1]));
    settings.push(...(await readFileSettings(included, depth + 1)));
  }
  return settings;
}

/** `~/x` below the home folder. */
export function expandHome(file: string, home: string = homedir()): string {
  return file.startsWith('~/') ? path.join(home, file.slice(2)) : file;
}

/** Reads `[section "sub"]` headers and `name = value` lines, with quotes, escapes, comments and continued lines. */
function parseSettings(text: string): readonly Setting[] {
  const settings: Setting[] = [];
  let section = '';
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const header = /^\s*\[([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(line);
    if (header !== null) {
      const middle = header[2] === undefined ? '' : `.${header[2].replace(/\\(.)/g, '$1')}`;
      section = `${(header[1] ?? '').toLowerCase()}${middle}`;
    }
    const setting = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=(.*))?$/.exec(header === null ? line : (header[3] ?? ''));
    if (setting !== null) settings.push([`${section}.${setting[1]?.toLowerCase()}`, parseValue(setting[2])]);
  }
  return settings;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** A name without a value is true. Outside of quotes, `#` and `;` begin a comment and blanks at the end do not count. */
function parseValue(text = 'true'): string {
  let value = '';
  let keptLength = 0;
  let isQuoted = false;
  for (const [token] of text.trimStart().matchAll(/\\.|[^]/g)) {
    if (token === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (token === '#' || token === ';')) break;
    else value += token.length === 2 ? (escapes[token[1] ?? ''] ?? token[1]) : token;
    if (isQuoted || !/^\s$/.test(token)) keptLength = value.length;
  }
  return value.slice(0, keptLength);
}

/** Case counts only in the middle part: `remote.Origin.URL` is `remote.Origin.url`. */
function normalKey(key: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}
