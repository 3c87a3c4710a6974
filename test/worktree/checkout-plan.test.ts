import { test } from 'tap';
import { type Digest, parseDigest } from '#model/digest.js';
import type { TreeEntry, TreeEntryKind } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import { type CheckoutPlan, type CheckoutTarget, planCheckout, type PlanOptions } from '#worktree/checkout-plan.js';
import type { GoneEntry, ScannedEntry, ScannedWorktree } from '#worktree/scan.js';

/** The digest that stands for a word. */
const digestOf = (word: string): Digest =>
  parseDigest(`blake3:${Buffer.from(word).toString('hex').padEnd(64, '0').slice(0, 64)}`);
const stamp = { mtimeMs: 1, ctimeMs: 1, ino: 1, seenMs: 1e6 };

function wanted(things: Readonly<Record<string, string>>): CheckoutTarget {
  const entries = Object.entries(things).map(([path, what]): TreeEntry => {
    if (what === 'folder') return { path: path as TreePath, kind: 'folder' };
    const [kind, word] = kindAndWord(what);
    if (kind === 'folder') throw new Error('not a folder');
    return { path: path as TreePath, kind, size: word.length, digest: digestOf(word) };
  });
  return { kind: '' in things ? 'file' : 'folder', entries };
}

/** `word` is a file, `x:word` executable, `->word` a link. */
function kindAndWord(what: string): [TreeEntryKind, string] {
  if (what.startsWith('x:')) return ['executable', what.slice(2)];
  if (what.startsWith('->')) return ['symlink', what.slice(2)];
  return ['file', what];
}

/**
 * `word` unchanged, `word?` touched, `word!` unknown to the index; `word?=` and `word!=` have been hashed. `word<old?=` was
 * placed as `old`, `gone<old` as well and is not there any more.
 */
function there(things: Readonly<Record<string, string>>): ScannedWorktree {
  const present = Object.entries(things).filter(([, what]) => !what.startsWith('gone<'));
  const gone = Object.entries(things).flatMap(([path, what]): GoneEntry[] => {
    const [, word] = /^gone<(.+)$/.exec(what) ?? [];
    return word === undefined ? [] : [{ path, kind: 'file', size: word.length, digest: digestOf(word) }];
  });
  const entries = present.map(([path, what]): ScannedEntry => {
    const state = what.includes('?') ? 'touched' : what.includes('!') ? 'unknown' : 'unchanged';
    const [bare = '', before = bare] = what.replace(/[?!=]/g, '').split('<');
    const [placedKind, placed] = before === 'folder' ? (['folder', ''] as const) : kindAndWord(before);
    const [kind, word] = bare === 'folder' ? (['folder', ''] as const) : kindAndWord(bare);
    const isHashed = kind !== 'folder' && (state === 'unchanged' || what.endsWith('='));
    const digest = isHashed ? digestOf(word) : undefined;
    return {
      path,
      kind,
      size: word.length,
      stamp,
      digest,
      state,
      placedDigest: state === 'unknown' || placedKind === 'folder' ? undefined : digestOf(placed),
      placedKind: state === 'unknown' ? undefined : placedKind,
    };
  });
  return {
    kind: entries.length === 0 ? 'absent' : '' in things ? 'file' : 'folder',
    entries,
    gone,
    isUnchanged: false,
  };
}

/** The plan in words: what happens to each path. */
function inWords(plan: CheckoutPlan): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const { path } of plan.remove) words[path] = 'remove';
  for (const { entry, over } of plan.place) words[entry.path] = over === undefined ? 'create' : 'replace';
  for (const { entry } of plan.restamp) words[entry.path] = 'restamp';
  for (const { path } of plan.keep) words[path] = 'keep';
  for (const { path } of plan.changed) words[path] = 'changed';
  for (const { path } of plan.outside) words[path] = 'outside';
  for (const { path } of plan.own) words[path] = 'own';
  for (const { path } of plan.unknown) words[path] = 'unknown';
  for (const { path, reason } of plan.conflicts) words[path] = reason;
  return words;
}

const plan = (
  present: Readonly<Record<string, string>>,
  target: Readonly<Record<string, string>>,
  options?: PlanOptions,
) => inWords(planCheckout(there(present), wanted(target), options));
const nothingStored: PlanOptions = { isStored: () => false };

void test('only what differs is touched', async (t) => {
  t.strictSame(plan({ a: 'one', b: 'two', c: 'tri' }, { a: 'one', b: 'TWO', d: 'new' }), {
    a: 'keep',
    b: 'replace',
    c: 'remove',
    d: 'create',
  });
});

void test('what the user added stays; what was edited must be hashed before anything is decided', async (t) => {
  t.strictSame(plan({ a: 'one', b: 'two?', c: 'mine!' }, { a: 'one', b: 'two' }), {
    a: 'keep',
    b: 'unknown',
    c: 'own',
  });
  t.strictSame(plan({ b: 'two?' }, {}), { b: 'unknown' });
  t.strictSame(plan({ b: 'two!' }, { b: 'two' }), { b: 'unknown' });
});

void test('edited bytes that the cache holds may go, others are a conflict, by force they go too', async (t) => {
  const present = { a: 'edit?=', b: 'edit?=', c: 'mine!=' };
  const target = { a: 'one', c: 'tri' };
  t.strictSame(plan(present, target), { a: 'replace', b: 'remove', c: 'replace' });
  t.strictSame(plan(present, target, nothingStored), { a: 'modified', b: 'modified', c: 'modified' });
  t.strictSame(plan(present, target, { ...nothingStored, force: true }), { a: 'replace', b: 'remove', c: 'replace' });
});

void test('a file without bytes has none to lose: so a power cut leaves what had not reached the disk', async (t) => {
  const present = { a: '<one?=', b: '<two?=', c: 'half<three?=' };
  t.strictSame(plan(present, { a: 'one', c: 'three' }, nothingStored), { a: 'replace', b: 'remove', c: 'modified' });
});

void test('even clean bytes are a conflict where the cache has lost them', async (t) => {
  t.strictSame(plan({ a: 'one', b: 'two' }, { a: 'ONE' }, nothingStored), { a: 'modified', b: 'modified' });
});

void test('bytes that turn out to be the right ones are kept', async (t) => {
  t.strictSame(plan({ a: 'one?=', b: 'two!=' }, { a: 'one', b: 'two' }, nothingStored), { a: 'keep', b: 'keep' });
});

void test('by force, only what may be right already is worth hashing', async (t) => {
  t.strictSame(plan({ a: 'one?', b: 'longer?' }, { a: 'ONE', b: 'two' }, { force: true }), {
    a: 'unknown',
    b: 'replace',
  });
});

void test('a change of the executable bit alone moves no bytes; a link is never restamped', async (t) => {
  t.strictSame(plan({ a: 'one', b: 'x:two', c: 'tri' }, { a: 'x:one', b: 'two', c: '->tri' }), {
    a: 'restamp',
    b: 'restamp',
    c: 'replace',
  });
});

void test('files become folders and folders become files', async (t) => {
  t.strictSame(plan({ a: 'one', 'b/c': 'two' }, { 'a/x': 'one', b: 'two' }), {
    a: 'remove',
    'a/x': 'create',
    b: 'create',
    'b/c': 'remove',
  });
  t.strictSame(plan({ '': 'one' }, { a: 'one' }), { '': 'remove', a: 'create' });
  t.strictSame(plan({ a: 'one', 'b/c': 'two' }, { '': 'one' }), { '': 'create', a: 'remove', 'b/c': 'remove' });
});

void test('the user\u2019s own files are in the way where a file must become a folder, or a folder a file', async (t) => {
  const present = { a: 'mine!', 'b/mine': 'mine!', 'b/ours': 'two', c: 'mine!' };
  const target = { 'a/x': 'one', b: 'two' };
  t.strictSame(plan(present, target), {
    a: 'in-the-way',
    'a/x': 'create',
    b: 'create',
    'b/mine': 'in-the-way',
    'b/ours': 'remove',
    c: 'own',
  });
  t.strictSame(plan(present, target, { force: true }), {
    a: 'remove',
    'a/x': 'create',
    b: 'create',
    'b/mine': 'remove',
    'b/ours': 'remove',
    c: 'own',
  });
  t.strictSame(plan({ 'own/x': 'mine!' }, { '': 'one' }), { '': 'create', 'own/x': 'in-the-way' });
  t.strictSame(plan({ '': 'mine!' }, { a: 'one' }), { '': 'in-the-way', a: 'create' });
});

void test('empty folders come, go and make way', async (t) => {
  t.strictSame(
    plan({ a: 'folder', b: 'folder', c: 'folder', e: 'folder!' }, { a: 'folder', 'b/x': 'one', d: 'folder' }),
    {
      a: 'keep',
      'b/x': 'create',
      c: 'remove',
      d: 'create',
      e: 'own',
    },
  );
  t.strictSame(plan({ a: 'folder', b: 'one' }, { a: 'one', b: 'folder' }), { a: 'replace', b: 'replace' });
  t.strictSame(plan({ 'a/mine': 'mine!' }, { a: 'folder' }), { a: 'create', 'a/mine': 'own' });
});

void test('outside the chosen paths nothing is touched', async (t) => {
  const scanned = {
    ...there({ 'a/x': 'one', 'b/x': 'two', 'b/y': 'mine!' }),
    gone: [{ path: 'b/z', kind: 'file', size: 1, digest: digestOf('z') }],
  } as const;
  const target = wanted({ 'a/x': 'ONE', 'b/w': 'new', 'b/z': 'z' });
  t.strictSame(inWords(planCheckout(scanned, target, { includes: (path) => path.startsWith('a/') })), {
    'a/x': 'replace',
    'b/x': 'outside',
    'b/z': 'outside',
  });
});

void test('names that sort around a slash are told apart', async (t) => {
  t.strictSame(
    plan({ 'a!b': 'mine!', 'a-': 'one', 'a/b': 'two', a0: 'tri' }, { 'a-': 'one', 'a/b': 'two', a0: 'tri' }),
    {
      'a!b': 'own',
      'a-': 'keep',
      'a/b': 'keep',
      a0: 'keep',
    },
  );
});

void test('a merge keeps what only the user changed, and takes what only the version changed', async (t) => {
  const present = {
    both: 'mine<one?=',
    deleted: 'gone<one',
    edited: 'mine<one?=',
    exact: 'x:one<one?=',
    new: 'mine!=',
    old: 'one',
    same: 'two<one?=',
    taken: 'one',
    touched: 'one<one?=',
  };
  const target = {
    both: 'two',
    deleted: 'one',
    edited: 'one',
    exact: 'one',
    same: 'two',
    taken: 'two',
    there: 'two',
    touched: 'two',
  };
  const words = {
    both: 'both-changed',
    deleted: 'changed',
    edited: 'changed',
    exact: 'changed',
    new: 'own',
    old: 'remove',
    same: 'keep',
    taken: 'replace',
    there: 'create',
    touched: 'replace',
  };
  t.strictSame(plan(present, target, { merge: true }), words);
  t.strictSame(plan(present, target, { merge: 'ours' }), { ...words, both: 'changed' });
  t.strictSame(plan(present, target, { merge: 'theirs' }), { ...words, both: 'replace' });
});

void test('a merge contradicts itself where one side removed what the other changed, or both added it', async (t) => {
  const present = { added: 'mine!=', gone: 'gone<one', removed: 'mine<one?=' };
  const target = { added: 'two', gone: 'two' };
  const all = (word: string) => ({ added: word, gone: word, removed: word });
  t.strictSame(plan(present, target, { merge: true }), all('both-changed'));
  t.strictSame(plan(present, target, { merge: 'ours' }), { ...all('changed'), removed: 'own' });
  t.strictSame(plan(present, target, { merge: 'theirs' }), { added: 'replace', gone: 'create', removed: 'remove' });
});

void test('a merge hashes what was touched before it decides, and counts no bytes in the cache as given up', async (t) => {
  t.strictSame(plan({ a: 'mine<one?', b: 'mine<one?=' }, { a: 'one', b: 'two' }, { merge: true }), {
    a: 'unknown',
    b: 'both-changed',
  });
});

void test('where all of a path was removed, a merge brings it back', async (t) => {
  t.strictSame(plan({ a: 'gone<one' }, { a: 'one' }, { merge: true }), { a: 'create' });
});
