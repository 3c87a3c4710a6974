import type { FileHandle } from 'node:fs/promises';

/** Flushes a file while it is being written, one flush at a time. */
export interface BackgroundFlush {
  /** Told of bytes written; starts a flush when there are enough of them and none is running. */
  wrote(bytes: number): void;
  /** Waits for a running flush. @throws the error of any flush: those bytes may be lost, whatever a later one says */
  finish(): Promise<void>;
}

/** Flushes after every `step` bytes. */
export function backgroundFlush(file: FileHandle, step: number): BackgroundFlush {
  let pending = 0;
  let running: Promise<void> | undefined;
  const failures: unknown[] = [];
  return {
    wrote(bytes) {
      pending += bytes;
      if (pending < step || running !== undefined) return;
      pending = 0;
      running = file
        .datasync()
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => {
          running = undefined;
        });
    },
    async finish() {
      await running;
      if (failures.length > 0) throw failures[0];
    },
  };
}
