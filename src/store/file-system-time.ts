import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { diskError } from '#errors/index.js';

/** What time it is for the file system of a bucket, which may lie on another machine: milliseconds since 1970. */
export async function fileSystemTime(bucket: LocalBucket): Promise<number> {
  const path = join(await bucket.temporaryFolder(), `clock-${process.pid}-${randomUUID()}`);
  try {
    await writeFile(path, '', { flag: 'wx' });
    return (await stat(path)).mtimeMs;
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(path, { force: true });
  }
}
