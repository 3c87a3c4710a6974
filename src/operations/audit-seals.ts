import type { AuditFinding } from '#model/audit-finding.js';
import { stateKey } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AuditScope } from './audit-scope.js';
import { checkSeals } from './check-seals.js';
import type { History } from './read-history.js';
import type { RepositoryContext } from './repository-context.js';
import type { SealFinding } from './seal-finding.js';

/** What seals, those that a remote keeps (where it is asked), and the memory of this clone say against what is here. What is as it should be is remembered. */
export async function auditSeals(
  context: RepositoryContext,
  audited: { readonly history: History; readonly scope: AuditScope },
  { remote, ...options }: TaskOptions & { readonly remote: boolean | string },
): Promise<{ readonly findings: readonly AuditFinding[]; readonly left?: string }> {
  const reachable = (await isWhole(context, audited, options)) ? statesIn(audited.history) : undefined;
  const { chain, findings } = await checkSeals(context, { ...options, reachable, remote });
  const numbers = new Map(audited.history.commits.map(({ id }, number) => [id as string, number]));
  const found = findings.map((finding) => findingOf(finding, numbers));
  const left = 'nothing is sealed yet: pixelis audit seal';
  return chain === undefined && found.length === 0 ? { findings: found, left } : { findings: found };
}

/** Whether what was read is all the history that there is, so that nobody has to read it once more. */
async function isWhole(
  { git }: RepositoryContext,
  { history, scope }: { readonly history: History; readonly scope: AuditScope },
  options: TaskOptions,
): Promise<boolean> {
  if (scope.facts.since.length > 0) return false;
  const here = new Set(history.commits.map(({ id }) => id));
  const { commit: head } = await git.head(options);
  const refs = await git.listRefs(options);
  return [...refs.map(({ commit }) => commit), ...(head === undefined ? [] : [head])].every((id) => here.has(id));
}

function statesIn({ records, pointers, foreign }: History): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const map of [records, pointers, foreign]) {
    for (const [path, changes] of map) {
      for (const { after } of changes) if (after !== undefined) keys.add(stateKey({ path, blob: after }));
    }
  }
  return keys;
}

const kinds = {
  tampered: 'seal-contradicted',
  incomplete: 'seal-incomplete',
  gap: 'seal-open',
} as const satisfies Record<SealFinding['severity'], AuditFinding['kind']>;

function findingOf(
  { severity, error, commit, now, path }: SealFinding,
  numbers: ReadonlyMap<string, number>,
): AuditFinding {
  const at = numbers.get(now ?? commit ?? '');
  return {
    kind: kinds[severity],
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(at === undefined ? {} : { commit: at }),
    ...(path === undefined ? {} : { path }),
  };
}
