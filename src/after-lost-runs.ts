import { isPixelisError, problemOf } from '#errors/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { hasKeptRecords } from '#operations/kept-records-folder.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import type { Problem } from '#schema/index.js';

/**
 * The same methods; before the first of them does its work, runs whose process died get their records, and its result says
 * so among its warnings; what a merge left to be recorded is put in place. A dry run changes nothing, this neither.
 */
export function afterLostRuns<Face extends object>(context: RepositoryContext, face: Face): Face {
  const methods = Object.entries(face).map(([name, method]) => [name, settlingFirst(context, method as Method)]);
  return Object.fromEntries(methods) as Face;
}

type Method = (...parameters: readonly unknown[]) => Promise<unknown>;

function settlingFirst(context: RepositoryContext, method: Method): Method {
  return async (...parameters) => {
    const options = parameters.at(-1) as { readonly dryRun?: unknown } | undefined;
    const warnings = options?.dryRun === true ? [] : await settle(context);
    const result = await method(...parameters);
    return warnings.length === 0 ? result : withWarnings(result, warnings);
  };
}

async function settle(context: RepositoryContext): Promise<readonly Problem[]> {
  // One look each where there is nothing, as nearly always.
  const warnings = hasKeptRecords(context) ? await recordMerged(context) : [];
  if (listLiveRuns(context.sharedState).length === 0) return warnings;
  const { settleRuns } = await import('#operations/settle-runs.js');
  return [...warnings, ...(await settleRuns(context, {}))];
}

/** What a merge left to be recorded waits until it can be; no command fails of it. */
async function recordMerged(context: RepositoryContext): Promise<readonly Problem[]> {
  const { placeKeptRecords } = await import('#operations/kept-records.js');
  try {
    await placeKeptRecords(context, {});
    return [];
  } catch (error) {
    if (isPixelisError(error)) return [problemOf(error)];
    throw error;
  }
}

function withWarnings(result: unknown, warnings: readonly Problem[]): unknown {
  if (typeof result !== 'object' || result === null || !('warnings' in result)) return result;
  return { ...result, warnings: [...warnings, ...(result.warnings as readonly Problem[])] };
}
