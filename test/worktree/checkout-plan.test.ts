import { test } from 'tap';
import { type Digest, parseDigest } from '#model/digest.js';
import type { TreeEntry, TreeEntryKind } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import { type CheckoutPlan, type CheckoutTarget, planCheckout, type PlanOptions } from '#worktree/checkout-plan.js';
import type { ScannedEntry, ScannedWorktree } from '#worktree/scan.js';

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

/** `word` unchanged, `word?` touched, `word!` unknown to the index; `word?=` and `word!=` have been hashed. */
function there(things: Readonly<Record<string, string>>): ScannedWorktree {
  const entries = Object.entries(things).map(([path, what]): ScannedEntry => {
    const state = what.includes('?') ? 'touched' : what.includes('!') ? 'unknown' : 'unchanged';
    const bare = what.replace(/[?!=]/g, '');
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
      placedDigest: state === 'unknown' ? undefined : digest,
      placedKind: state === 'unknown' ? undefined : kind,
    };
  });
  return {
    kind: entries.length === 0 ? 'absent' : '' in things ? 'file' : 'folder',
    entries,
    gone: [],
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
