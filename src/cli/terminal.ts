/** Where the command line reads and writes: the process's own streams, or buffers in a test. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly currentFolder: string;
  /** All of stdin. An aborted signal ends the waiting with an error. */
  readInput(signal: AbortSignal): Promise<string>;
}

export interface Output {
  readonly isTerminal: boolean;
  /** Width in cells. */
  readonly columns: number;
  /** Resolves when it is written; to false where nobody reads any more. @throws `disk.full`, `disk.failed` */
  write(data: string | Uint8Array): Promise<boolean>;
}

/** Whether more than ASCII can be shown: unless the locale or the terminal says otherwise. */
export function showsUnicode(environment: Terminal['environment']): boolean {
  const [locale] = ['LC_ALL', 'LC_CTYPE', 'LANG'].flatMap((name) => environment[name] || []);
  const { TERM: terminal } = environment;
  return (locale === undefined || /utf-?8/i.test(locale)) && terminal !== 'dumb' && terminal !== 'linux';
}

/** Whether to colour: NO_COLOR and FORCE_COLOR are obeyed, else a terminal that can. */
export function wantsColor(output: Output, environment: Terminal['environment']): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return output.isTerminal && environment['TERM'] !== 'dumb';
}
