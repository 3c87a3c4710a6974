import type {
  checkProof,
  InitOptions,
  InitResult,
  logMetrics,
  OpenOptions,
  Outcome,
  Repository,
  TaskOptions,
} from '../index.js';
import type { Rendered, Screen } from './render/view.js';

/** A command as data: parsing, help, documentation and completion all derive from it. */
export interface Command<O extends Options = Options, R extends Result = Result> {
  /** Words that call it: `add`, `remote add`. */
  readonly name: string;
  /** One line, lower case, no full stop. */
  readonly summary: string;
  /** Sentences for the help of this command alone. */
  readonly details?: string;
  readonly operands: readonly Operand[];
  readonly options: O;
  readonly examples: readonly Example[];
  /** Called by hooks and completion scripts only. */
  readonly hidden?: boolean;
  /** Whether its output is what it is called for: `--quiet` leaves it. */
  readonly answers?: boolean;
  /** Whether its text goes to stderr, since stdout belongs to another program. */
  readonly standsAside?: boolean;
  /** The result; undefined where the command has written all there is to say. */
  run(input: Input<O>, session: Session): Promise<R | undefined>;
  render(result: R, screen: Screen, options: Values<O>): Rendered;
  /** For results that ask for an exit code of their own; undefined for the one that follows from their problems. */
  exitCode?(result: R, options: Values<O>): number | undefined;
}

/** A command, or several that share their first word. A command's module is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly group: CommandGroup;
  readonly summary: string;
  readonly hidden?: boolean;
  load(): Promise<readonly Command[]>;
}

export type CommandGroup = 'start' | 'record' | 'run' | 'share' | 'look' | 'tend';

/** What every result has; its JSON is the output of `--json`. */
export interface Result extends Outcome {
  readonly command: string;
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
}

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** An argument by position. */
export interface Operand {
  /** As help shows it: `PATH`. */
  readonly name: string;
  readonly summary: string;
  /** `command`: all words behind `--`, at least one; nothing of theirs is read as an option. */
  readonly count: 'one' | 'optional' | 'some' | 'any' | 'command';
  readonly complete?: Completion;
}

export interface Example {
  readonly command: string;
  readonly explanation: string;
}

/** What can stand at a place of the command line. */
export type Completion = 'artifact' | 'target' | 'remote' | 'path' | 'folder' | 'run' | readonly string[];

/** Options by name in camel case: `dryRun` is `--dry-run`. */
export type Options = Readonly<Record<string, Option>>;

export interface Option {
  /** `detail`: a flag that may be given a value, which then stands behind `=`: `--remote`, `--remote=origin`. */
  readonly kind: 'flag' | 'detail' | 'text' | 'texts' | 'count';
  readonly summary: string;
  /** What help calls the value. */
  readonly value?: string;
  /** One letter. */
  readonly short?: string;
  readonly complete?: Completion;
}

export interface Input<O extends Options> {
  readonly operands: readonly string[];
  readonly options: Values<O>;
}

export type Values<O extends Options> = { readonly [K in keyof O]: Value<O[K]['kind']> };

type Value<K extends Option['kind']> = K extends 'flag'
  ? boolean
  : K extends 'detail'
    ? boolean | string
    : K extends 'count'
      ? number | undefined
      : K extends 'texts'
        ? readonly string[]
        : string | undefined;

/** What the command line calls; loaded when a command asks for it. */
export interface Library {
  openRepository(options: OpenOptions): Promise<Repository>;
  initRepository(options: InitOptions): Promise<InitResult>;
  logMetrics: typeof logMetrics;
  checkProof: typeof checkProof;
}

/** What a command works with. */
export interface Session {
  readonly task: TaskOptions;
  readonly wantsJson: boolean;
  /** Opens the repository on the first call; it is closed when the command ends. */
  repository(): Promise<Repository>;
  initRepository(options: Omit<InitOptions, keyof OpenOptions>): Promise<InitResult>;
  /** Needs no repository. */
  logMetrics: typeof logMetrics;
  /** Needs none either. The file is relative to where the user stands. */
  checkProof: typeof checkProof;
  /** Raw bytes to stdout. Resolves to false where nobody reads any more. */
  write(bytes: Uint8Array): Promise<boolean>;
  /** A file of the user's, by its path from where they stand. @throws `disk.failed` */
  writeFile(path: string, text: string): Promise<void>;
  /** All of stdin. */
  readInput(): Promise<string>;
  /** Passes on what another program says. Its stdout goes to stderr where ours is for JSON. */
  passOn(bytes: Uint8Array, stream: 'stdout' | 'stderr'): Promise<void>;
  /** Gives signals to `listener` until what is returned is called; one that it answers with false cancels the work, as ever. */
  takeSignals(listener: (signal: NodeJS.Signals) => boolean): () => void;
}

/** Keeps the types of options and result together while they are written, and forgets them for the table of commands. */
export function defineCommand<const O extends Options, R extends Result>(command: Command<O, R>): Command {
  return command;
}
