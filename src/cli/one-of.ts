import { PixelisError } from '../index.js';

/** The one flag that is set; undefined where none is. @throws `usage.invalid-argument` where several are */
export function oneOf<Name extends string>(
  names: readonly Name[],
  flags: Readonly<Record<Name, boolean>>,
): Name | undefined {
  const [first, second] = names.filter((name) => flags[name]);
  if (second === undefined) return first;
  throw new PixelisError('usage.invalid-argument', `--${first} and --${second} exclude each other`, {
    hint: 'give one of them',
  });
}
