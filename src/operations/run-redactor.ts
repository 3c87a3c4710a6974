import { openRedactor, type Redactor } from '#redaction/redactor.js';
import { readSecretKey } from '#redaction/secret-key.js';
import type { RepositoryContext } from './repository-context.js';

/** What keeps secrets out of a run's records: by rules, and by the values that this program's own variables have. */
export async function openRunRedactor(
  { environment, sharedState }: RepositoryContext,
  allow: readonly string[],
): Promise<Redactor> {
  return openRedactor({ key: await readSecretKey(sharedState), environment, allow });
}
