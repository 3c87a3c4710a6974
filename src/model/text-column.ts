/** Many texts in two arrays: 50,000 of them cost no object each, and a file that holds the arrays needs no parsing. */
export interface TextColumn {
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
  /** UTF-8. */
  readonly bytes: Uint8Array;
}

export function textColumn(texts: readonly string[]): TextColumn {
  const ends = new Uint32Array(texts.length);
  let bytes = new Uint8Array(1024);
  let end = 0;
  for (const [index, text] of texts.entries()) {
    // A unit of UTF-16 takes three bytes at most.
    if (end + 3 * text.length > bytes.length) {
      const larger = new Uint8Array(2 * (end + 3 * text.length));
      larger.set(bytes);
      bytes = larger;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    ends[index] = end;
  }
  return { ends, bytes: bytes.slice(0, end) };
}

export function textAt({ ends, bytes }: TextColumn, index: number): string {
  return decoder.decode(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]));
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
