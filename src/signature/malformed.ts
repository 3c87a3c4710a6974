/** Bytes that are no signature, key or certificate, or of a kind that is not understood here. The message says what is wrong. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** `unchecked`: well formed, as far as can be told, and of a kind that cannot be checked. */
  readonly verdict: 'bad' | 'unchecked';

  constructor(message: string, verdict: 'bad' | 'unchecked' = 'bad') {
    super(message);
    this.verdict = verdict;
  }
}
