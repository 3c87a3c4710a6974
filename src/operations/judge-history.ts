import type { CommitId, StandIn } from '#git/git.js';
import type { AuditFinding } from '#model/audit-finding.js';
import type { Ancestry } from '#model/commit-order.js';
import { type RecordChange, type RecordFault, recordFaults } from '#model/record-history.js';
import type { HistoryCommit } from './read-commits.js';
import type { History } from './read-history.js';

/** What is wrong with the repository itself: whether what git shows is what was committed, all of it. */
export function repositoryFindings(
  { commits, records, pointers }: History,
  standIns: readonly StandIn[],
): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  for (const [commit, { id, isForged, missingParents }] of commits.entries()) {
    if (isForged) {
      const message = `git's object '${id}' is not what its id says: the commit was changed in its place`;
      findings.push({ kind: 'commit-forged', commit, message, hint: 'git fsck, then clone afresh' });
    }
    if (missingParents.length > 0) {
      const message = `history is cut off at commit '${id}': its parents are not here`;
      findings.push({ kind: 'history-cut-off', commit, message, hint: 'bring the rest: git fetch --unshallow' });
    }
  }
  if (standIns.length === 0) return findings;
  const audited = new Map<string, number | undefined>();
  for (const map of [records, pointers]) {
    for (const changes of map.values()) for (const { after, commit } of changes) audited.set(after ?? '', commit);
  }
  for (const [commit, { id, tree }] of commits.entries()) audited.set(id, commit).set(tree, commit);
  for (const { kind, id } of standIns) {
    const commit = audited.get(id);
    const [what, hint] =
      kind === 'graft'
        ? [`other parents for commit '${id}' (info/grafts)`, `look at it, and take it out of .git/info/grafts`]
        : [
            `another object for '${id}' (git replace)`,
            `look at it: git show ${id}; take it away: git replace -d ${id}`,
          ];
    const message = `git shows ${what}; the audit reads what was committed`;
    findings.push(
      audited.has(id)
        ? { kind: 'object-replaced', message, hint, ...(commit === undefined ? {} : { commit }) }
        : { kind: 'stand-in', message, hint },
    );
  }
  return findings;
}

/** Records that were changed after they were written, and files among them that do not belong there. */
export function recordFindings(history: History, ancestry: Ancestry): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  for (const [path, changes] of history.records) {
    for (const fault of recordFaults(changes, history, ancestry)) {
      if (history.commits[fault.commit]?.isBase !== true) findings.push(findingOf(path, fault, history));
    }
  }
  for (const [path, changes] of history.foreign) {
    const { commit } = changes[0] as RecordChange;
    if (history.commits[commit]?.isBase === true) continue;
    const message = `'${path}' lies among the records, and is none by its name`;
    findings.push({ kind: 'record-foreign', path, commit, message });
  }
  return [...findings, ...caseCollisions(history)];
}

function findingOf(path: string, { kind, commit, restoredIn }: RecordFault, history: History): AuditFinding {
  const of = (number: number): string => idAt(history, number).slice(0, 12);
  const before = `${of(commit)}^`;
  switch (kind) {
    case 'edited': {
      const hint = `see what was changed: git diff ${before} ${of(commit)} -- ${path}`;
      return { kind: 'record-edited', path, commit, message: `'${path}' was edited after it was written`, hint };
    }
    case 'deleted': {
      const message = `'${path}' was deleted${restoredIn === undefined ? '' : `, and put back in ${of(restoredIn)}`}`;
      const hint = `see what was deleted: git show ${before}:${path}`;
      return { kind: 'record-deleted', path, commit, message, hint };
    }
    case 'replaced': {
      const message = `'${path}' was deleted, and another record put in its place`;
      return { kind: 'record-replaced', path, commit, message, hint: `see both: git log --all -p -- ${path}` };
    }
    default: {
      const message = `'${path}' was written on two branches, and differently`;
      return { kind: 'record-recorded-twice', path, commit, message };
    }
  }
}

/** Where file systems do not tell large from small letters, one of two such records hides the other. */
function* caseCollisions({ records }: History): Iterable<AuditFinding> {
  const seen = new Map<string, string>();
  for (const [path, changes] of records) {
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, path);
    else {
      const message = `'${path}' and '${other}' differ in large and small letters only: some file systems show one of them`;
      yield { kind: 'record-case-collision', path, commit: changes[0]?.commit ?? 0, message };
    }
  }
}

/** More than what clocks that were never set right explain, in seconds. */
const day = 24 * 60 * 60;

/** Commits whose dates contradict their parents, what they record, or the clock. */
export function dateFindings(
  { commits, parents }: History,
  {
    created,
    now,
  }: { readonly created: Iterable<readonly [commit: number, time: string, path: string]>; readonly now: Date },
): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  const timeOf = (commit: number): number => (commits[commit] as HistoryCommit).committer.time;
  for (const [commit, { id, isBase }] of commits.entries()) {
    if (isBase) continue;
    const time = timeOf(commit);
    const older = (parents[commit] ?? []).find((parent) => parent >= 0 && timeOf(parent) - time > day);
    if (older !== undefined) {
      const message = `commit '${id}' is dated ${shown(time)}, before its parent of ${shown(timeOf(older))}`;
      findings.push({ kind: 'dated-before-parent', commit, message });
    }
    if (time - now.getTime() / 1000 > day) {
      findings.push({
        kind: 'dated-in-future',
        commit,
        message: `commit '${id}' is dated ${shown(time)}, in the future`,
      });
    }
  }
  const told = new Set<number>();
  for (const [commit, time, path] of created) {
    if (told.has(commit) || Date.parse(time) / 1000 - timeOf(commit) <= day) continue;
    told.add(commit);
    const message = `commit '${idAt({ commits }, commit)}' is dated ${shown(timeOf(commit))}, before '${path}' was made (${time})`;
    findings.push({ kind: 'dated-before-record', commit, path, message });
  }
  return findings;
}

function shown(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}

export function idAt({ commits }: Pick<History, 'commits'>, commit: number): CommitId {
  return (commits[commit] as HistoryCommit).id;
}
