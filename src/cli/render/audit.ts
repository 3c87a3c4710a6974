import picocolors from 'picocolors';
import { type AuditedCommit, type AuditFinding, auditHtml, type AuditResult, type TrailEntry } from '../../index.js';
import { more } from './shared.js';
import { columns, count, minute, number, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

export const auditFormats = ['text', 'json', 'html'] as const;

/** So much is shown on a screen; a file has all of it. */
const onScreen = { findings: 20, trail: 40 };
const inFile = { findings: Number.POSITIVE_INFINITY, trail: Number.POSITIVE_INFINITY };

export interface AuditForm {
  readonly format: string | undefined;
  readonly output: string | undefined;
}

export function renderAudit(result: AuditResult, view: View, { format, output }: AuditForm): Rendered {
  if (output !== undefined) {
    return { lines: [...summaryLines(result, view), '', `the report is in ${printable(output)}`] };
  }
  if (format === 'json') return { lines: [JSON.stringify(result, null, 2)] };
  return { lines: format === 'html' ? [auditHtml(result)] : auditLines(result, view, onScreen) };
}

/** The whole report as a file; where no format is asked for, by the ending of its name. */
export function auditFile(result: AuditResult, { format, output = '' }: AuditForm): string {
  const ending = /\.(html|json)$/i.exec(output)?.[1]?.toLowerCase();
  switch (format ?? ending) {
    case 'html':
      return auditHtml(result);
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    default:
      return `${auditLines(result, { colors: picocolors.createColors(false) }, inFile).join('\n')}\n`;
  }
}

function auditLines(
  result: AuditResult,
  view: Pick<View, 'colors'>,
  limits: { readonly findings: number; readonly trail: number },
): readonly string[] {
  const { findings, trail, commits } = result;
  const byId = new Map(commits.map((commit) => [commit.commit, commit]));
  const shown = trail.slice(-limits.trail).reverse();
  return [
    ...summaryLines(result, view),
    ...findings.slice(0, limits.findings).flatMap((finding) => ['', ...findingLines(finding, byId, view)]),
    ...more(findings.length, limits.findings, 'finding'),
    ...(shown.length === 0 ? [] : ['', 'the trail, newest first', ...columns(shown.map((entry) => row(entry, byId)))]),
    ...more(trail.length, limits.trail, 'record'),
  ];
}

function summaryLines(result: AuditResult, { colors }: Pick<View, 'colors'>): readonly string[] {
  const { verdict, firstBadCommit, counts, checks, scope } = result;
  const paint = {
    VERIFIED: colors.green,
    'VERIFIED WITH GAPS': colors.yellow,
    INCOMPLETE: colors.yellow,
    TAMPERED: colors.red,
  }[verdict];
  const since = scope.since.length === 0 ? '' : `, since ${scope.since.map(short).join(', ')}`;
  const subject = scope.artifact === undefined ? '' : ` of ${printable(scope.artifact)}`;
  return [
    `${paint(verdict)}${firstBadCommit === undefined ? '' : `: the first bad commit is ${printable(firstBadCommit)}`}`,
    `${count(counts.commits, 'commit')}${since} (${number(counts.signed)} with a good signature); the trail${subject}: ${count(counts.versions, 'version')}, ${count(counts.runs, 'run')}, ${count(counts.environments, 'environment')}`,
    ...columns(
      checks.map(({ check, state, reason, findings }) => [
        `  ${check}`,
        state,
        findings === 0 ? '' : number(findings),
        printable(reason ?? ''),
      ]),
      [2],
    ),
  ];
}

type Commits = ReadonlyMap<string, AuditedCommit>;

function findingLines(finding: AuditFinding, commits: Commits, { colors }: Pick<View, 'colors'>): readonly string[] {
  const { kind, weight, message, hint, commit, path } = finding;
  const paint = { violation: colors.red, missing: colors.yellow, gap: colors.yellow, note: colors.dim }[weight];
  const made = commit === undefined ? undefined : commits.get(commit);
  const who =
    made === undefined ? '' : ` by ${personOf(made)} on ${minute(made.committed)}: ${printable(made.subject)}`;
  return [
    `${paint(weight)}  ${printable(message)} ${colors.dim(`[${printable(kind)}]`)}`,
    ...(commit === undefined ? [] : [`  in ${short(commit)}${who}`]),
    ...(path === undefined || message.includes(path) ? [] : [`  ${printable(path)}`]),
    ...(hint === undefined ? [] : [colors.dim(`  ${printable(hint)}`)]),
  ];
}

function personOf({ author, email }: AuditedCommit): string {
  return printable(`${author} <${email}>`);
}

/** When, who, in which commit, signed by whom, what, and from what. */
function row(entry: TrailEntry, commits: Commits): readonly string[] {
  const commit = commits.get(entry.commit);
  return [
    minute(commit?.committed ?? ''),
    short(entry.commit),
    printable(commit?.author ?? ''),
    signatureText(commit),
    what(entry),
    origin(entry),
  ];
}

function signatureText(commit: AuditedCommit | undefined): string {
  const signature = commit?.signature;
  if (signature === undefined) return 'unsigned';
  const { verdict, signer, key } = signature;
  return printable(verdict === 'good' ? `signed by ${signer ?? key ?? ''}` : `${verdict} signature`);
}

function what({ kind, artifact, version, run, digest = '', label }: TrailEntry): string {
  if (artifact !== undefined) return printable(`${artifact}:v${version}`);
  if (kind === 'run') return printable(`run ${run} (${label})`);
  return `${kind === 'tombstone' ? 'purged' : 'environment'} ${short(digest)}`;
}

/** Of a version the run, of a run code and environment; of both what they were made from. */
function origin({ kind, run, code, environment, from = [], reason }: TrailEntry): string {
  const parts = [
    kind === 'version' && run !== undefined ? `by run ${run}` : '',
    code === undefined
      ? ''
      : `code ${code.commit === undefined ? 'unknown' : code.commit.slice(0, 8)}${code.dirty ? ' and changes' : ''}`,
    environment === undefined ? '' : `environment ${short(environment)}`,
    from.length === 0
      ? ''
      : `from ${from.slice(0, 4).join(', ')}${from.length > 4 ? ` and ${from.length - 4} more` : ''}`,
    reason ?? '',
  ];
  return parts
    .filter((part) => part !== '')
    .map(printable)
    .join('; ');
}
