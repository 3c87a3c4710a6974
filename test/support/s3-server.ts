import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createS3Client, loadSdk } from '#bucket/s3-sdk.js';
import { defaultTimeouts, type S3BucketSettings } from '#bucket/s3-settings.js';

/** A real S3 service to test against. */
export interface S3Server {
  /** Settings of a bucket there, with a prefix that nobody else has. */
  freshBucket(): S3BucketSettings;
  /** Settings of a new bucket with Object Lock. */
  lockingBucket(): Promise<S3BucketSettings>;
}

/** Why there is no real S3 service here; false where there is one. */
export function whyNoS3Server(environment: NodeJS.ProcessEnv = process.env): string | false {
  if (environment['PIXELIS_TEST_S3'] !== undefined) return false;
  if (spawnSync('versitygw', ['--version'], { stdio: 'ignore' }).status === 0) return false;
  const reason =
    'versitygw is not on the PATH, and PIXELIS_TEST_S3 names none (http://key:secret@127.0.0.1:7070/bucket)';
  // Where the suite must run, its being skipped is a failure.
  if (environment['PIXELIS_REQUIRE_S3'] === '1') throw new Error(`no real S3 server: ${reason}`);
  return `no real S3 server: ${reason}`;
}

/** The server that `PIXELIS_TEST_S3` names, or a versitygw of our own that ends with this process. */
export async function startS3Server(environment: NodeJS.ProcessEnv = process.env): Promise<S3Server> {
  const named = environment['PIXELIS_TEST_S3'];
  return named === undefined ? startVersitygw() : namedServer(new URL(named));
}

function namedServer(url: URL): S3Server {
  const { origin, pathname, username, password } = url;
  const freshBucket = (): S3BucketSettings => ({
    bucket: pathname.replaceAll('/', ''),
    prefix: `pixelis-test/${randomUUID()}`,
    endpoint: origin,
    region: 'us-east-1',
    credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
  });
  return {
    freshBucket,
    async lockingBucket() {
      const settings = { ...freshBucket(), bucket: `locking-${randomUUID()}` };
      const sdk = loadSdk();
      const client = await createS3Client(sdk, settings, defaultTimeouts);
      await client.send(new sdk.CreateBucketCommand({ Bucket: settings.bucket, ObjectLockEnabledForBucket: true }));
      client.destroy();
      return settings;
    },
  };
}

async function startVersitygw(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'pixelis-s3-'));
  const [objects, versions] = [join(folder, 'objects'), join(folder, 'versions')];
  await mkdir(join(objects, 'test-bucket'), { recursive: true });
  await mkdir(versions);
  const port = await freePort();
  const secret = randomUUID();
  const child = spawn(
    'versitygw',
    [
      '--port',
      `127.0.0.1:${port}`,
      '--access',
      'tester',
      '--secret',
      secret,
      '--quiet',
      '--keep-alive',
      'posix',
      '--versioning-dir',
      versions,
      objects,
    ],
    { stdio: 'ignore' },
  );
  // It ends with this process, and keeps it from ending no longer than a test runs.
  child.unref();
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  for (let tries = 0; !(await answers(port)); tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error('versitygw did not start');
    await sleep(50);
  }
  return namedServer(new URL(`http://tester:${secret}@127.0.0.1:${port}/test-bucket`));
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
