import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RepositoryContext } from './repository-context.js';

/** Where this clone keeps something that it knows of a remote. By the URL: of one that moves elsewhere nothing is known. */
export function remoteStatePath({ sharedState }: RepositoryContext, kind: string, url: string): string {
  return join(sharedState, 'remotes', kind, createHash('sha256').update(url).digest('hex').slice(0, 32));
}
