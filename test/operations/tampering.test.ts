import { readFile } from 'node:fs/promises';
import { test } from 'tap';
import { auditFindings, type AuditVerdict } from '#model/audit-finding.js';
import type { AuditResult } from '#schema/index.js';
import { without } from '../support/signing.js';
import { makeTrails } from '../support/tampered.js';
import { manipulations } from './manipulations.js';

const skip = without('ssh-keygen');
const verdicts = {
  violation: 'TAMPERED',
  missing: 'INCOMPLETE',
  gap: 'VERIFIED WITH GAPS',
  note: 'VERIFIED',
} as const satisfies Record<string, AuditVerdict>;

void test('a trail that nobody tampered with is verified', { skip }, async (t) => {
  const trails = await makeTrails(t);
  for (const trail of [await trails.plain(), await trails.signed(), await trails.kept()]) {
    const { result } = await trail.json('audit', '--all', ...(trail.bucket === undefined ? [] : ['--remote']));
    t.match(result, { verdict: 'VERIFIED', findings: [] });
  }
});

void test('what is done to a trail is found', { skip, timeout: 240_000 }, async (parent) => {
  const trails = await makeTrails(parent);
  for (const { name, on, found, by } of manipulations) {
    await parent.test(name, async (t) => {
      const trail = await trails[on === 'sealed' ? 'signed' : on]();
      if (on === 'sealed') await trail.done('audit', 'seal');
      const asked = (await by(trail)) ?? trail;
      const { code, result } = await asked.json('audit', '--all', ...(on === 'kept' ? ['--remote'] : []));
      const { verdict, findings, firstBadCommit } = result as unknown as AuditResult;
      const kinds = findings.map(({ kind }) => kind);
      if (found === 'verify') {
        t.equal(verdict, 'VERIFIED', 'the audit sees no bytes');
        t.match(await asked.json('verify', '--full'), { code: 4, result: { intact: false } });
        return;
      }
      t.ok(kinds.includes(found), `${found} is among ${kinds.join(', ')}`);
      const { weight } = auditFindings[found];
      t.equal(verdict, verdicts[weight], kinds.join(', '));
      t.equal(code, { violation: 4, missing: 3, gap: 0, note: 0 }[weight]);
      if (weight === 'violation' && auditFindings[found].check !== 'seals') t.type(firstBadCommit, 'string');
    });
  }
});

void test('the table in the documentation says what is found, and by what', async (t) => {
  const page = await readFile(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
  const needs = { plain: '', signed: 'signatures', sealed: 'a seal', kept: 'a kept seal' } as const;
  const rows = manipulations.map(({ name, on, found }) => {
    return `| ${name} | ${found === 'verify' ? '`pixelis verify --full`' : `\`${found}\``} | ${needs[on]} |`;
  });
  t.ok(page.includes(rows.join('\n')), rows.join('\n'));
  t.ok(manipulations.length >= 25);
});

void test('without a seal, a history that was rewritten is simply another history', { skip }, async (t) => {
  const trails = await makeTrails(t);
  for (const { name, on, by } of manipulations) {
    if (on !== 'sealed' || name.includes('seal')) continue;
    const trail = await trails.plain();
    await by(trail);
    const { result } = await trail.json('audit', '--all');
    t.not(result['verdict'], 'TAMPERED', name);
  }
});
