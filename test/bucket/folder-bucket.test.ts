import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import { bucketSuite } from './bucket-suite.js';

async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pixelis-bucket-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

bucketSuite('folder', async (t) => folderBucket(await temporaryFolder(t)));
