import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { decodeRunRecord } from '#format/run-record.js';
import type { FetchResult, PushResult, RunResult } from '../../src/index.js';
import { misnamed } from './invariants.js';
import type { Powered, Workload } from './power-cut.js';
import { brokenVersions, filesWith } from './power-promises.js';
import {
  adaCache,
  addOnce,
  arrangeBy,
  arrangeClone,
  arrangePushed,
  bobCache,
  commit,
  contentOf,
  damageSome,
  gitCommit,
} from './power-steps.js';
import { git } from './sandbox.js';

const add: Workload = {
  name: 'add',
  arrange: (box) => arrangeClone(box, 'ada'),
  rounds: [async (powered, round) => void (await addOnce(powered, { clone: 'ada', store: adaCache, round }))],
  async again(powered) {
    await addOnce(powered, { clone: 'ada', store: adaCache, round: -1 });
    await powered.pixelis('ada', 'verify', '--full');
  },
  stores: [adaCache],
};

/** The same contents come from two clones at about the same time. */
const addToSharedCache: Workload = {
  name: 'add in two clones with one cache',
  async arrange(box) {
    for (const clone of ['ada', 'bob']) {
      await arrangeClone(box, clone);
      await arrangeBy(box, clone, 'config', 'set', 'cache.dir', '../cache');
    }
  },
  rounds: ['ada', 'bob'].map((clone) => async (powered, round) => {
    await addOnce(powered, { clone, store: 'cache', round, content: String(round) });
  }),
  async again(powered) {
    for (const clone of ['ada', 'bob']) {
      await addOnce(powered, { clone, store: 'cache', round: -1 });
      await powered.pixelis(clone, 'verify', '--full');
    }
  },
  stores: ['cache'],
};

const run: Workload = {
  name: 'run',
  arrange: arrangePushed,
  rounds: [
    async (powered) => {
      const { run: id, record = '', outputs } = await runOnce(powered);
      powered.promise(`run ${id}`, async () => {
        decodeRunRecord(await readFile(join(powered.box, 'ada', record)), record);
        return brokenVersions(powered.box, { clone: 'ada', store: adaCache, versions: outputs });
      });
    },
  ],
  async again(powered) {
    await powered.pixelis('ada', 'runs', 'list');
    await runOnce(powered);
    await powered.pixelis('ada', 'verify', '--full');
  },
  stores: [adaCache],
};

const push: Workload = {
  name: 'push to a folder',
  arrange: arrangePushed,
  rounds: [pushOnce],
  async again(powered) {
    await pushOnce(powered, -1);
    await powered.pixelis('ada', 'verify', '--full', '--download');
  },
  stores: [adaCache, 'remote'],
};

/** From one version to the other and back, at times with an empty cache. */
const pull: Workload = {
  name: 'fetch, pull and checkout',
  async arrange(box) {
    await arrangePushed(box);
    await git(box, box, 'clone', '--quiet', 'ada', 'bob');
  },
  rounds: [
    async (powered, round) => {
      const { box } = powered;
      powered.release('fetch');
      await rm(join(box, bobCache), { recursive: true, force: true });
      const { remotes } = (await powered.pixelis('bob', round % 2 === 0 ? 'fetch' : 'pull')) as FetchResult;
      const versions = remotes.flatMap((remote) => remote.versions);
      // The records of both versions are in the other clone: in this one they come and go with the commit.
      powered.promise('fetch', () => brokenVersions(box, { clone: 'ada', store: bobCache, versions }));
      await powered.pixelis('bob', 'checkout');
      await powered.git('bob', 'checkout', '--quiet', round % 2 === 0 ? 'main~1' : 'main');
      await powered.flush();
      await powered.pixelis('bob', 'pull');
    },
  ],
  async again(powered) {
    const { box } = powered;
    await powered.git('bob', 'checkout', '--quiet', '--force', 'main');
    // The first version is in the worktree perhaps, and not in the cache any more: it would be left as it is.
    await powered.pixelis('bob', 'fetch', '--all');
    await powered.pixelis('bob', 'pull');
    await powered.pixelis('bob', 'verify', '--full');
    const [wanted, got] = [await contentOf(join(box, 'ada')), await contentOf(join(box, 'bob'))];
    if (!isDeepStrictEqual(wanted, got)) throw new Error('the worktrees differ');
  },
  stores: [bobCache, 'remote'],
};

const collect: Workload = {
  name: 'gc --apply, gc undo, gc --purge',
  arrange: arrangePushed,
  rounds: [
    async (powered, round) => {
      const kept = { clone: 'ada', store: adaCache, orTrash: true };
      const { paths: versions } = await addOnce(powered, { ...kept, round });
      await commit(powered, round);
      await powered.pixelis('ada', ...gcApply);
      await powered.pixelis('ada', 'gc', 'undo');
      powered.promise('undo', () => brokenVersions(powered.box, { ...kept, orTrash: false, versions }));
      await powered.pixelis('ada', ...gcApply);
      powered.release(`ada: add ${round - 1}`);
      await powered.pixelis('ada', 'gc', '--purge', '--trash-age', '0');
    },
  ],
  async again(powered) {
    await powered.pixelis('ada', ...gcApply);
    await powered.pixelis('ada', 'gc', '--purge', '--trash-age', '0');
    await powered.pixelis('ada', 'verify', '--full');
  },
  stores: [adaCache],
};

const purge: Workload = {
  name: 'purge',
  async arrange(box) {
    await arrangePushed(box);
    for (let secret = 0; secret < secrets; secret++) {
      const folder = join(box, 'ada', `secret-${secret}`);
      await mkdir(folder);
      await writeFile(join(folder, 'small.txt'), `small ${marker(secret)}\n`);
      await writeFile(join(folder, 'large.txt'), `large ${marker(secret)}\n`.repeat(60_000));
    }
    await arrangeBy(box, 'ada', 'add', ...allSecrets.map((secret) => `secret-${secret}`));
    await gitCommit(box, 'Secrets');
    await arrangeBy(box, 'ada', 'push', '--all');
  },
  rounds: [
    async (powered, round) => {
      await addOnce(powered, { clone: 'ada', store: adaCache, round });
      const secret = round % secrets;
      await purgeSecret(powered, secret);
      powered.promise(`purge ${secret}`, () => filesWith(marker(secret), powered.box, [adaCache, 'remote']));
    },
  ],
  async again(powered) {
    for (const secret of allSecrets) await purgeSecret(powered, secret);
    for (const secret of allSecrets) {
      const left = await filesWith(marker(secret), powered.box, [adaCache, 'remote']);
      if (left.length > 0) throw new Error(left.join('\n'));
    }
    await powered.pixelis('ada', 'verify', '--full');
  },
  stores: [adaCache, 'remote'],
};

const repair: Workload = {
  name: 'verify --repair',
  arrange: arrangePushed,
  rounds: [
    async (powered) => {
      powered.release('repair');
      await damageSome(join(powered.box, adaCache));
      await powered.pixelis('ada', 'verify', '--full', '--repair');
      powered.promise('repair', () => misnamed(join(powered.box, adaCache)));
    },
  ],
  again: async (powered) => void (await powered.pixelis('ada', 'verify', '--full', '--repair')),
  stores: ['remote'],
};

export const workloads: readonly Workload[] = [add, addToSharedCache, run, push, pull, collect, purge, repair];

/** What must be seen to lose: the same `add`, told not to flush. */
export const unflushedAdd: Workload = {
  ...add,
  name: 'add with cache.fsync none',
  async arrange(box) {
    await add.arrange(box);
    await arrangeBy(box, 'ada', 'config', 'set', 'cache.fsync', 'none');
  },
};

/** What must be seen to lose: files that are written aside and renamed, and never flushed. */
export const carelessProgram: Workload = {
  name: 'a program that never flushes',
  arrange: (box) => mkdir(box),
  rounds: [
    async (powered, round) => {
      const path = join(powered.box, `file-${round}`);
      const bytes = randomBytes(4096);
      await writeFile(`${path}.tmp`, bytes);
      await rename(`${path}.tmp`, path);
      powered.promise(path, async () => ((await readFile(path)).equals(bytes) ? [] : [`it has other bytes`]));
      powered.acknowledge();
      await sleep(5);
    },
  ],
  again: () => Promise.resolve(),
  stores: [],
};

const gcApply = ['gc', '--apply', '--grace', '0', '--keep-last', '1'] as const;
const secrets = 3;
const allSecrets = [...Array(secrets).keys()];

async function runOnce(powered: Powered): Promise<RunResult> {
  const script = 'head -c 1500000 /dev/urandom > made.bin; echo made >&2';
  return (await powered.pixelis('ada', 'run', '--output', 'made.bin', '--', 'sh', '-c', script)) as RunResult;
}

async function pushOnce(powered: Powered, round: number): Promise<void> {
  await addOnce(powered, { clone: 'ada', store: adaCache, round });
  await commit(powered, round);
  const { remotes } = (await powered.pixelis('ada', 'push')) as PushResult;
  const versions = remotes.flatMap((remote) => remote.versions);
  powered.promise(`push ${round}`, () => brokenVersions(powered.box, { clone: 'ada', store: 'remote', versions }));
}

async function purgeSecret(powered: Powered, secret: number): Promise<void> {
  await powered.pixelis('ada', 'purge', `dataset-secret-${secret}`, '--reason', 'consent withdrawn', '--apply');
}

function marker(secret: number): string {
  return `MARKER-${secret}-OF-WHAT-MUST-GO`;
}
