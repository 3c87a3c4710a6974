import { rankOf } from '#model/rank-of-environment.js';
import type { Rank, RunStart } from '#model/run.js';
import { slugOf } from '#model/slug.js';
import type { Environment } from '#process/environment.js';
import { unusable } from './add-plan.js';

export interface RankRequest {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly kind: RunStart['kind'];
  /** The run inside which this one is started, and the rank that it is of. */
  readonly parent: string | undefined;
  readonly parentRank: Rank | undefined;
  /** Which launch of the job it is, from 1: an id such as torchrun's may be given again and again. */
  readonly launch: number;
}

/**
 * Which process of a distributed job the run is; undefined where it is a run by itself. All ranks come to the same group
 * without a word between them: by the id that they are given, by the job's own, or by that of the run around them.
 * @throws `usage.invalid-argument` where nothing says which job it is
 */
export function rankOfRun(environment: Environment, request: RankRequest): Rank | undefined {
  const facts = rankOf(environment);
  if (facts === undefined) return undefined;
  const { rank, world, job } = facts;
  const { id, name, kind, parent, parentRank, launch } = request;
  // What a rank runs inside its own run is a run by itself: nobody launched it as a part of anything.
  if (parentRank?.rank === rank && parentRank.world === world) return undefined;
  if (id !== undefined) return { rank, world, group: id };
  const base = parent ?? job;
  if (base === undefined) {
    throw unusable(
      `this is rank ${rank} of ${world}, and nothing says of which job`,
      'give all ranks one id: --id JOB (torchrun: --rdzv-id JOB)',
    );
  }
  // One program may begin several runs: each by its name.
  const isOneOfSeveral = kind === 'function' || parent !== undefined;
  const suffix = `${isOneOfSeveral ? `-${slugOf(name ?? 'ranks', 20)}` : ''}${launch === 1 ? '' : `-${launch}`}`;
  return { rank, world, group: `${base.slice(0, 52 - suffix.length)}${suffix}` };
}
