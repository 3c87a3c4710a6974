import { Buffer } from 'node:buffer';
import { contextBefore, contextBehind, type FoundSecret, type SearchedPart } from './find-secrets.js';

/** How content is looked through. */
export interface ContentSearch {
  find(bytes: Buffer, part: SearchedPart): readonly FoundSecret[];
  /** What stands in the place of a secret. */
  replace(secret: Uint8Array, found: FoundSecret): Uint8Array;
}

/** Bytes that are gathered before they are looked through. */
const blockSize = 1 << 20;
/** Git takes a file with a zero byte among so many first ones for binary, too. */
const looksAtBytes = 8000;

/**
 * Content with its secrets replaced, as it comes, and the same bytes where there are none. Holds 2 MiB at most. How the source
 * is cut into chunks makes no difference. In content that is not text only what cannot be mistaken is replaced.
 */
export async function* redactContent(
  source: AsyncIterable<Uint8Array>,
  search: ContentSearch,
): AsyncGenerator<Uint8Array, void, undefined> {
  let gathered: Buffer[] = [];
  let size = 0;
  let progress: Progress = { written: 0, searched: 0, isText: undefined };
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length; offset += blockSize) {
      // A copy: the source may use its buffer again.
      gathered.push(Buffer.from(chunk.subarray(offset, offset + blockSize)));
      size += Math.min(blockSize, chunk.length - offset);
      if (size < blockSize + contextBehind) continue;
      const block = Buffer.concat(gathered, size);
      const redacted = redactBlock(block, progress, { search, isLast: false });
      yield* redacted.pieces;
      const dropped = Math.max(0, redacted.written - contextBefore);
      gathered = [block.subarray(dropped)];
      size -= dropped;
      progress = {
        written: redacted.written - dropped,
        searched: redacted.searched - dropped,
        isText: redacted.isText,
      };
    }
  }
  if (size > progress.written)
    yield* redactBlock(Buffer.concat(gathered, size), progress, { search, isLast: true }).pieces;
}

/** How far a block is done. What is written stays in it as context for what comes behind. */
interface Progress {
  readonly written: number;
  /** Somewhat further: a secret is often found by something that stands behind its beginning. */
  readonly searched: number;
  /** Not known before the first block. */
  readonly isText: boolean | undefined;
}

function redactBlock(
  block: Buffer,
  progress: Progress,
  { search, isLast }: { readonly search: ContentSearch; readonly isLast: boolean },
): Progress & { readonly pieces: readonly Uint8Array[] } {
  const isText = progress.isText ?? !block.subarray(0, looksAtBytes).includes(0);
  const to = isLast ? block.length : block.length - contextBehind;
  const pieces: Uint8Array[] = [];
  let written = progress.written;
  const write = (until: number): void => {
    if (until > written) pieces.push(block.subarray(written, until));
    written = Math.max(written, until);
  };
  for (const found of search.find(block, { from: progress.searched, free: written, to, isText })) {
    write(found.start);
    pieces.push(search.replace(block.subarray(found.start, found.end), found));
    written = found.end;
  }
  write(isLast ? to : to - contextBefore);
  return { pieces, written, searched: Math.max(to, written), isText };
}
