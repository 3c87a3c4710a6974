import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { type S3Server, startS3Server, whyNoS3Server } from '../support/s3-server.js';
import { bucketSuite } from './bucket-suite.js';

const skip = whyNoS3Server();
let server: Promise<S3Server> | undefined;

const fresh = async (): Promise<S3BucketSettings> => (await (server ??= startS3Server())).freshBucket();

bucketSuite('S3, a real server', async () => s3Bucket(await fresh()), { skip, runs: 10 });
