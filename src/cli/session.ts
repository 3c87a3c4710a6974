import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type OpenOptions, PixelisError, type Repository, type TaskOptions } from '../index.js';
import type { Library, Session } from './command.js';
import type { TakeSignals } from './signals.js';
import type { Terminal } from './terminal.js';

/** A session that opens the repository when a command asks for it, and closes what it opened. */
export function openSession({
  place,
  task,
  wantsJson,
  terminal,
  library,
  takeSignals,
}: {
  readonly place: OpenOptions;
  readonly task: TaskOptions & { readonly signal: AbortSignal };
  readonly wantsJson: boolean;
  readonly terminal: Terminal;
  readonly library: Library;
  readonly takeSignals: TakeSignals;
}): Session & { close(): Promise<void> } {
  let opened: Promise<Repository> | undefined;
  return {
    task,
    wantsJson,
    repository() {
      opened ??= library.openRepository(place);
      return opened;
    },
    initRepository: (options) => library.initRepository({ ...place, ...options }),
    logMetrics: library.logMetrics,
    checkProof: (file, options) => {
      const at = (path: string): string => resolve(place.folder ?? '.', path);
      return library.checkProof(at(file), {
        ...options,
        ...(options?.signers === undefined ? {} : { signers: at(options.signers) }),
      });
    },
    write: (bytes) => terminal.stdout.write(bytes),
    async writeFile(path, text) {
      try {
        await writeFile(resolve(place.folder ?? '.', path), text);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new PixelisError('disk.failed', `'${path}' cannot be written: ${reason}`, { cause, data: { path } });
      }
    },
    readInput: () => terminal.readInput(task.signal),
    async passOn(bytes, stream) {
      await terminal[wantsJson ? 'stderr' : stream].write(bytes);
    },
    takeSignals,
    async close() {
      const repository = await opened?.catch(() => undefined);
      await repository?.close();
    },
  };
}
