import { PixelisError } from '#errors/index.js';
import { type Metadata, parseMetadata } from '#model/metadata.js';
import type { RepositoryContext } from './repository-context.js';

/** Metadata as it may go into a record, and a warning for each secret that was in it. */
export interface PlainMetadata {
  readonly metadata: Metadata;
  readonly warnings: readonly PixelisError[];
}

/** Checks what a caller passed as metadata, and replaces secrets in it. @throws `usage.invalid-argument` naming the key */
export async function plainMetadata(
  context: RepositoryContext,
  value: Readonly<Record<string, unknown>> | undefined,
): Promise<PlainMetadata> {
  const metadata = parseMetadata(value ?? {});
  if (Object.keys(metadata).length === 0) return { metadata, warnings: [] };
  const { openRunRedactor } = await import('./run-redactor.js');
  const redactor = await openRunRedactor(context, context.config.capture.allow);
  const plain = redactor.params(metadata);
  return { metadata: plain, warnings: redactor.findings.map(({ where, rule }) => keptOut(where, rule)) };
}

function keptOut(where: string, rule: string): PixelisError {
  const key = where.slice(where.indexOf(' ') + 1);
  return new PixelisError(
    'secret.redacted',
    `metadata '${key}' was kept out of the record: it looks like a secret (${rule})`,
    {
      hint: `if it is none, allow it: capture: { allow: [${key}] } in .pixelis/config.yaml`,
      data: { key, rule },
    },
  );
}
