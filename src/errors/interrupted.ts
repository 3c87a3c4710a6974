import { PixelisError } from './pixelis-error.js';

/** The error with which work ends whose signal was aborted. */
export function interrupted(signal?: AbortSignal): PixelisError {
  const { reason } = signal ?? {};
  return reason instanceof PixelisError
    ? reason
    : new PixelisError('interrupted', 'interrupted', { cause: reason as unknown });
}

/** @throws `interrupted` where the signal was aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interrupted(signal);
}
