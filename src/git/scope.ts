import type { FileScope } from './git.js';

/** A test whether a path lies in one of `scopes`. Its cost depends on the depth of the path, not on how many there are. */
export function scopeTest(scopes: readonly FileScope[]): (path: string) => boolean {
  const suffixes = new Map<string, string[]>();
  for (const { folder = '', suffix = '' } of scopes) suffixes.set(folder, [...(suffixes.get(folder) ?? []), suffix]);
  return (path) => {
    for (const folder of selfAndParents(path)) {
      if (suffixes.get(folder)?.some((suffix) => path.endsWith(suffix)) === true) return true;
    }
    return false;
  };
}

/** A path, the folders above it, and '' for the top: `a/b/c`, `a/b`, `a`, ''. */
export function* selfAndParents(path: string): Generator<string, void> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end);
  yield '';
}

/** More pathspecs than this slow git down and do not fit on a command line; the scopes are then sorted out here. */
const pathspecLimit = 100;

/**
 * Pathspecs that match at least every path in `scopes`, none to match all. They narrow what git looks at; a suffix with a
 * `/` cannot be said as a pattern, so {@link scopeTest} still decides.
 */
export function scopePathspecs(scopes: readonly FileScope[]): readonly string[] {
  if (scopes.length > pathspecLimit || scopes.some(({ folder = '', suffix = '' }) => folder + suffix === '')) return [];
  return scopes.flatMap(({ folder = '', suffix = '' }) => {
    const wholeFolder = folder === '' ? [] : [`:(literal)${folder}`];
    if (suffix === '' || suffix.includes('/')) return wholeFolder.length > 0 ? wholeFolder : [':(glob)**'];
    const inside = `:(glob)${folder === '' ? '' : `${escapeGlob(folder)}/`}**/*${escapeGlob(suffix)}`;
    return folder.endsWith(suffix) ? [inside, ...wholeFolder] : [inside];
  });
}

function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}
