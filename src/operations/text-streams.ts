/** Bytes of UTF-8 as text, in pieces; what is no UTF-8 becomes U+FFFD. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The lines of a text without their ends. @throws RangeError for a line of more than `limit` characters */
export async function* linesOf(text: AsyncIterable<string>, limit: number): AsyncGenerator<string, void> {
  let rest = '';
  for await (const piece of text) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
    if (rest.length > limit) throw new RangeError('a line is too long');
  }
  if (rest !== '') yield rest;
}

/** Items of two streams side by side, until both end; what the shorter one lacks is undefined. */
export async function* sideBySide<T>(
  first: AsyncIterable<T>,
  made: AsyncIterable<T>,
): AsyncGenerator<{ readonly first: T | undefined; readonly made: T | undefined }, void> {
  const [one, other] = [first[Symbol.asyncIterator](), made[Symbol.asyncIterator]()];
  try {
    for (;;) {
      const [left, right] = [await one.next(), await other.next()];
      if (left.done === true && right.done === true) return;
      yield {
        first: left.done === true ? undefined : left.value,
        made: right.done === true ? undefined : right.value,
      };
    }
  } finally {
    await one.return?.();
    await other.return?.();
  }
}
