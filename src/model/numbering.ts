/** Texts and the numbers by which columns mean them. */
export interface Numbering {
  /** By number. */
  readonly texts: readonly string[];
  readonly numberOf: (text: string) => number;
}

/** Numbers texts from 0 in the order in which they come. */
export function numbering(): Numbering {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    texts,
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

/** By number of a text, its place among all when they are sorted. */
export function ranksOf(texts: readonly string[]): Uint32Array {
  const sorted = Array.from(texts.keys()).sort((left, right) =>
    (texts[left] as string) < (texts[right] as string) ? -1 : 1,
  );
  return inverse(Uint32Array.from(sorted));
}

/** A number plus 1, where 0 is none, in a new order. */
export function reordered(number: number | undefined, order: Uint32Array): number {
  return number === undefined || number === 0 ? 0 : (order[number - 1] as number) + 1;
}

/** By number, its place in an order. */
export function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (const [place, index] of order.entries()) places[index] = place;
  return places;
}
