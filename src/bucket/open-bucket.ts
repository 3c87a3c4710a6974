import { resolve } from 'node:path';
import { parseEndpoint, parseRemoteUrl } from '#model/remote-url.js';
import type { Bucket } from './bucket.js';
import { folderBucket } from './folder-bucket.js';
import { s3Bucket } from './s3-bucket.js';

/** Where a bucket lies, as the configuration says. */
export interface BucketLocation {
  /** `s3://bucket/prefix`, `file:///folder`, or a folder's path. */
  readonly url: string;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly pathStyle?: boolean | undefined;
}

export interface OpenBucketOptions {
  /** Absolute folder that a relative path is relative to: the repository's. */
  readonly baseFolder: string;
  /** S3: how many requests at once, at most. */
  readonly jobs?: number | undefined;
  /** Folder: whether what was acknowledged survives a power cut. */
  readonly fsync?: 'all' | 'none' | undefined;
}

/**
 * The bucket at a location. Nothing is reached for before its first use.
 * @throws `remote.invalid-url`
 */
export function openBucket(location: BucketLocation, options: OpenBucketOptions): Bucket {
  const url = parseRemoteUrl(location.url);
  if (url.kind === 'folder') return folderBucket(resolve(options.baseFolder, url.path), { fsync: options.fsync });
  const { region, profile, pathStyle } = location;
  const endpoint = location.endpoint === undefined ? undefined : parseEndpoint(location.endpoint);
  return s3Bucket({ bucket: url.bucket, prefix: url.prefix, endpoint, region, profile, pathStyle, jobs: options.jobs });
}
