/** Finds, in bytes, where one of many literals may stand. */
export interface AnchorSearch<Anchor> {
  /** The first place from `from` on, and before `to`, at which a literal may begin; `to` where there is none. */
  next(bytes: Uint8Array, from: number, to: number): number;
  /** The literals that begin there, in the order in which they were given. ASCII letters count in any case. */
  at(bytes: Uint8Array, position: number): readonly Anchor[];
}

/** Bytes of a literal that the search goes by. */
const grams = 3;

/**
 * Prepares the search for literals of at least three bytes. It steps over two bytes at a time where no pair of them is in the
 * beginning of a literal, so that ordinary text costs about a nanosecond a byte, however many literals there are.
 */
export function anchorSearch<Anchor extends { readonly literal: Uint8Array }>(
  anchors: readonly Anchor[],
): AnchorSearch<Anchor> {
  // By the pair of the second and the third byte of the window: how far it may move.
  const steps = new Uint8Array(65_536).fill(grams - 1);
  // By five bits of each of the three bytes, which letters of both cases share: who begins so.
  const groups: Anchor[][] = [];
  const starts = new Uint8Array(32_768);
  for (const anchor of anchors) {
    const [a, b, c] = anchor.literal as unknown as [number, number, number];
    for (const first of bothCases(a)) for (const second of bothCases(b)) lower(steps, first, second, 1);
    for (const second of bothCases(b)) for (const third of bothCases(c)) lower(steps, second, third, 0);
    const start = startOf(a, b, c);
    starts[start] = 1;
    (groups[start] ??= []).push(anchor);
  }
  return {
    next(bytes, from, to) {
      const last = Math.min(to, bytes.length - grams + 1);
      let position = from;
      while (position < last) {
        const second = bytes[position + 1] as number;
        const third = bytes[position + 2] as number;
        const step = steps[(second << 8) | third] as number;
        if (step !== 0) position += step;
        else if (starts[startOf(bytes[position] as number, second, third)] === 1) return position;
        else position++;
      }
      return to;
    },
    at(bytes, position) {
      const [a, b, c] = [bytes[position] ?? 0, bytes[position + 1] ?? 0, bytes[position + 2] ?? 0];
      const group = groups[startOf(a, b, c)];
      return group === undefined ? [] : group.filter(({ literal }) => beginsAt(bytes, position, literal));
    },
  };
}

function lower(steps: Uint8Array, first: number, second: number, step: number): void {
  const pair = (first << 8) | second;
  if ((steps[pair] as number) > step) steps[pair] = step;
}

function startOf(a: number, b: number, c: number): number {
  return ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);
}

function beginsAt(bytes: Uint8Array, position: number, literal: Uint8Array): boolean {
  if (position + literal.length > bytes.length) return false;
  for (let index = 0; index < literal.length; index++) {
    if (inLowerCase(bytes[position + index] as number) !== inLowerCase(literal[index] as number)) return false;
  }
  return true;
}

function bothCases(byte: number): readonly number[] {
  const small = inLowerCase(byte);
  return small >= 97 && small <= 122 ? [small, small - 32] : [byte];
}

function inLowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
