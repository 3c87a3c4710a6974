import { diskError, type ErrorCode, isPixelisError, PixelisError } from '#errors/index.js';

/** An error in a form that crosses threads. */
export interface PackedError {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  /** Of an error that is none of ours: where it came from. */
  readonly stack?: string | undefined;
}

export function packError(thrown: unknown): PackedError {
  // What the file system says is lost on the way but for its name.
  const error = diskError(thrown, (thrown as { readonly path?: string }).path ?? 'a file');
  if (isPixelisError(error)) {
    return { code: error.code, message: error.message, hint: error.hint, data: error.data };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: undefined, message, stack };
}

export function unpackError({ code, message, hint, data, stack }: PackedError): Error {
  if (code !== undefined) return new PixelisError(code, message, { hint, data });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
