import type { AuditedCommit, AuditFinding, AuditResult, TrailEntry } from '#schema/index.js';
import { auditStyle } from './audit-style.js';
import { plainLine } from './plain-line.js';

/** A report stays readable, and below some 3 MB, whatever the size of the trail: of more than this the rest is counted. */
const limits = { findings: 500, artifacts: 400, perArtifact: 25, runs: 500, people: 100 };

/**
 * An audit as one HTML file: it needs no other file, no network and no script, follows light and dark, and can be printed.
 * Every name in it is escaped; what cannot be seen is shown as `\u{200b}`.
 */
export function auditHtml(result: AuditResult): string {
  const { verdict, scope, audited } = result;
  const subject = scope.artifact === undefined ? 'the whole trail' : scope.artifact;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${verdict}: audit of ${subject}`)}</title>
<style>${auditStyle}</style>
</head>
<body>
<main>
${[header(result, subject), checkTable(result), findingList(result), people(result), trail(result)].join('\n')}
<footer>Written by <code>pixelis audit</code> on ${time(audited)}. It can be made again from the repository at any time.</footer>
</main>
</body>
</html>
`;
}

/** Text that no browser takes for anything else, with everything in it visible. */
export function escapeHtml(text: string): string {
  return plainLine(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function header({ verdict, firstBadCommit, counts, scope, commits }: AuditResult, subject: string): string {
  const bad = commits.find(({ commit }) => commit === firstBadCommit);
  const since = scope.since.length === 0 ? '' : ` since ${scope.since.map((id) => commitCode(id)).join(', ')}`;
  const of = scope.all ? 'all branches and tags' : scope.from.map((id) => commitCode(id)).join(', ');
  const figures = [
    [counts.commits, 'commits'],
    [counts.signed, 'with a good signature'],
    [counts.versions, 'versions'],
    [counts.runs, 'runs'],
    [counts.environments, 'environments'],
    [counts.tombstones, 'purged'],
  ] as const;
  return `<header>
<p class="what">Audit of ${escapeHtml(subject)}</p>
<h1 class="${classOf(verdict)}">${escapeHtml(verdict)}</h1>
<p>${escapeHtml(meanings[verdict])}</p>
${bad === undefined ? '' : `<p class="bad">First bad commit: ${commitCode(bad.commit)} by ${person(bad)}, ${time(bad.committed)}: ${escapeHtml(bad.subject)}</p>`}
<p class="scope">History of ${of}${since}</p>
<dl class="figures">${figures.map(([value, name]) => `<div><dt>${name}</dt><dd>${number(value)}</dd></div>`).join('')}</dl>
</header>`;
}

const meanings: Readonly<Record<AuditResult['verdict'], string>> = {
  VERIFIED: 'Nothing that was looked at speaks against the trail.',
  'VERIFIED WITH GAPS': 'Nothing was changed after the fact, as far as was looked; some questions are left open.',
  INCOMPLETE: 'History or bytes are missing, so that not everything can be checked.',
  TAMPERED: 'Something was changed after the fact, or is not what it says it is.',
};

const states: Readonly<Record<AuditResult['checks'][number]['state'], string>> = {
  pass: 'pass',
  notes: 'pass, with notes',
  gaps: 'gaps',
  missing: 'missing',
  fail: 'fail',
  skip: 'skipped',
};

function checkTable({ checks }: AuditResult): string {
  const rows = checks.map(
    ({ check, state, reason = '', findings }) =>
      `<tr><th scope="row">${check}</th><td><span class="state ${state}">${states[state]}</span></td><td class="number">${findings === 0 ? '' : number(findings)}</td><td>${escapeHtml(reason)}</td></tr>`,
  );
  return `<section><h2>Checks</h2>
<table><thead><tr><th>check</th><th>result</th><th class="number">findings</th><th></th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

function findingList({ findings, commits }: AuditResult): string {
  if (findings.length === 0) return '<section><h2>Findings</h2><p>None.</p></section>';
  const byId = new Map(commits.map((commit) => [commit.commit, commit]));
  const items = findings.slice(0, limits.findings).map((finding) => findingItem(finding, byId));
  return `<section><h2>Findings</h2>
<ol class="findings">
${items.join('\n')}
</ol>${more(findings.length, limits.findings, 'findings')}</section>`;
}

function findingItem({ kind, weight, message, hint, commit, path }: AuditFinding, commits: Commits): string {
  const made = commit === undefined ? undefined : commits.get(commit);
  const who = made === undefined ? '' : ` by ${person(made)}, ${time(made.committed)}: ${escapeHtml(made.subject)}`;
  return `<li class="${weight}"><p><span class="state ${weight}">${weight}</span> ${escapeHtml(message)} <code class="kind">${escapeHtml(kind)}</code></p>${
    commit === undefined ? '' : `<p class="detail">in ${commitCode(commit)}${who}</p>`
  }${path === undefined || message.includes(path) ? '' : `<p class="detail"><code>${escapeHtml(path)}</code></p>`}${
    hint === undefined ? '' : `<p class="detail hint">${escapeHtml(hint)}</p>`
  }</li>`;
}

/** Who recorded how much, with which signatures. */
function people({ trail: entries, commits }: AuditResult): string {
  const byId = new Map(commits.map((commit) => [commit.commit, commit]));
  const found = new Map<
    string,
    { records: number; commits: Set<string>; signed: Set<string>; last: string; commit: AuditedCommit }
  >();
  for (const { commit: id } of entries) {
    const commit = byId.get(id);
    if (commit === undefined) continue;
    const key = `${commit.author}\0${commit.email}`;
    const known = found.get(key) ?? { records: 0, commits: new Set(), signed: new Set(), last: '', commit };
    known.records += 1;
    known.commits.add(id);
    if (commit.signature?.verdict === 'good') known.signed.add(id);
    if (commit.committed > known.last) known.last = commit.committed;
    found.set(key, known);
  }
  const all = [...found.values()].sort((left, right) => right.records - left.records);
  const rows = all.slice(0, limits.people).map(({ records, commits: made, signed, last, commit }) => {
    return `<tr><td>${person(commit)}</td><td class="number">${number(records)}</td><td class="number">${number(made.size)}</td><td class="number">${number(signed.size)}</td><td>${time(last)}</td></tr>`;
  });
  return `<section><h2>Who recorded it</h2>
<table><thead><tr><th>author</th><th class="number">records</th><th class="number">commits</th><th class="number">well signed</th><th>last</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${more(all.length, limits.people, 'people')}</section>`;
}

type Commits = ReadonlyMap<string, AuditedCommit>;

function trail(result: AuditResult): string {
  const commits = new Map(result.commits.map((commit) => [commit.commit, commit]));
  const artifacts = new Map<string, TrailEntry[]>();
  const runs: TrailEntry[] = [];
  const purged: TrailEntry[] = [];
  for (const entry of result.trail) {
    if (entry.kind === 'run') runs.push(entry);
    else if (entry.kind === 'tombstone') purged.push(entry);
    else if (entry.artifact !== undefined) {
      const versions = artifacts.get(entry.artifact);
      if (versions === undefined) artifacts.set(entry.artifact, [entry]);
      else versions.push(entry);
    }
  }
  return [artifactSection(artifacts, commits), runSection(runs, commits), purgedSection(purged, commits)].join('\n');
}

/** An artifact a fold; the newest of its versions. */
function artifactSection(artifacts: ReadonlyMap<string, readonly TrailEntry[]>, commits: Commits): string {
  if (artifacts.size === 0) return '';
  const all = [...artifacts].sort(([left], [right]) => (left < right ? -1 : 1));
  const folds = all.slice(0, limits.artifacts).map(([name, versions]) => {
    const rows = versions
      .slice(-limits.perArtifact)
      .reverse()
      .map(
        (entry) =>
          `<tr><td>v${entry.version}</td><td><code>${digest(entry.digest)}</code></td><td>${madeFrom(entry)}</td>${recorded(entry, commits)}</tr>`,
      );
    const open = all.length === 1 ? ' open' : '';
    return `<details${open}><summary><b>${escapeHtml(name)}</b> <span class="muted">${escapeHtml(versions[0]?.type ?? '')}, ${count(versions.length, 'version')}</span></summary>
<table><thead><tr><th>version</th><th>digest</th><th>made from</th>${recordedHead}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${more(versions.length, limits.perArtifact, 'versions')}</details>`;
  });
  return `<section><h2>Versions</h2>
${folds.join('\n')}${more(all.length, limits.artifacts, 'artifacts')}</section>`;
}

function runSection(runs: readonly TrailEntry[], commits: Commits): string {
  if (runs.length === 0) return '';
  const rows = runs
    .slice(-limits.runs)
    .reverse()
    .map((entry) => {
      const { run = '', label = '', state = '', code, environment } = entry;
      const ran = code?.commit === undefined ? 'unknown' : commitCode(code.commit);
      const changes = code?.dirty === true ? ' and changes' : '';
      const where =
        environment === undefined ? '<span class="state gap">none</span>' : `<code>${digest(environment)}</code>`;
      return `<tr><td><code>${escapeHtml(run)}</code><br>${escapeHtml(label)}<br><span class="muted">${escapeHtml(state.toLowerCase())}</span></td><td>${madeFrom(entry)}</td><td>${ran}${changes}</td><td>${where}</td>${recorded(entry, commits)}</tr>`;
    });
  return `<section><h2>Runs</h2>
<details${runs.length <= 20 ? ' open' : ''}><summary>${count(runs.length, 'run')}</summary>
<table><thead><tr><th>run</th><th>used</th><th>code</th><th>environment</th>${recordedHead}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${more(runs.length, limits.runs, 'runs')}</details></section>`;
}

function purgedSection(purged: readonly TrailEntry[], commits: Commits): string {
  if (purged.length === 0) return '';
  const rows = purged
    .slice(-limits.runs)
    .reverse()
    .map(
      (entry) =>
        `<tr><td><code>${digest(entry.digest)}</code></td><td>${escapeHtml(entry.reason ?? '')}</td>${recorded(entry, commits)}</tr>`,
    );
  return `<section><h2>Purged</h2>
<table><thead><tr><th>digest</th><th>reason</th>${recordedHead}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${more(purged.length, limits.runs, 'purges')}</section>`;
}

function madeFrom({ from = [], run, kind }: TrailEntry): string {
  const shown = from.slice(0, 6).map(escapeHtml).join('<br>');
  const left = from.length > 6 ? `<br>and ${from.length - 6} more` : '';
  const by =
    kind === 'version' && run !== undefined
      ? `${shown === '' ? '' : '<br>'}by run <code>${escapeHtml(run)}</code>`
      : '';
  return shown + left + by;
}

const recordedHead = '<th>recorded</th><th>by</th><th>signature</th>';

function recorded({ commit: id }: TrailEntry, commits: Commits): string {
  const commit = commits.get(id);
  if (commit === undefined) return `<td>${commitCode(id)}</td><td></td><td></td>`;
  return `<td>${time(commit.committed)}<br>${commitCode(id)}</td><td>${person(commit)}</td><td>${signatureText(commit)}</td>`;
}

function signatureText({ signature }: AuditedCommit): string {
  if (signature === undefined) return '<span class="muted">unsigned</span>';
  const { verdict, signer, key = '' } = signature;
  const state = verdict === 'good' ? 'pass' : verdict === 'bad' || verdict === 'revoked' ? 'fail' : 'gaps';
  return `<span class="state ${state}">${verdict}</span> <span title="${escapeHtml(key)}">${escapeHtml(signer ?? key.slice(0, 24))}</span>`;
}

function person({ author, email }: AuditedCommit): string {
  return `<span title="${escapeHtml(email)}">${escapeHtml(author)}</span>`;
}

function commitCode(id: string): string {
  return `<code title="${escapeHtml(id)}">${escapeHtml(id.slice(0, 12))}</code>`;
}

function digest(text = ''): string {
  return `<span title="${escapeHtml(text)}">${escapeHtml(text.replace(/^blake3:/, '').slice(0, 12))}</span>`;
}

function time(text: string): string {
  return `<time datetime="${escapeHtml(text)}">${escapeHtml(text.slice(0, 16).replace('T', ' '))}</time>`;
}

function classOf(verdict: AuditResult['verdict']): string {
  return verdict === 'VERIFIED' ? 'pass' : verdict === 'TAMPERED' ? 'fail' : 'gaps';
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

function more(total: number, shown: number, noun: string): string {
  return total > shown
    ? `<p class="muted">… and ${number(total - shown)} more ${noun}: pixelis audit --json lists all</p>`
    : '';
}
