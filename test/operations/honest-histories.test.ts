import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { test } from 'tap';
import { encodeConfig } from '#format/config.js';
import { loadHasher } from '#hashing/hasher.js';
import type { AuditFindingKind } from '#model/audit-finding.js';
import { gitRepositoryAt, makeGitRepository } from '../support/git-repository.js';
import { makeHonestHistory } from '../support/honest-history.js';
import { openOperationContext } from '../support/operation-context.js';

/** In full: PIXELIS_TEST_HISTORIES=1000. The first seed: PIXELIS_TEST_SEED. */
const count = Number(process.env['PIXELIS_TEST_HISTORIES'] ?? 4);
const firstSeed = Number(process.env['PIXELIS_TEST_SEED'] ?? 1);

/** What rebasing and picking leave open: the code of a run that was rebased away, a parent on another branch. */
const open = new Set<string>([
  'number-used-twice',
  'number-on-two-branches',
  'code-missing',
  'lineage-hole',
  'environment-missing',
] satisfies AuditFindingKind[]);

void test(`${count} honest histories raise no alarm`, async (t) => {
  const hasher = await loadHasher();
  const deeds = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const repository = await makeGitRepository(t);
    await repository.write('.pixelis/config.yaml', encodeConfig({ remotes: { origin: { url: '/nowhere' } } }));
    const done = await makeHonestHistory(repository, { seed, hasher, length: 24 });
    for (const deed of done) deeds.set(deed.split(' ')[0] ?? '', (deeds.get(deed.split(' ')[0] ?? '') ?? 0) + 1);
    const clone = path.join(path.dirname(repository.root), 'clone');
    await promisify(execFile)('git', ['clone', '-q', repository.root, clone], { env: repository.environment });
    for (const one of [repository, gitRepositoryAt(clone, repository.environment)]) {
      const { context, pixelis } = await openOperationContext(t, one, { now: () => new Date() });
      for (const all of [true, false]) {
        const { verdict, findings } = await pixelis.audit({ all });
        const alarms = findings.filter(({ kind }) => !open.has(kind));
        if (alarms.length > 0 || (verdict !== 'VERIFIED' && verdict !== 'VERIFIED WITH GAPS')) {
          t.fail(`seed ${seed} is ${verdict}`, { done, alarms });
        }
      }
      await context.git.close();
    }
    await rm(path.dirname(repository.root), { recursive: true, force: true, maxRetries: 3 });
  }
  t.ok([...deeds.values()].every((times) => times > 0) && deeds.size === 10, [...deeds.entries()].join(' '));
});
