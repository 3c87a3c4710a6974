import type { BlobId, GitConflict } from './git.js';

/** A side of a file in conflict, as git's index has it. */
export interface ConflictStage {
  readonly path: string;
  readonly blob: BlobId;
  /** 1 the base, 2 ours, 3 theirs. */
  readonly stage: number;
}

/** The sides of each file together. */
export function joinStages(stages: Iterable<ConflictStage>): readonly GitConflict[] {
  const conflicts = new Map<string, GitConflict>();
  for (const { path, blob, stage } of stages) {
    const side = sides[stage];
    if (side !== undefined) conflicts.set(path, { ...(conflicts.get(path) ?? { path }), [side]: blob });
  }
  return [...conflicts.values()];
}

const sides: Readonly<Record<number, 'base' | 'ours' | 'theirs'>> = { 1: 'base', 2: 'ours', 3: 'theirs' };
