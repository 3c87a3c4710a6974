import type picocolors from 'picocolors';

/** How a result is to be shown. */
export interface View {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  /** Where the user stands: what is to be pasted is relative to it. Absolute. */
  readonly folder: string;
}

/** A {@link View} with what tables and charts ask for beside. */
export interface Screen extends View {
  /** Cells in a line; undefined where it is no terminal, and nothing has to fit. */
  readonly width: number | undefined;
  /** Whether it shows more than ASCII. */
  readonly isUnicode: boolean;
  readonly now: Date;
}

/** A result as text for a person. */
export interface Rendered {
  /** Lines, in order; names in them are escaped. */
  readonly lines: readonly string[];
  /** What is worth doing next: a sentence with a command to paste. */
  readonly next?: string | undefined;
}
