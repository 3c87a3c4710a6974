import { test } from 'tap';
import { auditHtml } from '#model/audit-html.js';
import type { AuditResult } from '#schema/index.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const hostile = `<script>alert(1)</script>"'&\u202e\u001b[2J`;

void test('the report is one file: no script, no link, nothing from elsewhere', (t) => {
  const html = auditHtml(resultOf({}));
  t.notMatch(html, /<script|<link|<img|src=|href=|url\(|@import|https?:/i);
  t.match(html, /default-src 'none'; style-src 'unsafe-inline'/);
  t.match(html, /prefers-color-scheme: dark/);
  t.match(html, /@media print/);
  t.end();
});

void test('whatever people call things, the report shows it and does nothing with it', (t) => {
  const html = auditHtml(
    resultOf({
      verdict: 'TAMPERED',
      firstBadCommit: commit,
      scope: { all: false, from: [commit], since: [hostile], artifact: hostile },
      checks: [{ check: 'objects', state: 'skip', reason: hostile, findings: 0 }],
      findings: [
        {
          kind: 'record-edited',
          check: 'records',
          weight: 'violation',
          message: hostile,
          hint: hostile,
          commit,
          path: hostile,
        },
      ],
      commits: [
        {
          commit,
          author: hostile,
          email: hostile,
          date: hostile,
          committer: hostile,
          committerEmail: hostile,
          committed: hostile,
          subject: hostile,
          signature: { kind: 'ssh', verdict: 'good', signer: hostile, key: hostile, reason: hostile },
        },
      ],
      trail: [
        {
          kind: 'version',
          path: hostile,
          commit,
          artifact: hostile,
          version: 1,
          digest: hostile,
          type: hostile,
          time: hostile,
          run: hostile,
          from: [hostile],
        },
        {
          kind: 'run',
          path: hostile,
          commit,
          run: hostile,
          label: hostile,
          state: hostile,
          environment: hostile,
          code: { commit: hostile, dirty: true },
          from: [hostile],
        },
        { kind: 'tombstone', path: hostile, commit, digest: hostile, reason: hostile },
      ],
    }),
  );
  t.notMatch(html, /<script/i);
  t.notMatch(html, /[\u202e\u001b]/);
  const tags = [...html.replace(/<style>[^]*<\/style>/, '').matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag);
  const known =
    'html head meta title style body main header p h1 h2 dl div dt dd section table thead tbody tr th td span code ol li details summary b br time footer';
  t.strictSame(
    [...new Set(tags)].filter((tag) => !known.split(' ').includes(tag ?? '')),
    [],
  );
  // Every tag that is opened is closed.
  for (const tag of known.split(' ').filter((name) => name !== 'meta' && name !== 'br')) {
    const [opened, closed] = [new RegExp(`<${tag}[ >]`, 'g'), new RegExp(`</${tag}>`, 'g')];
    t.equal(html.match(opened)?.length, html.match(closed)?.length, tag);
  }
  t.end();
});

void test('the report of 50,000 records stays small, and says how many it leaves out', (t) => {
  const trail = Array.from({ length: 50_000 }, (_, index) => ({
    kind: 'version' as const,
    path: `.pixelis/artifacts/a${index % 1000}/v${index}-00000000.yaml`,
    commit,
    artifact: `a${index % 1000}`,
    version: index,
    digest: `blake3:${'0'.repeat(64)}`,
    type: 'dataset',
    from: ['b:v1'],
  }));
  const html = auditHtml(resultOf({ trail }));
  t.ok(html.length < 8 * 1024 * 1024, `${html.length} characters`);
  t.match(html, '600 more artifacts');
  t.match(html, '25 more versions');
  t.end();
});

function resultOf(part: Partial<AuditResult>): AuditResult {
  const counts = { commits: 1, signed: 0, versions: 1, runs: 1, environments: 0, tombstones: 0, pointers: 0 };
  return {
    pixelis: 1,
    command: 'audit',
    verdict: 'VERIFIED',
    audited: '2026-03-01T09:30:00Z',
    scope: { all: false, from: [commit], since: [] },
    counts,
    checks: [],
    findings: [],
    commits: [],
    trail: [],
    problems: [],
    warnings: [],
    ...part,
  };
}
