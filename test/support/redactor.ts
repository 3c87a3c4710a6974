import { openRedactor, type Redactor } from '#redaction/redactor.js';

/** A token as GitHub makes them; nobody's. */
export const someToken = `ghp_${'0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX'.slice(0, 36)}`;

/** Knows no secret but those that have the form of one. */
export function someRedactor(): Redactor {
  return openRedactor({ key: new Uint8Array(32), environment: {}, allow: [] });
}
