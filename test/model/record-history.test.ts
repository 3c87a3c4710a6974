import { test } from 'tap';
import { ancestryOf } from '#model/commit-order.js';
import { type RecordChange, recordFaults } from '#model/record-history.js';

/** Faults of one record: each commit with its parents, and what it has of the record (undefined: nothing). */
function faultsOf(commits: readonly (readonly [parents: readonly number[], content: string | undefined])[]) {
  const order = { parents: commits.map(([parents]) => parents) };
  const changes: RecordChange[] = [];
  for (const [commit, [parents, after]] of commits.entries()) {
    const sides = parents.length === 0 ? [undefined] : parents.map((parent) => commits[parent]?.[1]);
    for (const [at, before] of sides.entries()) {
      const parent = parents.length === 0 ? -1 : at;
      if (before !== after) changes.push({ commit, parent, before, after });
    }
  }
  return recordFaults(changes, order, ancestryOf(order)).map(({ kind, commit, restoredIn }) =>
    restoredIn === undefined ? `${kind} in ${commit}` : `${kind} in ${commit}, restored in ${restoredIn}`,
  );
}

void test('a record that is written once has no faults, whatever is merged', (t) => {
  t.strictSame(faultsOf([[[], 'a']]), []);
  t.strictSame(
    faultsOf([
      [[], undefined],
      [[0], 'a'],
      [[0], undefined],
      [[1, 2], 'a'],
      [[2, 1], 'a'],
    ]),
    [],
  );
  t.strictSame(
    faultsOf([
      [[], undefined],
      [[0], 'a'],
      [[0], 'a'],
      [[1, 2], 'a'],
    ]),
    [],
    'picked onto both sides',
  );
  t.strictSame(
    faultsOf([
      [[], undefined],
      [[0], undefined],
      [[0], undefined],
      [[1, 2], 'a'],
    ]),
    [],
    'a merge that adds it',
  );
  t.end();
});

void test('an edit and a deletion are told of the commit that did it, and of no merge of it', (t) => {
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], 'b'],
      [[0], 'a'],
      [[1, 2], 'b'],
      [[2, 1], 'b'],
      [[2, 1], 'a'],
    ]),
    ['edited in 1'],
  );
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], undefined],
      [[0], 'a'],
      [[1, 2], undefined],
      [[2, 1], undefined],
    ]),
    ['deleted in 1'],
  );
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], 'b'],
      [[1], 'a'],
    ]),
    ['edited in 1', 'edited in 2'],
  );
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], undefined],
      [[1], 'a'],
      [[2], undefined],
    ]),
    ['deleted in 1, restored in 2', 'deleted in 3'],
  );
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], undefined],
      [[1], 'b'],
    ]),
    ['deleted in 1', 'replaced in 2'],
  );
  t.end();
});

void test('a merge that does what neither side did is told itself', (t) => {
  const added = [[[], undefined] as const, [[0], 'a'] as const, [[0], undefined] as const];
  t.strictSame(faultsOf([...added, [[1, 2], undefined]]), ['deleted in 3'], 'the other side never had it');
  t.strictSame(faultsOf([...added, [[2, 1], undefined]]), ['deleted in 3'], 'whichever comes first');
  t.strictSame(faultsOf([...added, [[1, 2], 'b']]), ['edited in 3']);
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], 'a'],
      [[0], 'a'],
      [[1, 2], undefined],
    ]),
    ['deleted in 3'],
  );
  t.strictSame(
    faultsOf([
      [[], 'a'],
      [[0], 'a'],
      [[0], 'a'],
      [[1, 2], 'b'],
    ]),
    ['edited in 3'],
  );
  t.end();
});

void test('what two branches wrote differently is a note, and taking one of them no edit', (t) => {
  const both = [[[], undefined] as const, [[0], 'a'] as const, [[0], 'b'] as const];
  t.strictSame(faultsOf([...both, [[1, 2], 'a']]), ['twice in 2']);
  t.strictSame(faultsOf([...both, [[1, 2], 'b']]), ['twice in 2']);
  t.strictSame(faultsOf([...both, [[1, 2], 'c']]), ['twice in 2', 'edited in 3']);
  t.strictSame(faultsOf([...both, [[1, 2], undefined]]), ['twice in 2', 'deleted in 3']);
  t.end();
});
