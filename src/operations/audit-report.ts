import {
  type AuditFinding,
  auditChecks,
  auditFindings,
  checkStateOf,
  verdictOf,
  weightOf,
} from '#model/audit-finding.js';
import { problemOf } from '#errors/index.js';
import type { Person } from '#git/git.js';
import { namesApart } from '#model/names-apart.js';
import type { AuditResult } from '#schema/index.js';
import type { Audited } from './audited.js';
import type { AuditedRecord } from './read-audited-records.js';

type Trail = AuditResult['trail'];

/** The result of an audit: what was found, the heaviest first, and the trail from the oldest commit on. */
export function auditReport(
  { scope, history, records, pointers, signatures, findings, skipped, warnings }: Audited,
  { artifact, now }: { readonly artifact: string | undefined; readonly now: Date },
): AuditResult {
  const sorted = [...findings].sort(
    (left, right) => rank(left) - rank(right) || (left.commit ?? -1) - (right.commit ?? -1),
  );
  const verdict = verdictOf(findings);
  const firstBad = verdict === 'TAMPERED' ? sorted.find(({ commit }) => commit !== undefined) : undefined;
  const recorded = [...records.values()].filter(({ commit }) => history.commits[commit]?.isBase === false);
  recorded.sort((left, right) => left.commit - right.commit || (left.path < right.path ? -1 : 1));
  const named = new Set<number>();
  for (const { commit } of recorded) named.add(commit);
  for (const { commit } of sorted) if (commit !== undefined) named.add(commit);
  const idOf = (commit: number): string => history.commits[commit]?.id ?? '';
  const count = (kind: AuditedRecord['kind']): number => recorded.filter((record) => record.kind === kind).length;
  return {
    pixelis: 1,
    command: 'audit',
    verdict,
    ...(firstBad?.commit === undefined || weightOf(firstBad) !== 'violation'
      ? {}
      : { firstBadCommit: idOf(firstBad.commit) }),
    audited: timeText(now.getTime() / 1000),
    scope: {
      ...scope.facts,
      from: [...scope.facts.from],
      since: [...scope.facts.since],
      ...(artifact === undefined ? {} : { artifact }),
    },
    counts: {
      commits: history.commits.filter(({ isBase }) => !isBase).length,
      signed: [...signatures.values()].filter(({ verdict: good }) => good === 'good').length,
      versions: count('version'),
      runs: count('run'),
      environments: count('environment'),
      tombstones: count('tombstone'),
      pointers,
    },
    checks: auditChecks.map((check) => {
      const found = findings.filter(({ kind }) => auditFindings[kind].check === check);
      const reason = skipped.get(check);
      const state = found.length === 0 && reason !== undefined ? 'skip' : checkStateOf(found);
      return { check, state, ...(reason === undefined ? {} : { reason }), findings: found.length };
    }),
    findings: sorted.map((finding) => {
      const { kind, message, hint, commit, ...subject } = finding;
      return {
        kind,
        ...auditFindings[kind],
        message,
        ...(hint === undefined ? {} : { hint }),
        ...(commit === undefined ? {} : { commit: idOf(commit) }),
        ...subject,
      };
    }),
    commits: [...named]
      .sort((left, right) => left - right)
      .flatMap((number) => {
        const commit = history.commits[number];
        if (commit === undefined) return [];
        const { id, author, committer, subject } = commit;
        const signature = signatures.get(number);
        return {
          commit: id,
          author: author.name,
          email: author.email,
          date: dateOf(author),
          committer: committer.name,
          committerEmail: committer.email,
          committed: dateOf(committer),
          subject,
          ...(signature === undefined ? {} : { signature }),
        };
      }),
    trail: recorded.map((record) => trailEntry(record, idOf(record.commit))),
    problems: [],
    warnings: warnings.map((error) => problemOf(error)),
  };
}

const weights = ['violation', 'missing', 'gap', 'note'];

function rank(finding: AuditFinding): number {
  return weights.indexOf(weightOf(finding));
}

function trailEntry(record: AuditedRecord, commit: string): Trail[number] {
  const { kind, path } = record;
  switch (record.kind) {
    case 'version': {
      const { artifact, version, digest, type, created, run, parents } = record.facts;
      const made = run === undefined ? {} : { run };
      return { kind, path, commit, artifact, version, digest, type, time: created, ...made, ...from(parents) };
    }
    case 'run': {
      const { run, label, state, started, inputs } = record.facts;
      const { environment, code } = record;
      const ran = {
        ...(environment === undefined ? {} : { environment }),
        code: { ...(code.commit === undefined ? {} : { commit: code.commit }), dirty: code.dirty },
      };
      return { kind, path, commit, run, label, state, time: started, ...ran, ...from(inputs) };
    }
    case 'environment':
      return { kind, path, commit, digest: record.digest };
    default: {
      const { digest, purged, reason } = record.tombstone;
      return { kind, path, commit, digest, time: purged, reason };
    }
  }
}

function from(versions: Parameters<typeof namesApart>[0]) {
  return versions.length === 0 ? {} : { from: [...namesApart(versions)] };
}

function dateOf({ time }: Person): string {
  return timeText(time);
}

const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** Dates are claims of whoever made the commit, and may be nonsense: those that no date is written for are the nearest one. */
function timeText(seconds: number): string {
  const within = Math.min(Math.max(Number.isFinite(seconds) ? seconds : 0, 0), lastTime);
  return `${new Date(within * 1000).toISOString().slice(0, 19)}Z`;
}
