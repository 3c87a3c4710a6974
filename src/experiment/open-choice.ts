import { openRepository } from '../open-repository.js';
import type { Repository } from '../repository.js';
import type { RepositoryChoice } from './experiment-options.js';

/** A repository, and how to let go of it: what the caller opened stays open. */
export interface Chosen {
  readonly repository: Repository;
  release(): Promise<void>;
}

/** @throws as `openRepository` */
export async function openChoice({ repository, folder, offline }: RepositoryChoice): Promise<Chosen> {
  if (repository !== undefined) return { repository, release: () => Promise.resolve() };
  const opened = await openRepository({ folder, offline });
  return { repository: opened, release: () => opened.close() };
}
