import type { PixelisError } from '#errors/index.js';
import type { AuditCheck, AuditFinding } from '#model/audit-finding.js';
import type { AuditScope } from './audit-scope.js';
import type { CommitSignatures } from './audit-signatures.js';
import type { AuditedRecord } from './read-audited-records.js';
import type { History } from './read-history.js';

/** What the checks found, and why some of them were not made, or not to the end. */
export interface Audited {
  readonly scope: AuditScope;
  readonly history: History;
  readonly records: ReadonlyMap<string, AuditedRecord>;
  readonly pointers: number;
  readonly signatures: CommitSignatures;
  readonly findings: readonly AuditFinding[];
  readonly skipped: ReadonlyMap<AuditCheck, string>;
  readonly warnings: readonly PixelisError[];
}
