import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openRedactor, type Redactor } from '#redaction/redactor.js';
import { readSecretKey } from '#redaction/secret-key.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * What keeps secrets out of a run's records: by rules, and by the values that this program's own variables have, and those
 * of `.env` files where the run is started and at the top, which programs read for themselves. `sealed`: what was known to
 * the process that the run was lost with.
 */
export async function openRunRedactor(
  { environment, sharedState, git, folder }: RepositoryContext,
  allow: readonly string[],
  sealed?: string,
): Promise<Redactor> {
  const redactor = openRedactor({ key: await readSecretKey(sharedState), environment, allow, sealed });
  const { root } = git.places;
  for (const place of new Set([root, join(root, folder)])) {
    for (const name of environmentFiles) redactor.learn(readSmallFile(join(place, name)) ?? '');
  }
  return redactor;
}

const environmentFiles = ['.env', '.env.local', '.env.development', '.env.production', '.env.test', '.envrc'];
const maxSize = 64 * 1024;

/** Undefined where there is none; and what cannot be read here, a program cannot read either. */
function readSmallFile(file: string): string | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= maxSize ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
