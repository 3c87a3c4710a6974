/** An answer of the double that is an error. */
export class S3DoubleError extends Error {
  override readonly name = 'S3DoubleError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The region that it names; further headers. */
    readonly extra: { readonly region?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
  }
}
