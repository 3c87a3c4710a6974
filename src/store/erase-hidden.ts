import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError, PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { ErasureReport } from './erasure-report.js';
import { hiddenHoldings } from './hidden-holdings.js';
import type { NeededObjects } from './needed-objects.js';

export interface HiddenWork extends TaskOptions {
  readonly report: ErasureReport;
}

const atOnce = 8;

/**
 * Removes what a bucket with versions still holds of objects that had to go, under keys that were removed or stored anew. A
 * version of a pack goes as a whole: nobody reads it, and what else it had was stored in another one, or collected.
 */
export async function eraseHidden(
  store: BucketStore,
  gone: NeededObjects,
  { report, signal }: HiddenWork,
): Promise<void> {
  const held = { keys: new Set<string>(), until: undefined as Date | undefined };
  const refused = { keys: new Set<string>(), error: undefined as PixelisError | undefined };
  const isRefused = (key: string, error: PixelisError): void => {
    refused.keys.add(key);
    refused.error ??= error;
  };
  const question = {
    wanted: gone,
    onUnreadable: ({ key }: { readonly key: string }, error: PixelisError) =>
      error.code === 'remote.denied' ? isRefused(key, error) : report.left(key, error),
    signal,
  };
  try {
    for await (const holdings of hiddenHoldings(store, question)) {
      await mapAtOnce(holdings, atOnce, async ({ version, objects }) => {
        const outcome = await version.remove({ signal }).catch(ifDenied);
        if (outcome === 'removed') {
          for (const { digest, size } of objects) report.erased(digest, size);
          return;
        }
        for (const { digest } of objects) report.kept(digest);
        if (outcome instanceof PixelisError) return isRefused(version.key, outcome);
        held.keys.add(version.key);
        if (outcome.until !== undefined && !(held.until !== undefined && held.until > outcome.until))
          held.until = outcome.until;
      });
    }
  } catch (error) {
    if (!isUnseen(error)) throw error;
    report.left(undefined, versionsUnseen(error, store));
  }
  if (held.keys.size > 0) report.left(undefined, versionsHeld(held.keys.size, held.until, store));
  if (refused.error !== undefined) report.left(undefined, versionsRefused(refused.keys.size, refused.error, store));
}

/** Counts what {@link eraseHidden} would meet; what is not shown says nothing. */
export async function countHidden(
  store: BucketStore,
  wanted: NeededObjects,
  { report, signal }: HiddenWork,
): Promise<void> {
  try {
    for await (const holdings of hiddenHoldings(store, { wanted, onUnreadable: () => undefined, signal }))
      for (const { objects } of holdings) for (const { digest, size } of objects) report.erased(digest, size);
  } catch (error) {
    if (!isUnseen(error)) throw error;
  }
}

function ifDenied(error: unknown): PixelisError {
  if (isPixelisError(error, 'remote.denied')) return error;
  throw error;
}

/** Whether a bucket that keeps versions does not show them, or failed at one of them. */
export function isUnseen(error: unknown): error is PixelisError {
  return isPixelisError(error, 'remote.denied') || isPixelisError(error, 'remote.failed');
}

type Labelled = Pick<BucketStore, 'label'>;

function versionsHeld(keys: number, until: Date | undefined, { label }: Labelled): PixelisError {
  const time = until?.toISOString();
  const message = `older versions of ${files(keys)} in ${label} are held by the service until ${time ?? 'it releases them'}`;
  return new PixelisError('remote.denied', message, {
    hint: 'run the same purge again then',
    data: { keys, ...(time === undefined ? {} : { until: time }) },
  });
}

function versionsRefused(keys: number, cause: PixelisError, { label }: Labelled): PixelisError {
  return new PixelisError('remote.denied', `older versions of ${files(keys)} in ${label} stay: ${cause.message}`, {
    hint: thenAgain(cause),
    data: { keys, ...cause.data },
    cause,
  });
}

function versionsUnseen(cause: PixelisError, { label }: Labelled): PixelisError {
  return new PixelisError(cause.code, `older versions in ${label} may still have some of it: ${cause.message}`, {
    hint: thenAgain(cause),
    data: cause.data,
    cause,
  });
}

function thenAgain({ hint = 'correct that' }: PixelisError): string {
  return `${hint}; then run the same purge again`;
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
