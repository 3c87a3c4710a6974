/** Finds, in bytes, where one of many literals may stand. */
export interface AnchorSearch<Anchor> {
  /** The first place from `from` on, and before `to`, at which a literal may begin; `to` where there is none. */
  next(bytes: Uint8Array, from: number, to: number): number;
  /** What `judge` makes of the first literal that begins there and of which it makes anything; in the order given. */
  firstAt<Result>(
    bytes: Uint8Array,
    position: number,
    judge: (anchor: Anchor) => Result | undefined,
  ): Result | undefined;
}

/** Bytes of a literal that the search goes by. */
const grams = 3;
/** Each byte, an ASCII letter in lower case. */
const small = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/**
 * Prepares the search for literals of at least three bytes, of which ASCII letters count in any case. It steps over two bytes at a time where no pair of them is in the
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
    for (const first of bothCases(a)) for (const second of bothCases(b)) shorten(steps, first, second, 1);
    for (const second of bothCases(b)) for (const third of bothCases(c)) shorten(steps, second, third, 0);
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
    firstAt(bytes, position, judge) {
      const [a, b, c] = [bytes[position] ?? 0, bytes[position + 1] ?? 0, bytes[position + 2] ?? 0];
      for (const anchor of groups[startOf(a, b, c)] ?? []) {
        const made = beginsAt(bytes, position, anchor.literal) ? judge(anchor) : undefined;
        if (made !== undefined) return made;
      }
      return undefined;
    },
  };
}

function shorten(steps: Uint8Array, first: number, second: number, step: number): void {
  const pair = (first << 8) | second;
  if ((steps[pair] as number) > step) steps[pair] = step;
}

function startOf(a: number, b: number, c: number): number {
  return ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);
}

function beginsAt(bytes: Uint8Array, position: number, literal: Uint8Array): boolean {
  if (position + literal.length > bytes.length) return false;
  for (let index = 0; index < literal.length; index++) {
    if (small[bytes[position + index] as number] !== small[literal[index] as number]) return false;
  }
  return true;
}

function bothCases(byte: number): readonly number[] {
  const lower = small[byte] as number;
  return lower >= 97 && lower <= 122 ? [lower, lower - 32] : [byte];
}
