import { Readable } from 'node:stream';
import { interrupted } from '#errors/index.js';
import { TimedOut } from './s3-errors.js';

/** Ends a request that its user gave up, that stands still, or that takes too long. */
export interface RequestWatch {
  readonly signal: AbortSignal;
  /** Why the request was ended, where it was the watch that did. */
  readonly ended: Error | undefined;
  moved(): void;
  end(reason: Error): void;
  stop(): void;
}

export function watchRequest(limits: {
  readonly idleMs: number;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}): RequestWatch {
  const abort = new AbortController();
  let ended: Error | undefined;
  const end = (reason: Error): void => {
    ended ??= reason;
    abort.abort(reason);
  };
  const interrupt = (): void => end(interrupted(limits.signal));
  const deadline = setTimeout(
    () => end(new TimedOut(`no answer within ${seconds(limits.deadlineMs)}`)),
    limits.deadlineMs,
  );
  const idle = setTimeout(() => end(new TimedOut(`nothing moved for ${seconds(limits.idleMs)}`)), limits.idleMs);
  limits.signal?.addEventListener('abort', interrupt, { once: true });
  if (limits.signal?.aborted === true) interrupt();
  return {
    signal: abort.signal,
    get ended() {
      return ended;
    },
    moved: () => void idle.refresh(),
    end,
    stop() {
      clearTimeout(deadline);
      clearTimeout(idle);
      limits.signal?.removeEventListener('abort', interrupt);
    },
  };
}

/** What the source of a request's body failed with: nothing that another try would mend. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
}

/** The chunks as the body of a request, which ends with the request and ends it where they fail. */
export function watchedBody(chunks: AsyncIterable<Uint8Array>, watch: RequestWatch): Readable {
  const body = Readable.from(watched(chunks, watch), { objectMode: false, highWaterMark: 1 << 18 });
  body.on('error', (cause) => watch.end(new SourceFailed('the source failed', { cause })));
  return body;
}

async function* watched(chunks: AsyncIterable<Uint8Array>, watch: RequestWatch): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    watch.moved();
    yield chunk;
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
