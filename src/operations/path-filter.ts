import picomatch from 'picomatch';
import { PixelisError } from '#errors/index.js';
import { isWithin } from './user-path.js';

/** Which paths inside a folder a user wants; undefined is all of them. */
export type PathFilter = ((path: string) => boolean) | undefined;

/** The filter of `--include` globs: a path is wanted that fits one of them. @throws `usage.invalid-argument` */
export function pathFilter(globs: readonly string[] | undefined): PathFilter {
  if (globs === undefined || globs.length === 0) return undefined;
  const tooLong = globs.find((glob) => glob.length > 1000 || glob === '');
  if (tooLong !== undefined) {
    throw new PixelisError('usage.invalid-argument', `'${tooLong.slice(0, 100)}' cannot be a glob`, {
      hint: "try --include 'images/**'",
    });
  }
  return picomatch([...globs], { dot: true, nonegate: true });
}

/** Whether a path inside a tracked folder is meant by a filter, and by the paths to which a command was limited. */
export function isIncluded(path: string, filter: PathFilter, only: readonly string[] | undefined): boolean {
  return (
    (only === undefined || only.some((chosen) => isWithin(path, chosen))) && (filter === undefined || filter(path))
  );
}
