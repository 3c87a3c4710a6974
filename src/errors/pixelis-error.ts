import { type ErrorCode, type ErrorKind, errorCodes, exitCodes } from './codes.js';

/** What a {@link PixelisError} carries beside its code and message. */
export interface ErrorDetails {
  /** The next step, as a command to paste where there is one. */
  readonly hint?: string | undefined;
  /** Facts for programs: plain JSON values. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** The one error class of Pixelis. Test `error.code`, never the text. */
export class PixelisError extends Error {
  override readonly name = 'PixelisError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.data = details.data ?? {};
  }

  get kind(): ErrorKind {
    return errorCodes[this.code].kind;
  }

  /** Exit code with which a command ends that meets this error. */
  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** Whether `error` is a {@link PixelisError}, with that code if one is given. */
export function isPixelisError(error: unknown, code?: ErrorCode): error is PixelisError {
  return error instanceof PixelisError && (code === undefined || error.code === code);
}
