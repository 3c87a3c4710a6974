import { test } from 'tap';
import type { Git } from '#git/git.js';
import { testAllBlobs, testNotAllBlobs } from './suite/all-blobs.js';
import { testFiles } from './suite/files.js';
import { testHistory } from './suite/history.js';
import { testLinkedWorktrees, testNoLinkedWorktrees } from './suite/linked-worktrees.js';
import { testAmending, testAmendingSigned, testConflicts, testNoAmending, testSettings } from './suite/merging.js';
import { opener } from './suite/open-in-test.js';
import { testPlaces } from './suite/places.js';
import { testRawObjects } from './suite/raw.js';
import { testAncestors, testNoRefWriting, testRefExchange, testRefWriting } from './suite/refs.js';
import { testRevisions } from './suite/revisions.js';
import { testTreeDiffs } from './suite/tree-diffs.js';
import { testWorktree } from './suite/worktree.js';
import { testWriting } from './suite/writing.js';

/** What every adapter promises, on real repositories. */
export function testGitAdapter(adapter: Git['adapter']): void {
  const opened = opener(adapter);
  void test('a repository', (t) => testPlaces(t, opened));
  void test('revisions and refs', (t) => testRevisions(t, opened));
  void test('files of a commit', (t) => testFiles(t, opened));
  void test('history', (t) => testHistory(t, opened));
  void test('commits and tags as they are stored', (t) => testRawObjects(t, opened));
  void test('trees', (t) => testTreeDiffs(t, opened));
  void test('the worktree', (t) => testWorktree(t, opened));
  void test('staging and committing', (t) => testWriting(t, opened));
  void test('everything that git still has', (t) =>
    adapter === 'git' ? testAllBlobs(t, opened) : testNotAllBlobs(t, opened));
  void test('which commits come before others', (t) => testAncestors(t, opened));
  void test('refs', (t) => (adapter === 'git' ? testRefWriting(t, opened) : testNoRefWriting(t, opened)));
  void test('conflicts', (t) => testConflicts(t, opened));
  void test('changing the last commit', (t) =>
    adapter === 'git' ? testAmending(t, opened) : testNoAmending(t, opened));
  if (adapter === 'git') void test('changing a signed commit', (t) => testAmendingSigned(t, opened));
  if (adapter === 'git') void test('settings of a repository', (t) => testSettings(t, opened));
  if (adapter === 'git') void test('remotes of git', (t) => testRefExchange(t, opened));
  void test('linked worktrees', (t) =>
    adapter === 'git' ? testLinkedWorktrees(t, opened) : testNoLinkedWorktrees(t, opened));
}
