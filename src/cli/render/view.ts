import type picocolors from 'picocolors';

/** How a result is to be shown. */
export interface View {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  /** Where the user stands: what is to be pasted is relative to it. Absolute. */
  readonly folder: string;
}

/** A result as text for a person. */
export interface Rendered {
  /** Lines, in order; names in them are escaped. */
  readonly lines: readonly string[];
  /** What is worth doing next: a sentence with a command to paste. */
  readonly next?: string | undefined;
}
