import picocolors from 'picocolors';
import { test } from 'tap';
import { renderAdd } from '../../../src/cli/render/add.js';
import { renderAlias } from '../../../src/cli/render/alias.js';
import { renderBlame } from '../../../src/cli/render/blame.js';
import { renderDoctor } from '../../../src/cli/render/checks.js';
import { renderConfig } from '../../../src/cli/render/config.js';
import { renderDiff } from '../../../src/cli/render/diff.js';
import { renderGet } from '../../../src/cli/render/get.js';
import { renderHookRun, renderHooks } from '../../../src/cli/render/hooks.js';
import { renderInit } from '../../../src/cli/render/init.js';
import { renderList, renderSearch } from '../../../src/cli/render/list.js';
import { renderLog } from '../../../src/cli/render/log.js';
import { renderCheckout, renderPull } from '../../../src/cli/render/placed.js';
import { renderResolve } from '../../../src/cli/render/resolve.js';
import { renderRemote, renderRemoteCheck } from '../../../src/cli/render/remote.js';
import { renderShow } from '../../../src/cli/render/show.js';
import { renderStatus } from '../../../src/cli/render/status.js';
import { renderFetch, renderPush } from '../../../src/cli/render/transfer.js';
import { renderVerify } from '../../../src/cli/render/verify.js';
import type { Rendered } from '../../../src/cli/render/view.js';
import type {
  AddedPath,
  CommitFacts,
  PlacedPath,
  RemoteFacts,
  StatusPath,
  StatusResult,
  Transfer,
  VersionSummary,
} from '../../../src/index.js';

const view = { colors: picocolors.createColors(false), folder: '/r' };
const outcome = { pixelis: 1, dryRun: false, problems: [], warnings: [] } as const;
const digest = `blake3:6f1a0b3c${'0'.repeat(56)}`;
const counts = { added: 0, modified: 0, removed: 0, renamed: 0, addedBytes: 0, removedBytes: 0 };
const v2 = { artifact: 'dataset-cota', version: 2, digest };
const v1 = { ...v2, version: 1 };
const summary: VersionSummary = {
  ...v2,
  type: 'dataset',
  size: 734_003_200,
  files: 12_000,
  created: '2026-03-01T09:30:00Z',
  aliases: ['latest', 'best'],
  metadata: { num_samples: 12_000, note: 'cut \u001b[2J' },
};
const commit: CommitFacts = {
  commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
  author: 'Ada',
  email: 'ada@example.org',
  date: '2026-03-01T09:31:00Z',
  subject: 'Add the data',
  signature: 'ssh',
};
const origin: RemoteFacts = { name: 'origin', url: 's3://bucket/p', region: 'eu', isDefault: true, isLocal: false };

/** As it stands on the screen: the lines, then the next step. */
function shown({ lines, next }: Rendered): string {
  return [...lines, ...(next === undefined ? [] : [next])].join('\n');
}

void test('add says what became of each path, what was derived, and how to commit', async (t) => {
  const added: AddedPath = {
    path: 'data/cota',
    ...v2,
    type: 'dataset',
    size: 1536,
    files: 3,
    state: 'updated',
    derivedName: false,
    parents: [],
    aliases: [],
    changes: { ...counts, added: 2, modified: 1 },
    keptFiles: 4,
    newObjects: 3,
    newBytes: 1024,
    pointer: 'data/cota.pixelis.yaml',
    record: '.pixelis/artifacts/dataset-cota/v2-6f1a0b3c.yaml',
    staged: [],
  };
  const { changes: _, files: __, ...file } = added;
  t.equal(
    shown(
      renderAdd(
        {
          ...outcome,
          command: 'add',
          paths: [
            added,
            {
              ...file,
              path: 'm.pt',
              type: 'model',
              artifact: 'model-m',
              version: 1,
              state: 'added',
              derivedName: true,
              keptFiles: 0,
            },
            { ...file, path: 'old\u202e', state: 'existing-version', keptFiles: 0 },
          ],
        },
        view,
      ),
    ),
    `dataset-cota:v2  data/cota  1.5 KiB in 3 files  new version (2 added, 1 modified, 4 unpulled files kept, 1.0 KiB new)
model-m:v1       m.pt       1.5 KiB             added (1.0 KiB new)
dataset-cota:v2  old\\u202e  1.5 KiB             back at an earlier version
m.pt is model 'model-m', derived from the path (--name and --type say otherwise)
next: git commit -m 'Add 3 artifacts' && pixelis push`,
  );
  t.equal(
    shown(renderAdd({ ...outcome, command: 'add', paths: [{ ...added, state: 'unchanged' }] }, view)),
    'dataset-cota:v2  data/cota  1.5 KiB in 3 files  unchanged',
  );
  t.match(
    shown(renderAdd({ ...outcome, dryRun: true, command: 'add', paths: [added] }, view)),
    /would be a new version \(.*\)$/,
    'a dry run has no next step',
  );
});

const asRecorded: StatusPath = {
  path: 'data/cota',
  ...v2,
  size: 10,
  pointer: 'unchanged',
  worktree: 'unchanged',
  changedFiles: [],
  notPulledFiles: 0,
  cache: 'complete',
  missingInCache: { objects: 0, bytes: 0 },
};

const nothingTracked = { branch: 'main', clean: true, root: '/r', paths: [], untracked: [], uncommitted: [] };

function statusOf(result: Partial<StatusResult>): string {
  return shown(renderStatus({ ...outcome, command: 'status', conflicts: [], ...nothingTracked, ...result }, view));
}

void test('resolve names the versions of both sides by digest where they have one number', (t) => {
  const conflict = {
    file: 'data.pixelis.yaml',
    path: 'data',
    reason: 'files',
    ours: v2,
    theirs: { ...v2, digest: `blake3:${'a'.repeat(64)}` },
    entries: [],
  } as const;
  const resolved = { path: 'data', state: 'resolved', conflict, version: { ...v2, version: 3 }, isNew: true } as const;
  const result = { ...outcome, command: 'resolve', staged: [] } as const;
  t.strictSame(renderResolve({ ...result, paths: [{ path: 'data', state: 'conflicted', conflict }] }, view).lines, [
    'data is in conflict: dataset-cota@blake3:6f1a0b3c or dataset-cota@blake3:aaaaaaaa',
  ]);
  t.strictSame(
    renderResolve({ ...result, paths: [{ ...resolved, conflict: { ...conflict, theirs: v1 } }] }, view).lines,
    ['resolved data: dataset-cota:v3, new, from dataset-cota:v2 and dataset-cota:v1'],
  );
  t.end();
});

void test('status is one line where all is as recorded', async (t) => {
  t.equal(statusOf({ paths: [asRecorded] }), 'branch main: 1 tracked path, all as recorded');
  t.equal(statusOf({ remote: 'origin' }), "branch main, remote 'origin': nothing is tracked");
});

void test('status shows what differs, file by file, and what to do', async (t) => {
  const changed: StatusPath = {
    ...asRecorded,
    worktree: 'modified',
    pointer: 'modified',
    head: v1,
    changes: { ...counts, added: 1, modified: 1, renamed: 1, removed: 2 },
    changedFiles: [
      { path: 'a', change: 'added', size: 2048 },
      { path: 'b', change: 'modified', oldSize: 1, size: 2, oldKind: 'file', kind: 'executable' },
      { path: 'd', change: 'renamed', from: 'c' },
    ],
  };
  t.equal(
    statusOf({
      paths: [asRecorded, changed, { ...asRecorded, path: 'm.pt', worktree: 'absent', cache: 'absent' }],
      untracked: [{ path: 'new', kind: 'folder', size: 5, files: 2 }],
      uncommitted: ['data/cota.pixelis.yaml'],
      clean: false,
    }),
    `branch main: 3 tracked paths, 2 not as recorded
  data/cota  dataset-cota:v2  pointer modified (HEAD has v1); changed since: 1 added, 1 modified, 2 removed, 1 renamed
    added     a (2.0 KiB)
    modified  b (file -> executable, 1 B -> 2 B)
    renamed   c -> d
    … and 2 more files
  m.pt       dataset-cota:v2  not in the worktree; objects not in the cache

Not tracked
  new/  5 B in 2 files

Not committed
  data/cota.pixelis.yaml
next: pixelis add data/cota to record, or pixelis checkout data/cota --force to give up`,
  );
});

void test('status shows the largest of what is not tracked, and how much more there is', async (t) => {
  const untracked = Array.from({ length: 12 }, (_, size) => ({ path: `f${size}`, kind: 'file', size }) as const);
  t.match(
    statusOf({ untracked }),
    /Not tracked\n {2}f11 {2}11 B\n {2}f10 [^]*\n {2}f2 {3}2 B\n {2}… and 2 more paths$/,
  );
});

void test('the next step after status fits what is wrong', async (t) => {
  const next = (result: Partial<StatusResult>) => statusOf(result).split('\n').at(-1);
  t.equal(next({ paths: [{ ...asRecorded, worktree: 'absent' }] }), 'next: pixelis checkout');
  t.equal(next({ paths: [{ ...asRecorded, worktree: 'partial', cache: 'partial' }] }), 'next: pixelis pull');
  t.equal(next({ uncommitted: ['x'] }), "next: git commit -m 'Record data'");
  t.equal(next({ unpushed: [asRecorded] }), 'next: pixelis push');
  const untracked = [
    { path: 'train.py', kind: 'file', size: 2000 },
    { path: 'a b', kind: 'file', size: 2 ** 30 },
  ] as const;
  t.equal(next({ untracked }), "next: pixelis add 'a b'", 'what is small is as well off in git');
  t.equal(next({ untracked: [{ path: '-rf', kind: 'file', size: 2 ** 30 }] }), 'next: pixelis add ./-rf');
  t.match(
    renderStatus(
      {
        ...outcome,
        ...nothingTracked,
        command: 'status',
        conflicts: [],
        untracked: [{ path: 'data/new', kind: 'folder', size: 2 ** 30 }],
      },
      { ...view, folder: '/r/models' },
    ),
    { next: 'next: pixelis add ../data/new' },
    'what is to be pasted fits where the user stands',
  );
});

void test('diff names both sides and every file', async (t) => {
  const from = { kind: 'revision', name: 'v1.0', commit: commit.commit } as const;
  const to = { kind: 'worktree', name: 'the worktree' } as const;
  t.equal(
    shown(
      renderDiff(
        {
          ...outcome,
          command: 'diff',
          from,
          to,
          clean: false,
          paths: [
            {
              path: 'data/cota',
              change: 'modified',
              before: v1,
              after: { digest },
              changes: { ...counts, removed: 1 },
              oldSize: 4,
              size: 3,
              files: [{ path: 'x', change: 'removed', oldSize: 1 }],
            },
            {
              path: 'm.pt',
              change: 'added',
              after: v2,
              changes: counts,
              size: 3,
              files: [{ path: '', change: 'added' }],
            },
          ],
        },
        view,
      ),
    ),
    `v1.0 -> the worktree
data/cota  dataset-cota:v1 -> 6f1a0b3c  1 removed  (4 B -> 3 B)
  removed   x
m.pt  nothing -> dataset-cota:v2  added  (3 B)`,
  );
  t.equal(
    shown(renderDiff({ ...outcome, command: 'diff', from, to, clean: true, paths: [] }, view)),
    'v1.0 -> the worktree: no difference',
  );
});

const transfer: Transfer = {
  remote: 'origin',
  versions: [{ ...v2, complete: true }],
  upToDate: false,
  objects: 12,
  bytes: 2048,
  presentObjects: 3,
  missingObjects: 0,
  corruptObjects: 0,
};

void test('push says what moved, that nothing had to, or what could not', async (t) => {
  const push = (changes: Partial<Transfer>) =>
    shown(
      renderPush({
        ...outcome,
        command: 'push',
        remotes: [{ ...transfer, ...changes }],
        problems: (changes.missingObjects ?? 0) > 0 ? [{ code: 'object.missing', message: 'm' }] : [],
      }),
    );
  t.equal(push({}), "pushed 12 objects (2.0 KiB) to remote 'origin'\nnext: git push");
  t.equal(push({ upToDate: true, objects: 0 }), "remote 'origin': up to date (1 version, 3 objects)");
  t.equal(
    push({ upToDate: true, objects: 0, leftOut: [v2, v2] }),
    "remote 'origin': up to date (1 version, 3 objects)\n" +
      "left out 2 versions that gc let go from remote 'origin'; to bring one back: pixelis push dataset-cota:v2 --remote origin",
  );
  t.equal(
    push({ missingObjects: 2, corruptObjects: 1, versions: [{ ...v2, complete: false }] }),
    "pushed 12 objects (2.0 KiB) to remote 'origin'; 2 missing, 1 damaged\n  incomplete: dataset-cota:v2",
  );
});

const placed: PlacedPath = {
  path: 'data/cota',
  ...v2,
  state: 'updated',
  placedFiles: 2,
  placedBytes: 2048,
  removedFiles: 1,
  keptFiles: 1,
  missing: [],
  missingFiles: 0,
  conflicts: [],
  conflictFiles: 0,
};
const untouched = { ...placed, state: 'unchanged', placedFiles: 0, placedBytes: 0, removedFiles: 0 } as const;

void test('checkout says what it did, what it left alone and what is missing', async (t) => {
  t.equal(
    shown(
      renderCheckout(
        {
          ...outcome,
          command: 'checkout',
          paths: [
            placed,
            untouched,
            {
              ...placed,
              path: 'p',
              state: 'incomplete',
              removedFiles: 0,
              keptFiles: 0,
              missing: ['x'],
              missingFiles: 2,
            },
            { ...untouched, path: 'm', state: 'refused', keptFiles: 0, conflicts: [''], conflictFiles: 1 },
          ],
        },
        view,
      ),
    ),
    `data/cota  dataset-cota:v2  placed 2 files (2.0 KiB), removed 1 file, 1 file of your own left alone
p          dataset-cota:v2  placed 2 files (2.0 KiB), 2 files missing
  missing: x
  … and 1 more file
m          dataset-cota:v2  1 changed file left as it is
  left as it is: m
next: pixelis pull`,
  );
  t.equal(
    shown(renderCheckout({ ...outcome, command: 'checkout', paths: [untouched] }, view)),
    '1 tracked path: nothing to do',
  );
});

void test('pull is a fetch and a checkout, and fetch points to checkout', async (t) => {
  t.equal(
    shown(renderPull({ ...outcome, command: 'pull', dryRun: true, remotes: [transfer], paths: [placed] }, view)),
    `would fetch 12 objects (2.0 KiB) from remote 'origin'
data/cota  dataset-cota:v2  would place 2 files (2.0 KiB), would remove 1 file, 1 file of your own left alone`,
  );
  t.equal(
    shown(renderFetch({ ...outcome, command: 'fetch', remotes: [transfer] })),
    "fetched 12 objects (2.0 KiB) from remote 'origin'\nnext: pixelis checkout",
  );
});

void test('get says what is where', async (t) => {
  t.equal(
    shown(
      renderGet({
        ...outcome,
        command: 'get',
        ...v2,
        subpath: 'img',
        kind: 'folder',
        destination: '/tmp/x',
        size: 10,
        placedFiles: 2,
        fetchedObjects: 1,
        fetchedBytes: 10,
      }),
    ),
    'placed dataset-cota:v2//img at /tmp/x: 10 B in 2 files, 1 object (10 B) fetched',
  );
});

void test('list has a line a version', async (t) => {
  const { metadata: _, ...plain } = summary;
  const listed = { artifact: 'dataset-cota', type: 'dataset', paths: ['data/cota'], versionCount: 2 };
  t.equal(
    shown(
      renderList(
        {
          ...outcome,
          command: 'list',
          artifacts: [
            { ...listed, versions: [plain] },
            { ...listed, versions: [plain, { ...plain, version: 1, aliases: [] }] },
          ],
        },
        view,
      ),
    ),
    `dataset-cota:v2 (best)  dataset  6f1a0b3c  700 MiB in 12,000 files  2026-03-01 09:30  data/cota (2 versions)
dataset-cota:v2 (best)  dataset  6f1a0b3c  700 MiB in 12,000 files  2026-03-01 09:30  data/cota
dataset-cota:v1         dataset  6f1a0b3c  700 MiB in 12,000 files  2026-03-01 09:30`,
  );
  t.equal(
    shown(renderList({ ...outcome, command: 'list', artifacts: [] }, view)),
    'no artifacts\nnext: pixelis add PATH',
  );
});

void test('search shows the metadata that it looked through', async (t) => {
  t.equal(
    shown(renderSearch({ ...outcome, command: 'search', expression: 'x', versions: [summary] }, view)),
    'dataset-cota:v2 (best)  dataset  6f1a0b3c  700 MiB in 12,000 files  2026-03-01 09:30  num_samples=12000 note=cut \\u001b[2J',
  );
});

void test('show has a line a fact, and leaves out what there is nothing to say of', async (t) => {
  t.equal(
    shown(
      renderShow(
        {
          ...outcome,
          command: 'show',
          version: summary,
          parents: [{ ...v1, role: 'source' }],
          children: [],
          paths: ['data/cota'],
          record: '.pixelis/artifacts/dataset-cota/v2-6f1a0b3c.yaml',
          recorded: commit,
          cache: 'partial',
          entries: [
            { path: 'run.sh', kind: 'executable', size: 3 },
            { path: 'empty', kind: 'folder' },
          ],
        },
        view,
      ),
    ),
    `dataset-cota:v2
  type         dataset
  digest       ${digest}
  size         700 MiB in 12,000 files
  created      2026-03-01T09:30:00Z
  recorded     1a2b3c4d by Ada, 2026-03-01 09:31: Add the data [signed: ssh]
  record       .pixelis/artifacts/dataset-cota/v2-6f1a0b3c.yaml
  aliases      latest, best
  at           data/cota
  made from    dataset-cota:v1 (source)
  in cache     in part
  num_samples  12000
  note         cut \\u001b[2J

3 B  run.sh*
     empty/
next: pixelis fetch dataset-cota:v2`,
  );
});

void test('log tells whether signatures are good, bytes, files and messages', async (t) => {
  const entry = { ...v2, type: 'dataset', size: 10, created: summary.created, aliases: [], paths: ['data/cota'] };
  const verification = { kind: 'ssh', verdict: 'good', signer: 'ada@example.org', key: 'SHA256:k' } as const;
  const bad = { kind: 'ssh', verdict: 'bad', key: 'SHA256:k', reason: 'it is not made over these bytes' } as const;
  t.equal(
    shown(
      renderLog(
        {
          ...outcome,
          command: 'log',
          cutOff: false,
          entries: [
            {
              ...entry,
              previous: v1,
              changes: { ...counts, added: 1, removed: 2, addedBytes: 2048, removedBytes: 3 },
              fileChanges: [{ path: 'a.csv', change: 'added', kind: 'file', size: 2048 }],
              recorded: { ...commit, verification, message: 'Add the data\n\nfrom \u001b[2Jthere' },
            },
            { ...entry, recorded: { ...commit, verification: bad } },
          ],
        },
        view,
      ),
    ),
    `dataset-cota:v2  6f1a0b3c
  2026-03-01 09:31  1a2b3c4d  Ada <ada@example.org> [signed by ada@example.org]  Add the data
  10 B; 1 added, 2 removed (+2.0 KiB, -3 B) since dataset-cota:v1; data/cota

    from \\u001b[2Jthere
    added     a.csv (2.0 KiB)

dataset-cota:v2  6f1a0b3c
  2026-03-01 09:31  1a2b3c4d  Ada <ada@example.org> [signature bad]  Add the data
  signature: it is not made over these bytes (ssh, SHA256:k)
  10 B; data/cota`,
  );
});

void test('blame has a line for each file', async (t) => {
  const recorded = { ...commit, verification: { kind: 'ssh', verdict: 'expired', reason: 'too late' } } as const;
  const result = {
    ...outcome,
    command: 'blame',
    version: v2,
    files: [
      { path: 'a.csv', kind: 'file', size: 1, change: 'added', by: 1 },
      { path: 'b.csv', kind: 'file', size: 1, change: 'modified', by: 0 },
      { path: 'c.csv', kind: 'file', size: 1, change: 'unknown', by: 1 },
    ],
    versions: [
      { ...v2, created: summary.created, files: 1, size: 1 },
      { ...v1, run: 'run-1', files: 2, size: 2, recorded },
    ],
  } as const;
  t.equal(
    shown(renderBlame({ ...result, files: [...result.files], versions: [...result.versions] }, view)),
    `dataset-cota:v1  1a2b3c4d       2026-03-01  Ada [signature expired]  run run-1  added      a.csv
dataset-cota:v2  not committed  2026-03-01                                      modified   b.csv
dataset-cota:v1  1a2b3c4d       2026-03-01  Ada [signature expired]  run run-1  or before  c.csv`,
  );
  t.equal(
    shown(renderBlame({ ...outcome, command: 'blame', version: v2, files: [], versions: [] }, view)),
    'dataset-cota:v2 has no files',
  );
});

void test('log has who, when and what changed for each version', async (t) => {
  const entry = { ...v2, type: 'dataset', size: 10, created: summary.created, aliases: ['best'], paths: ['data/cota'] };
  t.equal(
    shown(
      renderLog(
        {
          ...outcome,
          command: 'log',
          subject: 'dataset-cota',
          cutOff: true,
          entries: [
            { ...entry, aliases: [], paths: [] },
            { ...entry, previous: v1, changes: { ...counts, modified: 2 }, recorded: commit },
          ],
        },
        view,
      ),
    ),
    `dataset-cota:v2  6f1a0b3c
  2026-03-01 09:30  not committed yet
  10 B

dataset-cota:v2 (best)  6f1a0b3c
  2026-03-01 09:31  1a2b3c4d  Ada <ada@example.org> [signed: ssh]  Add the data
  10 B; 2 modified since dataset-cota:v1; data/cota

… older history is not shown`,
  );
});

void test('aliases, remotes and settings say what is, or what changed', async (t) => {
  const alias = { ...v2, alias: 'best' };
  t.equal(
    shown(renderAlias({ ...outcome, command: 'alias list', aliases: [alias] })),
    'dataset-cota:best  dataset-cota:v2',
  );
  const changed = { artifact: 'dataset-cota', alias: 'best', before: v1, after: v2 };
  t.match(
    shown(renderAlias({ ...outcome, command: 'alias set', aliases: [alias], changed })),
    'set dataset-cota:best to dataset-cota:v2 (was dataset-cota:v1)',
  );
  t.equal(
    shown(renderRemote({ ...outcome, command: 'remote list', remotes: [origin] })),
    'origin  s3://bucket/p  default, region eu',
  );
  t.equal(
    shown(renderRemote({ ...outcome, command: 'remote add', remotes: [origin], changed: 'origin' })),
    "added remote 'origin'\nnext: pixelis remote check origin",
  );
  t.equal(
    shown(
      renderConfig({
        ...outcome,
        command: 'config list',
        settings: [
          { key: 'jobs', value: 8, source: 'default' },
          { key: 'worktree.link', value: ['copy'], source: 'local' },
        ],
      }),
    ),
    'jobs           8         (default)\nworktree.link  ["copy"]  (local)',
  );
  t.equal(
    shown(
      renderConfig({
        ...outcome,
        command: 'config set',
        settings: [],
        changed: { key: 'jobs', before: 8, after: 4, file: '.pixelis/config.yaml' },
      }),
    ),
    'jobs = 4 (was 8), in .pixelis/config.yaml',
  );
});

void test('checks have a line each, with advice below', async (t) => {
  const checks = [
    { name: 'git', state: 'ok', message: 'git 2.39' },
    { name: 'hooks', state: 'problem', message: 'no hooks', advice: 'pixelis hooks install' },
  ] as const;
  t.equal(
    shown(renderDoctor({ ...outcome, command: 'doctor', healthy: false, checks }, view)),
    `ok       git 2.39
problem  no hooks
         pixelis hooks install

2 checks: 1 problem`,
  );
  t.equal(
    shown(
      renderRemoteCheck(
        {
          ...outcome,
          command: 'remote check',
          remote: origin,
          reachable: true,
          readable: true,
          writable: true,
          listable: true,
          checks: [checks[0]],
        },
        view,
      ),
    ),
    "remote 'origin': s3://bucket/p\nok       git 2.39\nnext: pixelis push",
  );
});

void test('init and hooks say what was written, and a hook speaks only when it did something', async (t) => {
  const hook = { name: 'pre-push', path: '.git/hooks/pre-push', state: 'installed', changed: true } as const;
  t.equal(
    shown(
      renderInit({
        ...outcome,
        command: 'init',
        root: '/r',
        remote: origin,
        written: ['.pixelis/config.yaml'],
        staged: [],
        hooks: [hook],
      }),
    ),
    `set up Pixelis in /r
  .pixelis/config.yaml
  git hooks: pre-push
  remote 'origin': s3://bucket/p
next: git commit -m 'Set up Pixelis' && pixelis add PATH`,
  );
  t.equal(
    shown(
      renderHooks({
        ...outcome,
        command: 'hooks status',
        mergeDriver: { state: 'absent', changed: false },
        hooks: [{ ...hook, state: 'absent', beside: 'husky' }],
      }),
    ),
    `pre-push      absent  .git/hooks/pre-push   beside husky
merge driver  absent  merge.pixelis.driver
next: pixelis hooks install`,
  );
  const run = { ...outcome, command: 'hooks run', hook: 'pre-push', remotes: [transfer], paths: [untouched] } as const;
  t.equal(shown(renderHookRun({ ...run, action: 'none', allowed: true }, view)), '');
  t.equal(
    shown(renderHookRun({ ...run, action: 'pushed', allowed: true }, view)),
    "pushed 12 objects (2.0 KiB) to remote 'origin'",
  );
  t.equal(
    shown(renderHookRun({ ...run, action: 'refused', allowed: false }, view)),
    'next: pixelis push, then git push again',
  );
});

void test('what was verified, what was found and healed, and how sure a sample makes', async (t) => {
  const store = { damaged: 0, missing: 0, notBrought: 0, foreign: 0, repaired: 0 };
  const read = { objects: 1000, bytes: 2 ** 20, ofObjects: 1000, ofBytes: 2 ** 20, seconds: 1 };
  const sample = { sampled: 1000, bad: 0, population: 1_000_000, confidence: 0.95, atMostBad: 2989 } as const;
  const base = {
    ...outcome,
    command: 'verify',
    depth: 'sample',
    intact: true,
    scope: { records: 1200, versions: 3, runs: 1, objects: 70_000, bytes: 2 ** 30 },
    found: [],
    needers: [],
  } as const;
  t.equal(
    shown(renderVerify({ ...base, stores: [{ ...store, hashed: { ...read, sample } }] }, view)),
    `1,200 records, 3 versions, 1 run; they need 70,000 objects (1.0 GiB)
cache: everything is there
  hashed 1,000 objects (1.0 MiB)
  1,000 of 1,000 good: with 95 % confidence at most 2,989 of all 1,000,000 are damaged (0.3 %)

intact`,
  );
  const stores = [
    { ...store, damaged: 1, hashed: { ...read, objects: 100, bytes: 2 ** 18 } },
    { ...store, remote: 'origin', repaired: 1, foreign: 1, checksums: { same: 3, unproven: 2 } },
  ];
  t.equal(
    shown(
      renderVerify(
        {
          ...base,
          intact: false,
          stores,
          found: [
            {
              kind: 'damaged',
              state: 'found',
              digest,
              size: 4096,
              reason: 'its bytes are not what they were',
              needed: [{ needer: 0, file: 'a.csv' }],
              lastHad: commit,
            },
            {
              kind: 'missing',
              state: 'repaired',
              remote: 'origin',
              digest,
              from: 'the cache',
              needed: [{ needer: 1, file: '' }],
            },
            {
              kind: 'foreign',
              state: 'set-aside',
              file: 'objects/x',
              quarantine: 'quarantine/objects-x.1',
              needed: [],
            },
          ],
          needers: [
            { ...v2, paths: ['data/cota'], commits: [commit] },
            { run: 'k7m2x9w4q1', paths: [], commits: [] },
          ],
        },
        view,
      ),
    ),
    `1,200 records, 3 versions, 1 run; they need 70,000 objects (1.0 GiB)
cache: 1 damaged
  hashed 100 of 1,000 objects (256 KiB of 1.0 MiB, 25%): time was up
remote 'origin': 1 foreign, 1 repaired
  3 packs and large objects are the same by the service's checksums, 2 could not be compared (--download reads them)

damaged  6f1a0b3c: 4.0 KiB; its bytes are not what they were
  needed by dataset-cota:v2 at data/cota, file a.csv, since ${commit.commit.slice(0, 8)}
  last recorded by ${commit.author} <${commit.email}> in ${commit.commit.slice(0, 8)}

missing, repaired from the cache  6f1a0b3c on remote 'origin'
  needed by run k7m2x9w4q1, not committed yet

foreign, set aside  objects/x
  now at quarantine/objects-x.1

not intact`,
  );
});
