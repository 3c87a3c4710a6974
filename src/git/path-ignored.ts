import { PixelisError } from '#errors/index.js';

/** The error for paths that were to be staged and that git ignores, with the rules; undefined where there are none. */
export function pathIgnored(ignored: ReadonlyMap<string, string>): PixelisError | undefined {
  const [first] = ignored;
  if (first === undefined) return undefined;
  return new PixelisError('path.ignored', `git ignores '${first[0]}' by the rule ${first[1]}`, {
    hint: `take the rule out, or add an exception: !${first[0]}`,
    data: { paths: Object.fromEntries(ignored) },
  });
}
