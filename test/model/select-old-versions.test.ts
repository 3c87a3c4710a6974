import { test } from 'tap';
import { digestFromHex } from '#model/digest.js';
import { type DatedVersion, selectOldVersions } from '#model/select-old-versions.js';

const version = (artifact: string, number: number, facts: Partial<DatedVersion> = {}): DatedVersion => ({
  artifact,
  version: number,
  digest: digestFromHex(String(number).repeat(64)),
  type: 'model',
  created: `2026-03-0${number}T00:00:00Z`,
  ...facts,
});

const names = (versions: readonly DatedVersion[]) => versions.map((each) => `${each.artifact}:v${each.version}`).sort();

void test('of each artifact the last versions stay', async (t) => {
  const versions = [version('a', 3), version('a', 1), version('b', 1), version('a', 2)];
  t.strictSame(names(selectOldVersions(versions, { keepLast: 2 })), ['a:v1']);
  t.strictSame(names(selectOldVersions(versions, { keepLast: 1 })), ['a:v1', 'a:v2']);
});

void test('all rules must hold', async (t) => {
  const versions = [version('a', 1), version('a', 2, { type: 'log' }), version('a', 3), version('a', 4)];
  const until = Date.parse('2026-03-03T00:00:00Z');
  t.strictSame(names(selectOldVersions(versions, { until })), ['a:v1', 'a:v2', 'a:v3']);
  t.strictSame(names(selectOldVersions(versions, { until, keepLast: 2 })), ['a:v1', 'a:v2']);
  t.strictSame(names(selectOldVersions(versions, { until, keepLast: 2, type: 'log' })), ['a:v2']);
  t.strictSame(names(selectOldVersions(versions, { until, isMeant: (each) => each.version === 3 })), ['a:v3']);
});

void test('a version whose record nobody has stays, and so does one whose time cannot be read', async (t) => {
  const { type: _, created: __, ...unknown } = version('a', 1);
  const versions = [unknown, version('a', 2, { created: 'once' }), version('a', 3), version('a', 4)];
  t.strictSame(names(selectOldVersions(versions, { until: Infinity, keepLast: 1 })), ['a:v3']);
});
