/** One line of a `.gitignore` that is a rule. */
export interface IgnorePattern {
  /** The line as it stands, for messages. */
  readonly text: string;
  readonly isNegative: boolean;
  readonly isForFolders: boolean;
  /** Whether the rule fits a path, relative to the folder of its file. Folders above the path are not its business. */
  matches(path: string): boolean;
}

/** Reads a line of a `.gitignore`; undefined for comments and empty lines. */
export function parseIgnorePattern(line: string): IgnorePattern | undefined {
  const text = line.replace(/\r$/, '').replace(/(?<!\\) +$/, '');
  if (text === '' || text.startsWith('#')) return undefined;
  const isNegative = text.startsWith('!');
  const positive = isNegative ? text.slice(1) : text;
  const isForFolders = positive.endsWith('/');
  const glob = isForFolders ? positive.slice(0, -1) : positive;
  if (glob === '') return undefined;
  const isAnchored = glob.includes('/');
  const pattern = globToRegExp(glob.replace(/^\//, ''));
  return {
    text,
    isNegative,
    isForFolders,
    matches: (path) => pattern?.test(isAnchored ? path : path.slice(path.lastIndexOf('/') + 1)) === true,
  };
}

/** Parts of a pattern: any folders, everything below, an escaped character, a class, a star, any other character. */
const tokens = /(?<=^|\/)\*{2,}\/|((?<=^|\/)\*{2,}$)|\\[^]|\[[!^]?\]?(?:\[:[a-z]+:\]|\\[^]|[^\]])*\]|\*+|[^]/g;

/** Undefined for a pattern that fits nothing. */
function globToRegExp(glob: string): RegExp | undefined {
  const source = [...glob.matchAll(tokens)]
    .map(([token, below]) => (below === undefined ? tokenSource(token) : '.*'))
    .join('');
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}

function tokenSource(token: string): string {
  if (token.endsWith('*/')) return '(?:.*/)?';
  if (token.startsWith('*')) return '[^/]*';
  if (token === '?') return '[^/]';
  if (token === '[' || token === '\\') return '(?!)'; // never closed, or at the end: fits nothing
  if (token.length > 1 && token.startsWith('[')) return classSource(token);
  return escapeCharacter(token.length === 2 ? token.slice(1) : token);
}

const namedClasses: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

function classSource(token: string): string {
  const isNegated = /^\[[!^]/.test(token);
  const body = token
    .slice(isNegated ? 2 : 1, -1)
    .replace(/\[:([a-z]+):\]|\\([^])|([\]\\[^])/g, (_, name: string | undefined, escaped: string | undefined, plain) =>
      name === undefined ? `\\${escaped ?? String(plain)}` : (namedClasses[name] ?? ''),
    );
  return `(?!/)[${isNegated ? '^' : ''}${body}]`;
}

function escapeCharacter(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
