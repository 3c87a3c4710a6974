import { createRequire } from 'node:module';
import type * as sdk from '@aws-sdk/client-s3';
import type { S3BucketSettings, S3Timeouts } from './s3-settings.js';

export type S3Sdk = typeof sdk;

/** The AWS SDK, loaded when it is first needed; `require` loads it in less time than `import`. */
export function loadSdk(): S3Sdk {
  const require = createRequire(import.meta.url);
  return require('@aws-sdk/client-s3') as S3Sdk;
}

/**
 * A client that leaves retries, deadlines and checks to us: the SDK's own wait for ever on a silent server and deliver
 * bodies that were cut. `region` overrides that of the settings.
 */
export async function createS3Client(
  sdk_: S3Sdk,
  settings: S3BucketSettings,
  timeouts: S3Timeouts & { readonly region?: string | undefined },
): Promise<sdk.S3Client> {
  const client = (region: string | undefined): sdk.S3Client =>
    quietly(
      () =>
        new sdk_.S3Client({
          maxAttempts: 1,
          logger: silent,
          forcePathStyle: settings.pathStyle ?? settings.endpoint !== undefined,
          // Checksums of their own kind are unknown to many services; Content-MD5 is sent and checked instead.
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
          // Waiting for leave to send would cost every request a connection of its own.
          expectContinueHeader: false,
          requestHandler: {
            connectionTimeout: timeouts.connectMs,
            httpAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
            httpsAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
          },
          ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
          ...(settings.profile !== undefined && { profile: settings.profile }),
          ...(settings.credentials !== undefined && {
            credentials: settings.credentials as sdk.S3ClientConfig['credentials'] & object,
          }),
          ...(region !== undefined && { region }),
        }),
    );
  const made = client(timeouts.region ?? settings.region);
  const usable = (await hasRegion(made)) ? made : client('us-east-1');
  usable.middlewareStack.add(
    (next) => (args) => {
      // An answer that was packed on the way would be unpacked by nobody, or into far more than it should be.
      (args.request as { headers: Record<string, string> }).headers['accept-encoding'] = 'identity';
      return next(args);
    },
    { step: 'build', name: 'pixelisIdentityEncoding' },
  );
  return usable;
}

/** Without one the SDK writes its warnings to the console. */
const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Without any region the bucket's own is learnt from its first answer. */
async function hasRegion(client: sdk.S3Client): Promise<boolean> {
  try {
    await client.config.region();
    return true;
  } catch {
    return false;
  }
}

/** The SDK warns of versions of Node that it will leave, on the standard error of whoever uses us. */
function quietly<Result>(work: () => Result): Result {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';
  const before = process.env[name];
  process.env[name] = 'true';
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
