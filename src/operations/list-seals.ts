import { problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SealsResult } from '#schema/index.js';
import { checkSeals } from './check-seals.js';
import { fetchSeals } from './exchange-seals.js';
import { signaturesOf } from './judge-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { sealFacts } from './seal-facts.js';

export interface ListSealsRequest extends TaskOptions {
  /** Brings the seals of a remote of git first: by name, or of `origin` (`true`). */
  readonly fetch?: boolean | string | undefined;
  /** Compares with the seals that a remote of Pixelis keeps, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
}

/** The seals of this clone, checked against what is here and what was seen before. */
export async function listSeals(
  context: RepositoryContext,
  { fetch = false, remote, ...options }: ListSealsRequest = {},
): Promise<SealsResult> {
  const name = fetch === true ? 'origin' : fetch;
  const fetched = name === false ? undefined : await fetchSeals(context, name, options);
  const { chain, findings } = await checkSeals(context, { ...options, remote });
  const line = chain?.line ?? [];
  const signatures = await signaturesOf(context, line, options);
  const problems = findings.filter(({ severity }) => severity === 'tampered');
  const warnings = findings.filter(({ severity }) => severity !== 'tampered');
  return {
    pixelis: 1,
    command: 'audit seals',
    seals: line.map((seal, index) => sealFacts(seal, signatures[index])).reverse(),
    problems: problems.map(({ error }) => problemOf(error)),
    warnings: [
      ...(fetched === undefined ? [] : [problemOf(fetched)]),
      ...warnings.map(({ error }) => problemOf(error)),
    ],
  };
}
