import type { RetryClock, RetryPolicy } from './retry.js';

export interface S3BucketSettings {
  readonly bucket: string;
  /** Before every key; no slash at its ends. */
  readonly prefix?: string | undefined;
  /** Address of an S3-compatible service; default: Amazon's. */
  readonly endpoint?: string | undefined;
  /** Default: from the environment or the profile, else where the bucket turns out to lie. */
  readonly region?: string | undefined;
  /** Profile of the shared AWS configuration. */
  readonly profile?: string | undefined;
  /** Puts the bucket into the path, not into the host name; default: true where an endpoint is given. */
  readonly pathStyle?: boolean | undefined;
  /** Default: the standard chain (environment, profiles, single sign-on, instance roles). */
  readonly credentials?: S3Credentials | undefined;
  /** How many requests at once, at most; default 16. */
  readonly jobs?: number | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly timeouts?: Partial<S3Timeouts> | undefined;
  readonly clock?: RetryClock | undefined;
  /** Objects larger than this are sent in parts of at least this many bytes; default 16 MiB, S3 allows no less than 5. */
  readonly partBytes?: number | undefined;
  /** Objects larger than this are copied in parts; default 5 GiB, more S3 does not allow. */
  readonly largestCopyBytes?: number | undefined;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** How long a request may take before it counts as unanswered. */
export interface S3Timeouts {
  readonly connectMs: number;
  /** So long may nothing move. */
  readonly idleMs: number;
  /** A whole request may take this long, and the time its bytes take at the slowest bearable rate. */
  readonly requestMs: number;
  readonly slowestBytesPerSecond: number;
}

export const defaultTimeouts: S3Timeouts = {
  connectMs: 5_000,
  idleMs: 30_000,
  requestMs: 30_000,
  slowestBytesPerSecond: 64 * 1024,
};
