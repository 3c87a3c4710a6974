import { isPixelisError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { type AuditFinding, auditFindings } from '#model/audit-finding.js';
import { ancestryOf } from '#model/commit-order.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AuditResult } from '#schema/index.js';
import { checkObjects } from './audit-objects.js';
import { auditReport } from './audit-report.js';
import { auditSeals } from './audit-seals.js';
import { type AuditScope, auditScope, type AuditScopeRequest } from './audit-scope.js';
import { signatureFindings, verifyCommits } from './audit-signatures.js';
import { trustFindings } from './audit-trust.js';
import type { Audited } from './audited.js';
import { confine } from './confine-audit.js';
import { dateFindings, recordFindings, repositoryFindings } from './judge-history.js';
import { lineageFindings, lineageOf, numberFindings, pointerFindings, runFindings } from './judge-records.js';
import { type AuditedVersion, readAuditedRecords } from './read-audited-records.js';
import { readCommits } from './read-commits.js';
import { readHistory } from './read-history.js';
import { openSignatures } from './open-signatures.js';
import type { RepositoryContext } from './repository-context.js';
import { ownTrustFiles, trustPaths } from './trust-states.js';

export interface AuditRequest extends AuditScopeRequest, TaskOptions {
  /** An artifact or version: trail and findings of it, and of all that it was made from. */
  readonly artifact?: string | undefined;
  /** Looks for bytes on a remote, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
}

/**
 * Reads the whole history, or a range of it, and says who recorded what, when, and signed by whom; and what speaks against
 * the trail: records that were changed, objects that are gone, lineage with holes. Changes nothing.
 */
export async function audit(context: RepositoryContext, request: AuditRequest = {}): Promise<AuditResult> {
  const options = { signal: request.signal, onProgress: request.onProgress };
  let scope: AuditScope = { range: {}, facts: { all: request.all === true, from: [], since: [] } };
  let audited: Audited;
  try {
    scope = await auditScope(context, request, options);
    audited = await auditHistory(context, { scope, remote: request.remote ?? false }, options);
  } catch (error) {
    if (!isPixelisError(error, 'git.failed')) throw error;
    audited = unreadableHistory(scope, error);
  }
  const { artifact } = request;
  return auditReport(artifact === undefined ? audited : confine(audited, artifact), { artifact, now: context.now() });
}

async function auditHistory(
  context: RepositoryContext,
  { scope, remote }: { readonly scope: AuditScope; readonly remote: boolean | string },
  options: TaskOptions,
): Promise<Audited> {
  const { git } = context;
  const own = await ownTrustFiles(git);
  const watched = trustPaths(context.config, own, git.places.root);
  const commits = await readCommits(git, scope.range, options);
  const { verifier, trust, problems } = await openSignatures(context);
  // Git compares trees in processes of its own; signatures are verified in this one meanwhile.
  const [history, signatures] = await Promise.all([
    readHistory(git, { ...commits, watched }, options),
    verifyCommits(commits, verifier, options),
  ]);
  const ancestry = ancestryOf(history);
  const read = await readAuditedRecords(git, history, options);
  const { records } = read;
  const live = new Set(listLiveRuns(context.sharedState));
  const required = context.config.audit.requireSigned;
  const signed = signatureFindings(history, { signatures, required, ancestry });
  const objects = await checkObjects(context, read, { ...options, remote });
  const seals = await auditSeals(context, { history, scope }, { ...options, remote });
  const graph = lineageOf(records);
  const findings: readonly AuditFinding[] = [
    ...repositoryFindings(history, await git.listStandIns(options)),
    ...recordFindings(history, ancestry),
    ...read.findings,
    ...numberFindings(versionsOf(records), history, ancestry),
    ...pointerFindings(read),
    ...objects.findings,
    ...runFindings(records, await absentCode(context, { history, records }, options)),
    ...lineageFindings(graph, { records, isLive: (run) => live.has(run) }),
    ...dateFindings(history, { created: creations(records), now: context.now() }),
    ...signed.findings,
    ...(await trustFindings(context, { history, own, trust, required, ancestry }, options)),
    ...seals.findings,
  ];
  return {
    scope,
    history,
    records,
    pointers: read.pointers.length,
    signatures,
    findings: findings.filter((finding) => !isTakenAsItIs(finding, history)),
    skipped: new Map([
      ...(seals.left === undefined ? [] : ([['seals', seals.left]] as const)),
      ...(objects.left === undefined ? [] : ([['objects', objects.left]] as const)),
      ...(signed.left === undefined ? [] : ([['signatures', signed.left]] as const)),
    ]),
    warnings: problems,
  };
}

/**
 * What lies before the range is not judged. Whether its bytes are there is asked all the same, and a version that is made
 * from itself may be so by a younger record.
 */
function isTakenAsItIs({ kind, commit }: AuditFinding, { commits }: Audited['history']): boolean {
  if (commit === undefined || commits[commit]?.isBase !== true || kind === 'lineage-contradicted') return false;
  const { check } = auditFindings[kind];
  return check !== 'repository' && check !== 'objects' && check !== 'seals';
}

/** Where git cannot read what it should have, nothing else can be said. */
function unreadableHistory(
  scope: AuditScope,
  error: { readonly message: string; readonly hint?: string | undefined },
): Audited {
  const hint = error.hint ?? 'see what is damaged: git fsck; then bring it from another clone: git fetch';
  const reason = 'the history cannot be read';
  const checks = new Set(Object.values(auditFindings).map(({ check }) => check));
  return {
    scope,
    history: {
      commits: [],
      parents: [],
      records: new Map(),
      pointers: new Map(),
      foreign: new Map(),
      watched: new Map(),
    },
    records: new Map(),
    pointers: 0,
    signatures: new Map(),
    findings: [{ kind: 'history-unreadable', message: error.message, hint }],
    skipped: new Map([...checks].filter((check) => check !== 'repository').map((check) => [check, reason])),
    warnings: [],
  };
}

function* versionsOf(records: Audited['records']): Iterable<AuditedVersion> {
  for (const record of records.values()) if (record.kind === 'version') yield record;
}

/** When records say that they were made. */
function* creations(records: Audited['records']): Iterable<readonly [number, string, string]> {
  for (const { commit, path, ...record } of records.values()) {
    if (record.kind === 'version') yield [commit, record.facts.created, path];
    else if (record.kind === 'run') yield [commit, record.ended, path];
    else if (record.kind === 'tombstone') yield [commit, record.tombstone.purged, path];
  }
}

/** Commits of code that runs name, and that git has not. */
async function absentCode(
  { git }: RepositoryContext,
  { history, records }: Pick<Audited, 'history' | 'records'>,
  options: TaskOptions,
): Promise<ReadonlySet<string>> {
  const here = new Set<string>(history.commits.map(({ id }) => id));
  const asked = new Set<CommitId>();
  for (const record of records.values()) {
    const code = record.kind === 'run' ? record.code.commit : undefined;
    if (code !== undefined && !here.has(code)) asked.add(code as CommitId);
  }
  const absent = new Set<string>();
  for await (const { id, bytes } of git.readCommits(asked, options)) if (bytes === undefined) absent.add(id);
  return absent;
}
