import { PixelisError } from '../index.js';

/**
 * `K=V` words as an object. A value that reads as JSON is that value: `n=3` is a number, `ok=true` a truth; anything else
 * is text.
 *
 * @throws `usage.invalid-argument`
 */
export function parseAssignments(option: string, words: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at > 0) return [word.slice(0, at), parseValue(word.slice(at + 1))];
      throw new PixelisError('usage.invalid-argument', `'${option} ${word}' does not say KEY=VALUE`, {
        hint: `${option} ${word === '' || at === 0 ? 'key' : word}=value`,
      });
    }),
  );
}

/** A value as the command line takes it: JSON where it is JSON, else text. */
export function parseValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // A number that JSON would round (a long id) stays the text that it is.
    return typeof value === 'number' && !sameNumber(text, value) ? text : value;
  } catch {
    return text;
  }
}

function sameNumber(text: string, value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value) || /[.e]/i.test(text));
}
