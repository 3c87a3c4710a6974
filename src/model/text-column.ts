/** Many texts in two arrays: 50,000 of them cost no object each, and a file that holds the arrays needs no parsing. */
export interface TextColumn {
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
  /** UTF-8. */
  readonly bytes: Uint8Array;
}

export function textColumn(texts: readonly string[]): TextColumn {
  const builder = textBuilder();
  for (const [index, text] of texts.entries()) builder.set(index, text);
  return builder.column(Uint32Array.from(texts.keys()));
}

/** Takes texts in any order, each once, and keeps their bytes alone. */
export interface TextBuilder {
  set(index: number, text: string): void;
  /** The texts in this order; '' where none was set. */
  column(order: Uint32Array): TextColumn;
}

export function textBuilder(): TextBuilder {
  const from: number[] = [];
  const to: number[] = [];
  let bytes = new Uint8Array(1024);
  let length = 0;
  return {
    set(index, text) {
      // A unit of UTF-16 takes three bytes at most.
      if (length + 3 * text.length > bytes.length) {
        const larger = new Uint8Array(2 * (length + 3 * text.length));
        larger.set(bytes);
        bytes = larger;
      }
      from[index] = length;
      length += encoder.encodeInto(text, bytes.subarray(length)).written;
      to[index] = length;
    },
    column(order) {
      const ends = new Uint32Array(order.length);
      const ordered = new Uint8Array(length);
      let end = 0;
      for (const [place, index] of order.entries()) {
        ordered.set(bytes.subarray(from[index] ?? 0, to[index] ?? 0), end);
        end += (to[index] ?? 0) - (from[index] ?? 0);
        ends[place] = end;
      }
      return { ends, bytes: ordered.subarray(0, end) };
    },
  };
}

export function textAt({ ends, bytes }: TextColumn, index: number): string {
  return decoder.decode(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]));
}

/** All texts of a column. */
export function allTexts(column: TextColumn): string[] {
  const { ends, bytes } = column;
  const text = decoder.decode(bytes);
  // In ASCII, where the bytes of a text end is where its characters do.
  const isAscii = text.length === bytes.length;
  return Array.from(ends, (end, index) => (isAscii ? text.slice(ends[index - 1] ?? 0, end) : textAt(column, index)));
}

/** The first index from which `isPast` holds; the length where it holds nowhere. It must hold for all after it. */
export function firstWhere(length: number, isPast: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
