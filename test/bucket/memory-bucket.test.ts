import { memoryBucket } from '#bucket/memory-bucket.js';
import { bucketSuite } from './bucket-suite.js';

bucketSuite('memory', async () => memoryBucket());
