import { isPixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import type { SeenSide } from './examine-sides.js';
import { repairCache } from './repair-cache.js';
import { repairRemote } from './repair-remote.js';
import type { RepositoryContext } from './repository-context.js';
import { isOpen, type JudgedFault } from './verify-faults.js';
import type { VerifyScope } from './verify-scope.js';

/** A store, and what became of each of its faults. */
export interface JudgedSide extends Omit<SeenSide, 'faults'> {
  readonly faults: readonly JudgedFault[];
}

/** The cache first: a remote is healed from it. */
export async function repairSides(
  context: RepositoryContext,
  {
    seen,
    scope,
    problems,
    warnings,
  }: {
    readonly seen: readonly SeenSide[];
    readonly scope: VerifyScope;
    readonly problems: Problem[];
    readonly warnings: Problem[];
  },
  options: TaskOptions,
): Promise<readonly JudgedSide[]> {
  const asked = seen.find(({ remote }) => remote !== undefined)?.remote?.name;
  const judged: JudgedSide[] = [];
  for (const side of seen) {
    const { remote, store } = side;
    const faults = side.faults.all();
    if (faults.length === 0) judged.push({ ...side, faults });
    else if (remote === undefined) {
      try {
        const repair = await repairCache(context, { faults, scope, remote: asked }, options);
        warnings.push(...repair.warnings);
        judged.push({ ...side, faults: repair.faults });
      } catch (error) {
        // A disk that is full, or refuses: what was found is to be told all the same.
        if (!isPixelisError(error) || !error.code.startsWith('disk.')) throw error;
        problems.push(problemOf(error));
        judged.push({ ...side, faults });
      }
    } else {
      const repair = await repairRemote(context, { remote, store, faults, scope: side.scope }, options);
      await takeBackHealedThere(side, repair.faults);
      problems.push(...repair.problems);
      judged.push({ ...side, faults: repair.faults });
    }
  }
  return judged;
}

/** Who has a version healed that a rule let go from a remote wants it there again. */
async function takeBackHealedThere({ store, scope }: SeenSide, faults: readonly JudgedFault[]): Promise<void> {
  if (faults.some((fault) => fault.kind === 'missing' && isOpen(fault))) return;
  await takeBackDropped(
    store.bucket,
    scope.subjects.map(({ digest }) => digest),
  );
}

/** Who has a version healed that a rule let go wants it here again. */
export async function takeBackHealed(
  context: RepositoryContext,
  { scope, judged }: { readonly scope: VerifyScope; readonly judged: readonly JudgedSide[] },
): Promise<void> {
  const asked = scope.subjects.filter(({ dropped }) => dropped !== undefined).map(({ digest }) => digest);
  const isHealed = judged[0]?.faults.every((fault) => fault.kind !== 'missing' || !isOpen(fault)) === true;
  if (isHealed && asked.length > 0) await takeBackDropped((await context.cache()).bucket, asked);
}
