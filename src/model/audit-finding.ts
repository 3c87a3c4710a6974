import type { VersionId } from './version.js';

/** What is looked at, in the order in which it is told. */
export const auditChecks = [
  'repository',
  'records',
  'numbers',
  'pointers',
  'objects',
  'runs',
  'lineage',
  'dates',
  'signatures',
  'seals',
] as const;

export type AuditCheck = (typeof auditChecks)[number];

/**
 * How much a finding weighs. `violation`: what no honest command does; `missing`: history or bytes that cannot be had;
 * `gap`: a question that the trail leaves open; `note`: worth knowing.
 */
export type AuditWeight = 'violation' | 'missing' | 'gap' | 'note';

export type AuditVerdict = 'VERIFIED' | 'VERIFIED WITH GAPS' | 'INCOMPLETE' | 'TAMPERED';

/** What can be found, by the check that finds it. */
export const auditFindings = {
  'history-cut-off': { check: 'repository', weight: 'missing' },
  'history-unreadable': { check: 'repository', weight: 'missing' },
  'commit-forged': { check: 'repository', weight: 'violation' },
  'blob-missing': { check: 'repository', weight: 'missing' },
  'blob-forged': { check: 'repository', weight: 'violation' },
  'object-replaced': { check: 'repository', weight: 'violation' },
  'stand-in': { check: 'repository', weight: 'gap' },

  'record-edited': { check: 'records', weight: 'violation' },
  'record-deleted': { check: 'records', weight: 'violation' },
  'record-replaced': { check: 'records', weight: 'violation' },
  'record-invalid': { check: 'records', weight: 'violation' },
  'record-newer-format': { check: 'records', weight: 'gap' },
  'record-not-canonical': { check: 'records', weight: 'gap' },
  'record-recorded-twice': { check: 'records', weight: 'note' },
  'record-case-collision': { check: 'records', weight: 'gap' },
  'record-foreign': { check: 'records', weight: 'note' },

  'number-used-twice': { check: 'numbers', weight: 'gap' },
  'number-on-two-branches': { check: 'numbers', weight: 'note' },

  'pointer-contradicted': { check: 'pointers', weight: 'violation' },
  'pointer-without-record': { check: 'pointers', weight: 'missing' },
  'pointer-unreadable': { check: 'pointers', weight: 'gap' },

  'object-missing': { check: 'objects', weight: 'missing' },
  'tombstone-of-live-object': { check: 'objects', weight: 'gap' },
  'remote-unreachable': { check: 'objects', weight: 'gap' },

  'run-without-environment': { check: 'runs', weight: 'gap' },
  'environment-missing': { check: 'runs', weight: 'gap' },
  'code-missing': { check: 'runs', weight: 'gap' },
  'code-unknown': { check: 'runs', weight: 'note' },

  'lineage-contradicted': { check: 'lineage', weight: 'violation' },
  'lineage-hole': { check: 'lineage', weight: 'gap' },
  'lineage-doubtful': { check: 'lineage', weight: 'note' },

  'dated-before-parent': { check: 'dates', weight: 'gap' },
  'dated-before-record': { check: 'dates', weight: 'gap' },
  'dated-in-future': { check: 'dates', weight: 'gap' },

  'signature-bad': { check: 'signatures', weight: 'violation' },
  'signature-revoked': { check: 'signatures', weight: 'violation' },
  'signature-since-revoked': { check: 'signatures', weight: 'gap' },
  'signature-missing': { check: 'signatures', weight: 'gap' },
  'signature-untrusted': { check: 'signatures', weight: 'gap' },
  'signature-expired': { check: 'signatures', weight: 'gap' },
  'signature-unchecked': { check: 'signatures', weight: 'gap' },
  'trust-usurped': { check: 'signatures', weight: 'violation' },
  'trust-changed': { check: 'signatures', weight: 'gap' },

  'seal-contradicted': { check: 'seals', weight: 'violation' },
  'seal-incomplete': { check: 'seals', weight: 'missing' },
  'seal-open': { check: 'seals', weight: 'gap' },
} as const satisfies Record<string, { readonly check: AuditCheck; readonly weight: AuditWeight }>;

export type AuditFindingKind = keyof typeof auditFindings;

/** Something that was found. */
export interface AuditFinding extends Partial<VersionId> {
  readonly kind: AuditFindingKind;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Number of the commit in which it came about. */
  readonly commit?: number;
  readonly path?: string;
  readonly run?: string;
}

/** How a check ended. */
export type AuditCheckState = 'pass' | 'notes' | 'gaps' | 'missing' | 'fail' | 'skip';

const weights = ['note', 'gap', 'missing', 'violation'] as const satisfies readonly AuditWeight[];

export function weightOf({ kind }: Pick<AuditFinding, 'kind'>): AuditWeight {
  return auditFindings[kind].weight;
}

/** The heaviest finding decides. */
export function verdictOf(findings: Iterable<Pick<AuditFinding, 'kind'>>): AuditVerdict {
  switch (heaviest(findings)) {
    case 'violation':
      return 'TAMPERED';
    case 'missing':
      return 'INCOMPLETE';
    case 'gap':
      return 'VERIFIED WITH GAPS';
    default:
      return 'VERIFIED';
  }
}

/** How a check ended that was made. */
export function checkStateOf(findings: Iterable<Pick<AuditFinding, 'kind'>>): Exclude<AuditCheckState, 'skip'> {
  const weight = heaviest(findings);
  if (weight === undefined) return 'pass';
  return ({ violation: 'fail', missing: 'missing', gap: 'gaps', note: 'notes' } as const)[weight];
}

function heaviest(findings: Iterable<Pick<AuditFinding, 'kind'>>): AuditWeight | undefined {
  let found = -1;
  for (const finding of findings) found = Math.max(found, weights.indexOf(weightOf(finding)));
  return weights[found];
}
