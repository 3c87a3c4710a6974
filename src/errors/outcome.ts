import { type ErrorCode, errorCodes, exitCodes } from './codes.js';
import type { PixelisError } from './pixelis-error.js';

/** What a problem in a result is about. */
export interface ProblemSubject {
  readonly path?: string;
  readonly artifact?: string;
  readonly version?: number;
  readonly digest?: string;
  readonly remote?: string;
}

/** An error as an entry of a result's `problems` or `warnings`: the command went on past it. */
export function problemOf(error: PixelisError, subject: ProblemSubject = {}) {
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }), ...subject };
}

/** What every result says of how it went. */
export interface Outcome {
  readonly problems: readonly { readonly code: string }[];
  /** `doctor` only. */
  readonly healthy?: boolean;
  /** `verify` only. */
  readonly intact?: boolean;
  /** `audit` only. */
  readonly verdict?: string;
}

/**
 * Exit code of a command that ran to its end: 0 without problems; 4 where bytes proved wrong; 12 where a remote is all that
 * failed; else 3, partly done. A `verify` that finds anything wrong or
 * missing is 4, an `audit` that finds tampering 4 and one that cannot see all 3, a `doctor` that finds the patient ill 1. A command that could not run throws instead.
 */
export function exitCodeOf({ problems, healthy = true, intact = true, verdict }: Outcome): number {
  const kinds = problems.map(({ code }) => errorCodes[code as ErrorCode]?.kind);
  if (kinds.includes('integrity') || !intact || verdict === 'TAMPERED') return exitCodes.integrity;
  if (verdict === 'INCOMPLETE') return exitCodes.partial;
  if (!healthy) return exitCodes.failed;
  if (kinds.length === 0) return 0;
  return kinds.every((kind) => kind === 'remote') ? exitCodes.remote : exitCodes.partial;
}
