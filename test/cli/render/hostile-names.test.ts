import fc from 'fast-check';
import picocolors from 'picocolors';
import { test } from 'tap';
import { renderAdd } from '../../../src/cli/render/add.js';
import { renderAlias } from '../../../src/cli/render/alias.js';
import { renderDoctor } from '../../../src/cli/render/checks.js';
import { renderAudit } from '../../../src/cli/render/audit.js';
import { renderVerify } from '../../../src/cli/render/verify.js';
import { renderConfig } from '../../../src/cli/render/config.js';
import { renderDiff } from '../../../src/cli/render/diff.js';
import { renderEnvironment } from '../../../src/cli/render/environment.js';
import { renderComparison } from '../../../src/cli/render/environment-comparison.js';
import { renderGet } from '../../../src/cli/render/get.js';
import { renderHooks } from '../../../src/cli/render/hooks.js';
import { renderInit } from '../../../src/cli/render/init.js';
import { renderLineage, renderLineagePath } from '../../../src/cli/render/lineage.js';
import { renderList } from '../../../src/cli/render/list.js';
import { renderLog } from '../../../src/cli/render/log.js';
import { renderPull } from '../../../src/cli/render/placed.js';
import { renderRemote } from '../../../src/cli/render/remote.js';
import { renderShow } from '../../../src/cli/render/show.js';
import { renderStatus } from '../../../src/cli/render/status.js';
import type { Rendered } from '../../../src/cli/render/view.js';

const view = { colors: picocolors.createColors(false), folder: '/r' };
const outcome = { pixelis: 1, dryRun: false, problems: [], warnings: [] } as const;
const digest = `blake3:${'0'.repeat(64)}`;
const counts = { added: 1, modified: 0, removed: 0, renamed: 0, addedBytes: 0, removedBytes: 0 };

/** Every kind of output with `x` wherever a name, or what somebody wrote, can stand. */
function outputsWith(x: string): readonly Rendered[] {
  const id = { artifact: x, version: 1, digest };
  const file = { path: x, change: 'renamed', from: x } as const;
  const remote = { name: x, url: x, endpoint: x, region: x, profile: x, isDefault: true, isLocal: true };
  const recorded = { commit: x, author: x, email: x, date: x, subject: x, signature: 'none' } as const;
  const version = { ...id, type: x, size: 1, created: x, run: x, aliases: [x], metadata: { [x]: x, list: [x] } };
  const lineage = {
    ...outcome,
    all: false,
    directions: ['ancestors', 'descendants'] as ('ancestors' | 'descendants')[],
    versions: [x, `${x}2`].map((each) => ({ ...id, id: each, type: x, recorded: false })),
    runs: [{ id: 'r1', name: x, label: x, recorded: true }],
    edges: [
      { kind: 'input' as const, from: x, to: 'r1' },
      { kind: 'output' as const, from: 'r1', to: `${x}2` },
    ],
  };
  const hooks = [{ name: 'pre-push', path: x, state: 'absent', changed: true, beside: x }] as const;
  const placed = { placedFiles: 1, placedBytes: 1, removedFiles: 0, keptFiles: 0, missingFiles: 1, conflictFiles: 1 };
  const added = {
    pointer: x,
    record: x,
    staged: [x],
    parents: [],
    aliases: [x],
    newObjects: 1,
    newBytes: 1,
    keptFiles: 0,
  };
  const moved = { objects: 1, bytes: 1, presentObjects: 0, missingObjects: 1, corruptObjects: 0, upToDate: false };
  const tracked = { path: x, ...id, size: 1, notPulledFiles: 0, missingInCache: { objects: 0, bytes: 0 } };
  const changed = { worktree: 'modified', pointer: 'modified', cache: 'complete', head: id, changes: counts } as const;
  const texts = { [x]: x };
  const python = {
    implementation: x,
    version: x,
    executable: x,
    kind: 'venv',
    packages: texts,
    sources: texts,
  } as const;
  return [
    renderEnvironment(
      {
        ...outcome,
        command: 'env capture',
        digest: x,
        record: x,
        known: false,
        run: x,
        environment: {
          level: 3,
          python: { ...python, conda: texts },
          node: { version: x, manager: x, packages: texts },
          programs: texts,
          lockfiles: [{ path: x, digest: x }],
          switches: texts,
          system: { os: x, distribution: x, kernel: x, arch: x, libc: x, cpu: x, cores: 1, memory: 1 },
          gpu: { devices: [{ name: x, capability: x }], driver: x, cuda: x, toolkit: x, build: x, cudnn: x, rocm: x },
          container: { kind: 'other', image: x, digest: x },
          scheduler: { kind: 'slurm', partition: x },
          unknown: texts,
        },
        staged: [x],
      },
      view,
      { packages: true },
    ),
    renderComparison(
      {
        ...outcome,
        command: 'env diff',
        recorded: { reference: x, digest: x, level: 1, run: x },
        actual: { reference: x, digest: x, level: 1 },
        satisfied: true,
        differences: [{ severity: 'likely', aspect: 'package', key: x, recorded: x, actual: x }],
      },
      view,
      { all: true },
    ),
    renderAdd(
      {
        ...outcome,
        command: 'add',
        paths: [{ path: x, ...id, type: x, size: 1, state: 'added', derivedName: true, ...added }],
      },
      view,
    ),
    renderStatus(
      {
        ...outcome,
        command: 'status',
        conflicts: [],
        root: x,
        branch: x,
        remote: x,
        clean: false,
        paths: [{ ...tracked, ...changed, changedFiles: [file] }],
        untracked: [{ path: x, kind: 'file', size: 2 ** 30 }],
        uncommitted: [x],
      },
      view,
    ),
    renderDiff(
      {
        ...outcome,
        command: 'diff',
        from: { kind: 'version', name: x },
        to: { kind: 'version', name: x },
        clean: false,
        paths: [{ path: x, change: 'modified', before: id, after: id, changes: counts, files: [file] }],
      },
      view,
    ),
    renderPull(
      {
        ...outcome,
        command: 'pull',
        remotes: [{ remote: x, versions: [{ ...id, complete: false }], ...moved }],
        paths: [{ path: x, ...id, state: 'incomplete', ...placed, missing: [x], conflicts: [x] }],
      },
      view,
    ),
    renderGet({
      ...outcome,
      command: 'get',
      ...id,
      subpath: x,
      kind: 'file',
      destination: x,
      size: 1,
      placedFiles: 1,
      fetchedObjects: 0,
      fetchedBytes: 0,
    }),
    ...['tree', 'mermaid', 'dot'].flatMap((format) =>
      [x, 'r1', undefined].map((subject) =>
        renderLineage({ ...lineage, command: 'lineage', ...(subject === undefined ? {} : { subject }) }, view, {
          format,
        }),
      ),
    ),
    renderLineagePath({ ...lineage, command: 'lineage path', from: x, to: x, found: true, reversed: false }),
    renderLineagePath({ ...lineage, command: 'lineage path', from: x, to: x, found: false, reversed: false }),
    renderAudit(
      {
        ...outcome,
        pixelis: 1,
        command: 'audit',
        verdict: 'TAMPERED',
        firstBadCommit: x,
        audited: x,
        scope: { all: false, from: [x], since: [x], artifact: x },
        counts: { commits: 1, signed: 1, versions: 1, runs: 1, environments: 1, tombstones: 1, pointers: 1 },
        checks: [{ check: 'objects', state: 'skip', reason: x, findings: 1 }],
        findings: [{ kind: x, check: 'records', weight: 'violation', message: x, hint: x, commit: x, path: `${x}2` }],
        commits: [
          {
            commit: x,
            author: x,
            email: x,
            date: x,
            committer: x,
            committerEmail: x,
            committed: x,
            subject: x,
            signature: { kind: 'ssh', verdict: 'good', signer: x, key: x, reason: x },
          },
        ],
        trail: [
          { kind: 'version', path: x, commit: x, artifact: x, version: 1, digest: x, run: x, from: [x] },
          { kind: 'run', path: x, commit: x, run: x, label: x, environment: x, code: { commit: x, dirty: true } },
          { kind: 'tombstone', path: x, commit: `${x}2`, digest: x, reason: x },
        ],
      },
      view,
      { format: undefined, output: undefined },
    ),
    renderVerify(
      {
        ...outcome,
        command: 'verify',
        depth: 'full',
        intact: false,
        scope: { records: 1, versions: 1, runs: 1, objects: 1, bytes: 1 },
        stores: [{ remote: x, damaged: 1, missing: 0, notBrought: 0, foreign: 0, repaired: 0 }],
        found: [
          {
            kind: 'damaged',
            state: 'repaired',
            remote: x,
            file: x,
            reason: x,
            from: x,
            quarantine: x,
            needed: [{ needer: 0, file: x }, { needer: 1 }],
            lastHad: { commit: x, author: x, email: x, date: x, subject: x, signature: 'none' },
          },
        ],
        needers: [
          {
            artifact: x,
            version: 1,
            paths: [x],
            commits: [{ commit: x, author: x, email: x, date: x, subject: x, signature: 'none' }],
          },
          { run: x, paths: [], commits: [] },
        ],
      },
      view,
    ),
    renderList(
      {
        ...outcome,
        command: 'list',
        artifacts: [{ artifact: x, type: x, paths: [x], versionCount: 2, versions: [version] }],
      },
      view,
    ),
    renderShow(
      {
        ...outcome,
        command: 'show',
        version,
        subpath: x,
        parents: [{ ...id, role: x }],
        children: [id],
        paths: [x],
        record: x,
        recorded,
        cache: 'absent',
        entries: [{ path: x, kind: 'file' }],
      },
      view,
    ),
    renderLog(
      {
        ...outcome,
        command: 'log',
        subject: x,
        cutOff: true,
        entries: [{ ...version, paths: [x], previous: id, recorded }],
      },
      view,
    ),
    renderAlias({ ...outcome, command: 'alias list', aliases: [{ ...id, alias: x }] }),
    renderRemote({ ...outcome, command: 'remote list', remotes: [remote] }),
    renderRemote({ ...outcome, command: 'remote add', remotes: [remote], changed: x }),
    renderConfig({ ...outcome, command: 'config list', settings: [{ key: x, value: [x], source: 'local' }] }),
    renderConfig({
      ...outcome,
      command: 'config set',
      settings: [],
      changed: { key: x, before: x, after: { x }, file: x },
    }),
    renderDoctor(
      { ...outcome, command: 'doctor', healthy: true, checks: [{ name: x, state: 'ok', message: x, advice: x }] },
      view,
    ),
    renderHooks({ ...outcome, command: 'hooks status', mergeDriver: { state: 'absent', changed: false }, hooks }),
    renderInit({ ...outcome, command: 'init', root: x, remote, written: [x], staged: [x], hooks }),
  ];
}

void test('no name, message or setting reaches the terminal as a command to it, whatever it is', async (t) => {
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\u001b[2J',
      '\u001b]52;c;eA==\u0007',
      '\u001b]8;;u\u001b\\',
      'a\rb',
      'gpj.\u202eexe',
      '\u009b1m',
      '\u200b',
    ),
  );
  let outputs = 0;
  fc.assert(
    fc.property(text, (x) => {
      for (const { lines, next = '' } of outputsWith(x)) {
        outputs += 1;
        if ([...lines, next].some((line) => unsafe.test(line))) throw new Error(JSON.stringify([...lines, next]));
      }
    }),
    { numRuns: 300 },
  );
  t.ok(outputs >= 4000, `${outputs} outputs`);
});
