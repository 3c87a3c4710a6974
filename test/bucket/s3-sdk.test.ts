import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { test, type Test } from 'tap';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { type S3Double, startS3Double } from '../support/s3-double.js';

const program = fileURLToPath(new URL('../support/s3-transfer.js', import.meta.url));

interface Stage {
  readonly folder: string;
  readonly double: S3Double;
  /** Keys that the double takes. */
  readonly keys: { readonly id: string; readonly secret: string };
}

async function setUp(t: Test): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'pixelis-sdk-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file'), 'content');
  const double = await startS3Double();
  t.teardown(() => double.stop());
  const { accessKeyId = '', secretAccessKey = '' } = double.freshBucket().credentials ?? {};
  return { folder, double, keys: { id: accessKeyId, secret: secretAccessKey } };
}

/** Stores a file from a process that has nothing in its environment but this, and no way to ask for more. */
async function store(
  { folder, double }: Stage,
  environment: NodeJS.ProcessEnv,
  settings: Partial<S3BucketSettings> = {},
) {
  const { credentials: _, ...bucket } = double.freshBucket();
  const child = spawn(execPath, [program, JSON.stringify({ ...bucket, ...settings }), 'up', join(folder, 'file')], {
    env: {
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => void child.once('close', resolve));
  return { code, stderr };
}

void test('credentials come from the environment, and the SDK keeps its warnings to itself', async (t) => {
  const stage = await setUp(t);
  const { id, secret } = stage.keys;
  t.same(await store(stage, { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }), { code: 0, stderr: '' });
  t.equal(stage.double.stored.objects.size, 1);
});

void test('credentials and region come from the profile that is named', async (t) => {
  const stage = await setUp(t);
  const { id, secret } = stage.keys;
  await writeFile(
    join(stage.folder, 'credentials'),
    `[default]\naws_access_key_id = OTHER\naws_secret_access_key = x\n\n[team]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
  );
  await writeFile(join(stage.folder, 'config'), '[profile team]\nregion = us-east-1\n');
  t.same(await store(stage, {}, { profile: 'team', region: undefined }), { code: 0, stderr: '' });
  t.match(await store(stage, {}), { code: 1, stderr: /remote\.denied/ }, 'the default profile has other keys');
});

void test('without any region the bucket tells where it lies', async (t) => {
  const stage = await setUp(t);
  const { id, secret } = stage.keys;
  const environment = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
  t.same(await store(stage, environment, { region: undefined }), { code: 0, stderr: '' });
});

void test('without any credentials access is denied, with what to do', async (t) => {
  t.match(await store(await setUp(t), {}), { code: 1, stderr: /there are no credentials[^]*remote\.denied/ });
});
