import type { AuditFinding } from '#model/audit-finding.js';
import { lineageBuilder } from '#model/build-lineage.js';
import type { Ancestry } from '#model/commit-order.js';
import { type FaultKind, type LineageFault, lineageFaults } from '#model/lineage-faults.js';
import { type LineageGraph, versionIdAt } from '#model/lineage-graph.js';
import type { Pointer } from '#model/pointer.js';
import { textAt } from '#model/text-column.js';
import { type VersionId, versionKey } from '#model/version.js';
import { runPathAt, versionPathAt } from '#records/collect-lineage.js';
import type { AuditedRecord, AuditedRecords, AuditedVersion } from './read-audited-records.js';
import type { HistoryCommits } from './read-commits.js';

/** Versions of one artifact with one number and different contents. */
export function numberFindings(
  versions: Iterable<AuditedVersion>,
  { commits }: HistoryCommits,
  ancestry: Ancestry,
): readonly AuditFinding[] {
  const byNumber = new Map<string, AuditedVersion[]>();
  for (const version of versions) {
    const key = `${version.facts.artifact}:v${version.facts.version}`;
    const same = byNumber.get(key);
    if (same === undefined) byNumber.set(key, [version]);
    else same.push(version);
  }
  const findings: AuditFinding[] = [];
  for (const [name, same] of byNumber) {
    const [first, ...others] = same.sort((left, right) => left.commit - right.commit) as [AuditedVersion];
    for (const { commit, path, facts } of others as readonly AuditedVersion[]) {
      // Where history is cut off, what was there before came about beyond it, on whichever branches.
      if ((commits[commit]?.missingParents.length ?? 0) > 0) continue;
      const isOneLine = ancestry.isIn(first.commit, commit);
      const { artifact, version, digest } = facts;
      const where = isOneLine ? 'in one line of history: by a rebase or by hand' : 'on two branches';
      findings.push({
        kind: isOneLine ? 'number-used-twice' : 'number-on-two-branches',
        artifact,
        version,
        digest,
        commit,
        path,
        message: `'${name}' is the number of two versions, ${first.facts.digest} and ${digest}, ${where}`,
        hint: `name them by digest: ${artifact}@${digest}`,
      });
    }
  }
  return findings;
}

/** What pointers say against the records of their versions. */
export function pointerFindings({ records, pointers }: AuditedRecords): readonly AuditFinding[] {
  const byId = new Map<string, Pointer>();
  const byNumber = new Map<string, VersionId>();
  const byContent = new Map<string, VersionId>();
  for (const record of records.values()) {
    if (record.kind !== 'version') continue;
    const { artifact, version, digest } = record.facts;
    byId.set(versionKey(record.facts), record.pointer);
    byNumber.set(`${artifact}:v${version}`, record.facts);
    byContent.set(`${artifact}@${digest}`, record.facts);
  }
  const findings: AuditFinding[] = [];
  for (const { path, commit, pointer } of pointers) {
    const { artifact, version, digest } = pointer;
    const name = `${artifact}:v${version}`;
    const said = byId.get(versionKey(pointer));
    const other = byNumber.get(name);
    const content = byContent.get(`${artifact}@${digest}`);
    // A path of a pointer can be anything, and a hint is pasted into a shell.
    const hint = `see who set it: git log --all -- '${path.replaceAll("'", `'\\''`)}'`;
    const find = (kind: AuditFinding['kind'], what: string): void => {
      findings.push({ kind, artifact, version, digest, path, commit, message: `'${path}' ${what}`, hint });
    };
    if (said !== undefined) {
      const { size, files, executable } = said;
      if (size === pointer.size && files === pointer.files && executable === pointer.executable) continue;
      find('pointer-contradicted', `says another size, or other files, than the record of '${name}'`);
    } else if (other !== undefined && content !== undefined) {
      find('pointer-contradicted', `names '${name}' with digest ${digest}, which is that of v${content.version}`);
    } else {
      // Another version with its number may be one of two branches, from one of which the pointer alone was picked.
      const instead = other === undefined ? '' : `; the one that is recorded has ${other.digest}`;
      find('pointer-without-record', `names '${name}' (${digest}), of which there is no record${instead}`);
    }
  }
  return findings;
}

/** Runs of which something is missing that says where they come from. `absent`: code commits that are not here. */
export function runFindings(
  records: ReadonlyMap<string, AuditedRecord>,
  absent: ReadonlySet<string>,
): readonly AuditFinding[] {
  const environments = new Set<string>();
  for (const record of records.values()) if (record.kind === 'environment') environments.add(record.digest);
  const findings: AuditFinding[] = [];
  for (const record of records.values()) {
    if (record.kind !== 'run') continue;
    const { path, commit, facts, environment, code } = record;
    const at = { path, commit, run: facts.run };
    const who = `run '${facts.run}'`;
    if (environment === undefined) {
      findings.push({
        kind: 'run-without-environment',
        ...at,
        message: `${who} does not say in which environment it ran`,
      });
    } else if (!environments.has(environment)) {
      const message = `${who} ran in environment ${environment}, of which there is no record`;
      findings.push({ kind: 'environment-missing', ...at, message, hint: 'another branch may have it: --all' });
    }
    if (code.commit === undefined) {
      findings.push({ kind: 'code-unknown', ...at, message: `${who} does not say which commit of the code it ran` });
    } else if (absent.has(code.commit)) {
      const message = `${who} ran the code of commit '${code.commit}', which is not here: rebased, or never pushed`;
      const hint = 'whoever ran it may have it still: git push of a tag on that commit keeps it';
      findings.push({ kind: 'code-missing', ...at, message, hint });
    }
  }
  return findings;
}

/** The graph of all audited versions and runs. */
export function lineageOf(records: ReadonlyMap<string, AuditedRecord>): LineageGraph {
  const builder = lineageBuilder();
  for (const record of records.values()) {
    if (record.kind === 'version') builder.addVersion(record.facts);
    else if (record.kind === 'run') builder.addRun(record.facts);
  }
  return builder.finish().graph;
}

const lineageKinds: Readonly<Record<FaultKind, AuditFinding['kind'] | undefined>> = {
  'missing-version': 'lineage-hole',
  'missing-run': 'lineage-hole',
  // The parent may be on the branch from which the child was picked, under a number that another version has here.
  'other-digest': 'lineage-hole',
  cycle: 'lineage-contradicted',
  'unlisted-output': 'lineage-doubtful',
  evaluation: 'lineage-doubtful',
  // The check of the numbers knows more of it.
  'number-taken': undefined,
};

/** What the records of versions and runs say of each other. */
export function lineageFindings(
  graph: LineageGraph,
  { records, isLive }: { readonly records: AuditedRecords['records']; readonly isLive: (run: string) => boolean },
): readonly AuditFinding[] {
  return lineageFaults(graph, { isLive }).flatMap((fault) => {
    const kind = fault.kind === 'cycle' && fault.severity === 'warning' ? 'lineage-doubtful' : lineageKinds[fault.kind];
    return kind === undefined ? [] : [{ kind, message: fault.message, ...subjectOf(graph, fault, records) }];
  });
}

function subjectOf(graph: LineageGraph, { version, run }: LineageFault, records: AuditedRecords['records']) {
  const path = version !== undefined ? versionPathAt(graph, version) : runPathAt(graph, run as number);
  const commit = records.get(path)?.commit;
  return {
    path,
    ...(commit === undefined ? {} : { commit }),
    ...(version === undefined ? { run: textAt(graph.runId, run as number) } : versionIdAt(graph, version)),
  };
}
